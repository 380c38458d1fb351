"""Who helps a colleague that lost their second factor: the managers of their organisation."""

from uuid import UUID

from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.guardians import guardians_of
from o2r.accounts.models import Membership, User
from o2r.accounts.policy import decide
from o2r.accounts.signin.enums import ResetState
from o2r.accounts.signin.factors import second_factor_resets_are_decided_by, when_a_reset_is_asked
from o2r.accounts.signin.models import SecondFactorReset
from o2r.core.notifications.services import notify


@second_factor_resets_are_decided_by
def may_help(by: Actor, user: User) -> bool:
    """Whether the policy lets ``by`` approve a membership in force of ``user``."""
    held = Membership.objects.current().filter(user=user).visible_to(by)
    return any(decide(by, "approve", one.subject(by), PROVED) for one in held)


@when_a_reset_is_asked
def tell_managers(user: User) -> None:
    """Tell the managers of each organisation of the person, or those of the platform."""
    held = list(Membership.objects.current().filter(user=user))
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


def awaited_by(users: list[UUID]) -> set[UUID]:
    """Those of some people who wait for their second factor to be taken off. One query."""
    rows = SecondFactorReset.objects.filter(user__in=users, state=ResetState.ASKED)
    return set(rows.order_by("pk").values_list("user_id", flat=True))
