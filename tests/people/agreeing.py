"""Named people of the agreements: Inès follows Yanis; Élodie advises at a mission locale."""

from dataclasses import dataclass, replace
from datetime import date

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import Organisation, User
from o2r.core.crypto.fields import write_sealed
from o2r.people.enums import (
    AgreementProof,
    Basis,
    ContactKind,
    IdentityLevel,
    Purpose,
    SharedField,
    Support,
)
from o2r.people.models import Agreement, ContactMeans, FollowUp, Person
from o2r.people.services import Given, Terms, give, inform, open_person, propose
from tests.accounts.factories import KIND_OF, OrganisationFactory, someone

FIRST_NAME_AND_PHONE = (SharedField.FIRST_NAME, SharedField.PHONE)
PHONE = "06 39 98 00 01"


@dataclass
class World:
    """An operator and a partner, who works where, and the person."""

    operator: Organisation
    partner: Organisation
    ines: User
    bastien: User
    elodie: User
    marc: User
    franck: User
    person: Person

    def actor(self, name: str) -> Actor:
        return actor_for(getattr(self, name))

    @property
    def by(self) -> Actor:
        """Inès."""
        return self.actor("ines")


def a_world() -> World:
    """Inès and Bastien (a colleague), Élodie and Marc (partners), Franck (a stranger), Yanis."""
    operator = OrganisationFactory(name="Les Passerelles")
    partner = OrganisationFactory(name="Mission locale d’Essai", kind=KIND_OF[Role.PARTNER_ADVISER])
    ines = someone(Role.OUTREACH_WORKER, operator, user__display_name="Inès Garnier").user
    return World(
        operator=operator,
        partner=partner,
        ines=ines,
        bastien=someone(Role.OUTREACH_WORKER, operator).user,
        elodie=someone(Role.PARTNER_ADVISER, partner, user__display_name="Élodie Brun").user,
        marc=someone(Role.PARTNER_ADVISER, partner).user,
        franck=someone(Role.PARTNER_ADVISER).user,
        person=yanis(operator, ines),
    )


def yanis(operator: Organisation, referent: User) -> Person:
    """Yanis Aubry, whom the street knows as Yaya, and his telephone."""
    person = open_person(
        by=actor_for(referent),
        given=Given(
            known_as="Yaya",
            first_name="Yanis",
            last_name="Aubry",
            birth_date=date(2007, 3, 14),
        ),
        level=IdentityLevel.DECLARED,
    )
    means = ContactMeans(
        subject=person.pk, person=person, kind=ContactKind.PHONE, no_voicemail=True
    )
    write_sealed(means, organisation=operator.pk, value=PHONE, remark="Demander Yaya.")
    means.save()
    return person


def another(world: World) -> World:
    """The same people, and another file of Inès."""
    return replace(world, person=yanis(world.operator, world.ines))


def told(world: World) -> None:
    """Yanis was informed."""
    inform(by=world.by, person=world.person, support=Support.SPOKEN, language="fr")


def terms(world: World, **changes: object) -> Terms:
    """First name and phone, for an appointment at the mission locale."""
    asked: dict[str, object] = {
        "purpose": Purpose.APPOINTMENT,
        "recipient": world.partner,
        "fields": FIRST_NAME_AND_PHONE,
        **changes,
    }
    return Terms(**asked)  # type: ignore[arg-type]


def given(world: World, **changes: object) -> Agreement:
    """Yanis said yes, aloud; or, for shared secrecy, did not object."""
    made = propose(by=world.by, person=world.person, terms=terms(world, **changes))
    proof = AgreementProof.VOICE if made.basis == Basis.CONSENT else None
    return give(by=world.by, agreement=made, proof=proof)


def followed_by(world: World, user: User) -> None:
    """A colleague accompanies Yanis too."""
    FollowUp.objects.create(person=world.person, user=user)
