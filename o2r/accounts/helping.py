"""Who helps a colleague that lost their second factor: the managers of their organisation."""

from uuid import UUID

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.enums import MembershipRole
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import COOLING, Membership, User
from o2r.accounts.policy import decide
from o2r.accounts.signin.factors import (
    second_factor_resets_are_decided_by,
    when_a_reset_is_asked,
    when_a_reset_is_done,
)
from o2r.accounts.signin.models import SecondFactorReset
from o2r.core import clock
from o2r.core.notifications.services import notify


@second_factor_resets_are_decided_by
def may_help(by: Actor, user: User) -> bool:
    """Whether the policy lets ``by`` approve a membership in force of ``user``.

    Not the managers of an organisation for which the person is only a candidate: they do not know
    them, and would open with one call what the person sees elsewhere. The platform may.
    """
    held = Membership.objects.current().filter(user=user).visible_to(by)
    if not by.has(MembershipRole.PLATFORM_MANAGER):
        held = held.exclude(role=MembershipRole.CANDIDATE)
    return any(decide(by, "approve", one.subject(by), PROVED) for one in held)


@when_a_reset_is_asked
def tell_managers(user: User) -> None:
    """Tell the managers of each organisation of the person, or those of the platform."""
    held = Membership.objects.current().filter(user=user).exclude(role=MembershipRole.CANDIDATE)
    people = [one for row in held for one in guardians_of(row.organisation_id)]
    others = [person for person in people if person.user != user.pk]
    notify(
        to=others or guardians_of(None),
        kind="factor-lost-by-colleague",
        subject=f"{user} a perdu son second facteur",
        body=(
            f"Bonjour,\n\n{user} ({user.email}) demande la remise à zéro de son second facteur. "
            "Appelez cette personne, à un numéro que vous connaissez, avant de l’accorder : c’est "
            "ainsi que l’on vole un compte."
        ),
        link=reverse("accounts:people"),
    )


@when_a_reset_is_done
def wait_again(user: User) -> None:
    """Keep personal data from an account for its first 24 hours with another second factor.

    If the call that obtained the reset was a trick, its owner has a day to read the mail about it.
    """
    held = Membership.objects.filter(user=user, personal_data_from__isnull=False)
    held.update(personal_data_from=clock.now() + COOLING)


def awaited_by(users: list[UUID]) -> set[UUID]:
    """Those of some people who wait for their second factor to be taken off. One query."""
    rows = SecondFactorReset.objects.filter(user__in=users).awaited()
    return set(rows.order_by("pk").values_list("user_id", flat=True))
