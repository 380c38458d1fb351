"""People of an organisation: what they may do, and how they leave."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.accounts import caseload
from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.enums import InvitationState, MembershipRole
from o2r.accounts.errors import DomainError
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import (
    COOLING,
    Invitation,
    Membership,
    Organisation,
    Substitution,
    Team,
    User,
)
from o2r.accounts.policy import meets_people
from o2r.accounts.services.caseloads import hand_over
from o2r.accounts.services.locking import (
    check_address,
    check_role,
    check_still_manager,
    locked,
)
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.elision import of
from o2r.core.notifications.services import Recipient, notify
from o2r.core.watch.models import Block

CHANGE = "changer les droits de quelqu’un"
END = "mettre fin à une appartenance"
GONE = (
    "Cette personne ne fait plus partie de l’organisation. Invitez-la de nouveau si elle revient."
)
CANDIDATE = (
    "Cette personne s’est inscrite seule pour répondre à un appel à projets : on ne change pas ses "
    "droits. Si elle travaille avec vous, invitez-la à son adresse professionnelle."
)
LAST_MANAGER = (
    "Cette personne est la seule à gérer les comptes de l’organisation : sans elle, plus personne "
    "ne pourrait inviter ni retirer quelqu’un. Confiez d’abord la gestion des comptes à un "
    "collègue."
)


@dataclass(frozen=True)
class Rights:
    """What a person may do in an organisation: a role, and two duties."""

    role: MembershipRole
    manages_accounts: bool = False
    is_dpo: bool = False

    @classmethod
    def of(cls, held: Membership) -> "Rights":
        return cls(MembershipRole(held.role), held.manages_accounts, held.is_dpo)

    def raises(self, before: "Rights") -> bool:
        """Whether these give something that ``before`` did not."""
        role = self.role != before.role and self.role != MembershipRole.MEMBER
        duty = self.manages_accounts > before.manages_accounts or self.is_dpo > before.is_dpo
        return role or duty


@transaction.atomic
def change_rights(
    *, by: Actor, membership: Membership, rights: Rights, teams: Collection[UUID] = ()
) -> Membership:
    """Give someone another role, other duties, other teams; at their next request.

    Someone who starts to meet people waits for 24 hours, as a new account does. Raises NotAllowed,
    and DomainError for oneself, for the last manager, for a candidate, for an address outside the
    domains of the organisation and for a role that does not exist there.
    """
    organisation = locked(membership.organisation)
    check_still_manager(by, organisation, act=CHANGE)
    held = current(membership)
    require(by, "update", held, act=CHANGE)
    before = Rights.of(held)
    if before.role == MembershipRole.CANDIDATE:
        raise DomainError(CANDIDATE)
    if rights.role != before.role:
        check_role(rights.role, organisation)
    if rights.raises(before):
        check_address(held.user, organisation)
    if held.user_id == by.user and rights.raises(before):
        raise DomainError(
            "On n’augmente pas ses propres droits. Demandez-le à un collègue qui gère aussi les "
            "comptes, ou au service qui a ouvert votre organisation."
        )
    if before.manages_accounts and not rights.manages_accounts:
        _keep_a_manager(held)
        _withdraw_sent_by(held)
    held.role, held.manages_accounts, held.is_dpo = (
        rights.role,
        rights.manages_accounts,
        rights.is_dpo,
    )
    if meets_people(rights.role) and not meets_people(before.role):
        held.personal_data_from = clock.now() + COOLING
    held.save()
    held.teams.set(Team.objects.filter(organisation=organisation, pk__in=teams).order_by("pk"))
    written(by, "update", held, "role")
    if rights != before:
        _tell(organisation, held, f"les droits {of(str(held.user))} viennent de changer", by=by)
    return held


@transaction.atomic
def end_membership(
    *, by: Actor, membership: Membership, receiver: User | None = None
) -> Membership:
    """Have someone leave an organisation, at their next request.

    What they follow passes to ``receiver``, compulsory when they follow something. The invitations
    they sent are withdrawn, their replacements stop. Raises NotAllowed, DomainError.
    """
    organisation = locked(membership.organisation)
    check_still_manager(by, organisation, act=END)
    held = current(membership)
    require(by, "delete", held, act=END)
    if held.manages_accounts and held.user.is_active:
        _keep_a_manager(held)
    followed = caseload.held_by(held.user, organisation.pk)
    if followed and receiver is None:
        raise DomainError(
            f"{held.user} suit encore {caseload.in_words(followed)}. Choisissez d’abord qui "
            "reprend sa file active."
        )
    if followed and receiver is not None:
        hand_over(by=by, giver=held.user, receiver=receiver)
    leave(held)
    written(by, "delete", held, "role")
    _tell(organisation, held, f"{held.user} ne fait plus partie de l’organisation", by=by)
    return held


@errand("caseload")
def leave(held: Membership) -> None:
    """End a membership and all that it gave, whoever decided it.

    An errand: who leaves, or closes the organisation, loses their own rights on the way.
    """
    now = clock.now()
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    held.teams.clear()
    _withdraw_sent_by(held)
    for side in ("absent", "substitute"):
        Substitution.objects.filter(
            organisation=held.organisation_id, ended_at=None, **{side: held.user_id}
        ).update(ended_at=now)


def current(membership: Membership) -> Membership:
    """The same membership, read again. Raises DomainError when it has no effect any more."""
    held = Membership.objects.current().select_related("user", "organisation")
    found = held.filter(pk=membership.pk).first()
    if found is None:
        raise DomainError(GONE)
    return found


def manages_alone(held: Membership) -> bool:
    """Whether nobody else opens accounts there today. A suspended manager opens none."""
    others = Membership.objects.managers().filter(organisation=held.organisation_id)
    suspended = Block.objects.in_force(clock.now()).values("user")
    return not others.exclude(pk=held.pk).exclude(user__in=suspended).exists()


def _keep_a_manager(held: Membership) -> None:
    if manages_alone(held):
        raise DomainError(LAST_MANAGER)


def _withdraw_sent_by(held: Membership) -> None:
    """Who may no longer invite leaves no open door behind."""
    sent = Invitation.objects.filter(invited_by=held.user_id, state=InvitationState.PENDING)
    for side in ("organisation", "on_behalf_of"):
        sent.filter(**{side: held.organisation_id}).update(state=InvitationState.WITHDRAWN)


def _tell(organisation: Organisation, held: Membership, what: str, *, by: Actor) -> None:
    # Nobody reads the mailbox of an account that is closed.
    person = [Recipient(held.user_id, held.user.email)] if held.user.is_active else []
    notify(
        to=[*person, *guardians_of(organisation.pk)],
        kind="rights-changed",
        subject=f"Droits dans {organisation.name}",
        body=(
            f"Bonjour,\n\nDans {organisation.name}, {what}. Décision {of(by.name)}.\n\nSi cela "
            "vous surprend, prévenez vos collègues qui gèrent les comptes et le délégué à la "
            "protection des données."
        ),
        link=reverse("accounts:people"),
    )
