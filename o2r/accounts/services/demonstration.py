"""The invented people of a demonstration."""

from django.conf import settings
from django.db import transaction

from o2r.accounts import demo
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Organisation, User
from o2r.accounts.services.registering import (
    create_organisation,
    create_user,
    join_organisation,
)


@transaction.atomic
def create_demo_accounts(*, by: Actor) -> list[User]:
    """Create the invented people of a demonstration and their organisations, once.

    They have no password: the sign-in page opens them with a button, in a demonstration only.
    Raises DemonstrationOnly elsewhere.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    return [_create(by, person) for person in demo.ACCOUNTS]


def _create(by: Actor, person: demo.DemoAccount) -> User:
    user = User.objects.filter(email=person.email).first() or create_user(
        by=by, email=person.email, display_name=person.name, password=None, is_example=True
    )
    join_organisation(
        by=by,
        user=user,
        organisation=_organisation(by, person.organisation),
        role=person.role,
        manages_accounts=person.manages_accounts,
        is_dpo=person.is_dpo,
        settled=True,
    )
    return user


def _organisation(by: Actor, name: str) -> Organisation:
    described = demo.ORGANISATIONS[name]
    known = Organisation.objects.known_as(name, "", is_example=True).first()
    return known or create_organisation(
        by=by,
        name=name,
        kind=described.kind,
        region=described.region,
        state=described.state,
        is_example=True,
    )
