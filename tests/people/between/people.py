"""Named people of the index: Inès follows Momo at Les Passerelles; Karim asks, at Le Pont."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from o2r.accounts.models import User
from o2r.core import clock
from o2r.people.between import services
from o2r.people.between.models import Inquiry
from o2r.people.between.recurring import carry
from o2r.people.enums import ContactKind, IdentityLevel, Support
from o2r.people.likeness import Identity
from o2r.people.models import Person
from o2r.people.services import Means, add_contact, inform
from tests.accounts.factories import OrganisationFactory, enter
from tests.people.factories import Operator, acting, person

PHONE = "06 39 98 12 34"
BORN = date(2003, 5, 17)
BY_PHONE = Identity(phones=(PHONE,))


@dataclass
class TwoOperators:
    """Les Passerelles, where Momo is followed by Inès; Le Pont, where Karim works."""

    passerelles: Operator = field(
        default_factory=lambda: Operator(OrganisationFactory(name="Les Passerelles"))
    )
    pont: Operator = field(default_factory=lambda: Operator(OrganisationFactory(name="Le Pont")))

    def __post_init__(self) -> None:
        self.ines, self.karim = self.passerelles.ines, self.pont.ines
        self.karim.display_name = "Karim Belaïd"
        self.karim.save(update_fields=["display_name"])

    def take_part(self) -> "TwoOperators":
        for one in (self.passerelles, self.pont):
            services.join(by=acting(one.claire), informs=True)
        return self


def momo(by: User, **given: Any) -> Person:
    """Momo, his names, his birth date and his phone; informed."""
    made = person(
        by,
        first_name="Mohamed",
        last_name="Traoré",
        birth_date=BORN,
        level=IdentityLevel.DECLARED,
        **given,
    )
    add_contact(by=acting(by), person=made, means=Means(ContactKind.PHONE, PHONE))
    inform(by=acting(by), person=made, support=Support.SPOKEN, language="fr")
    return made


def ask(by: User, asked: Identity = BY_PHONE) -> Inquiry:
    return services.ask_between(by=acting(by), asked=asked)


def work() -> str:
    """What the worker does each second."""
    return carry(clock.now())


def signed_in(user: User) -> Client:
    return enter(Client(), user)
