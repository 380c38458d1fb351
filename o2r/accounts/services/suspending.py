"""Suspending an account at once, when it may be in the wrong hands.

The suspension is a block of the watch: it holds wherever the person works, and someone else lifts
it from its alert.
"""

from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import Membership, User
from o2r.accounts.services.locking import check_still_manager, locked
from o2r.accounts.services.members import current
from o2r.accounts.signin.sessions import close_all
from o2r.core.elision import of
from o2r.core.journal.services import record
from o2r.core.notifications.services import notify
from o2r.core.watch.enums import AlertState
from o2r.core.watch.models import Block
from o2r.core.watch.selectors import blocked
from o2r.core.watch.services import block_account, handle_alert

SUSPEND = "suspendre un compte"
LONGEST_REASON = 300


@transaction.atomic
def suspend_member(*, by: Actor, membership: Membership, reason: str) -> Block:
    """Suspend the account of a colleague, in the name of the organisation: at their next request.

    Their sessions close; the guardians of every organisation they work for are told. Raises
    NotAllowed, and DomainError for oneself, a candidate, an account suspended already, no reason.
    """
    organisation = locked(membership.organisation)
    check_still_manager(by, organisation, act=SUSPEND)
    held = current(membership)
    require(by, "update", held, act=SUSPEND)
    if held.user_id == by.user:
        raise DomainError(
            "On ne suspend pas son propre compte : c’est une autre personne qui devrait le "
            "rétablir. Fermez vos sessions et changez votre mot de passe, ou demandez à un "
            "collègue qui gère les comptes."
        )
    if held.role == MembershipRole.CANDIDATE:
        raise DomainError(
            "Cette personne s’est inscrite seule et n’accède à rien de votre organisation. Mettez "
            "fin à son accès, ou prévenez l’équipe de la plateforme."
        )
    block = _suspend(by, held.user, organisation.pk, reason)
    record(
        by=by.author,
        action="update",
        kind=held.access_kind,
        object_id=held.pk,
        organisation=organisation.pk,
        fields=("role",),
        reason="suspended",
    )
    return block


@transaction.atomic
def suspend_account(*, by: Actor, user: User, reason: str) -> Block:
    """Suspend any account, from the console of the server: the platform's managers lift it.

    Raises NotAllowed, and DomainError for an account suspended or closed already, or no reason.
    """
    require_kind(by, "update", "account", act=SUSPEND)
    if not user.is_active:
        raise DomainError("Ce compte est déjà fermé : personne ne peut s’en servir.")
    block = _suspend(by, user, None, reason)
    record(
        by=by.author,
        action="update",
        kind="account",
        object_id=user.pk,
        organisation=None,
        reason="suspended",
    )
    return block


def _suspend(by: Actor, user: User, organisation: UUID | None, reason: str) -> Block:
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise DomainError(
            f"Dites pourquoi en une phrase de {LONGEST_REASON} caractères au plus : qui décidera "
            "de rétablir le compte doit le savoir."
        )
    already = DomainError(
        f"Le compte {of(str(user))} est déjà suspendu. Il se rétablit depuis la page des alertes."
    )
    if blocked(user.pk) is not None:
        raise already
    block = block_account(by=by.author, user=user.pk, organisation=organisation)
    if block is None:
        raise already
    block.reason = said
    block.save(update_fields=["reason"])
    # An alert still open from a former suspension may be another organisation's to answer.
    mine = by.user is not None and block.alert.organisation == organisation
    if mine and block.alert.state == AlertState.NEW:
        handle_alert(by=by.author, alert=block.alert, to=AlertState.UNDER_REVIEW, comment=said)
    close_all(by=by, user=user)
    _tell_the_others(by, user, block)
    return block


def _tell_the_others(by: Actor, user: User, block: Block) -> None:
    """Tell whom the alert does not reach: the person's other organisations, and the platform when
    the person answers for one of them."""
    held = list(Membership.objects.current().filter(user=user).select_related("organisation"))
    people = [one for row in held for one in guardians_of(row.organisation_id)]
    if any(row.manages_accounts or row.is_dpo for row in held):
        people += guardians_of(None)
    knowing = {one.user for one in guardians_of(block.alert.organisation)} | {by.user, user.pk}
    notify(
        to=[one for one in people if one.user not in knowing],
        kind="rights-changed",
        subject=f"Le compte {of(str(user))} est suspendu",
        body=(
            f"Bonjour,\n\nle compte {of(str(user))} ({user.email}) est suspendu par précaution, "
            f"partout où cette personne travaille. Décision {of(by.name)}.\n\nAppelez-la, à un "
            "numéro que vous connaissez. Le compte est rétabli par l’organisation qui l’a "
            "suspendu, ou par l’équipe de la plateforme."
        ),
        link=reverse("accounts:people"),
    )
