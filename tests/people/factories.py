"""Named people for the tests of people: an operator, who works there, and whom they follow."""

from dataclasses import dataclass, field
from typing import Any

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import Organisation, User
from o2r.core.crypto.fields import read_sealed
from o2r.people.models import Identity, Person
from o2r.people.services import Given, open_person
from tests.accounts.factories import OrganisationFactory, someone


@dataclass
class Operator:
    """Les Passerelles: Inès follows people, Bastien is her colleague, Claire coordinates."""

    organisation: Organisation = field(default_factory=OrganisationFactory)

    def __post_init__(self) -> None:
        self.ines = self._works("Inès Garnier", Role.CASEWORKER)
        self.bastien = self._works("Bastien Roche", Role.OUTREACH_WORKER)
        self.claire = self._works("Claire Vidal", Role.COORDINATOR)

    def _works(self, name: str, role: Role) -> User:
        user: User = someone(role, self.organisation).user
        user.display_name = name
        user.save(update_fields=["display_name"])
        return user


def acting(user: User) -> Actor:
    """Who somebody is now: their rights are read again."""
    return actor_for(User.objects.get(pk=user.pk))


def person(by: User, known_as: str = "Momo", **given: Any) -> Person:
    """A file opened by somebody, under a nickname unless told otherwise."""
    level = given.pop("level", "pseudonyme")
    return open_person(by=acting(by), given=Given(known_as=known_as, **given), level=level)


def said(of: Person) -> dict[str, str]:
    """The identity in clear, as its own organisation reads it."""
    row = Identity.objects.get(person=of)
    names = ("known_as", "first_name", "last_name", "birth_date", "interpreter_caution")
    return read_sealed(row, *names, organisation=of.organisation_id)
