"""Opening a file, climbing the ladder, erasing and leaving the statistic."""

from datetime import date, timedelta

import pytest

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.people.enums import IdentityLevel, Standing
from o2r.people.ladder import check_standing
from o2r.people.models import Identity, Person
from o2r.people.services import Given, anonymise, change_level, open_person
from tests.accounts.factories import OrganisationFactory, someone


@pytest.fixture
def sami() -> Actor:
    """An outreach worker."""
    return actor_for(someone(MembershipRole.OUTREACH_WORKER).user)


def momo(by: Actor) -> Person:
    return open_person(by=by, given=Given(known_as="Momo"))


def said(person: Person) -> dict[str, str]:
    row = Identity.objects.get(person=person)
    names = ("known_as", "first_name", "last_name", "birth_date")
    return read_sealed(row, *names, organisation=person.organisation_id)


def test_a_pseudonym_keeps_a_nickname_and_nothing_more(sami: Actor) -> None:
    person = momo(sami)
    assert said(person)["known_as"] == "Momo"
    assert person.referent_id == sami.user
    for given in (
        Given(known_as="Momo", last_name="Diallo"),
        Given(known_as="Momo", birth_date=date(2005, 3, 1)),
    ):
        with pytest.raises(DomainError, match="pseudonyme"):
            open_person(by=sami, given=given)
    with pytest.raises(DomainError, match="passage anonyme"):
        open_person(by=sami, given=Given())


def test_nobody_is_born_tomorrow(sami: Actor) -> None:
    born = clock.today() + timedelta(days=1)
    with pytest.raises(DomainError, match="à venir"):
        open_person(
            by=sami,
            given=Given(known_as="Momo", birth_date=born),
            level=IdentityLevel.DECLARED,
        )


def test_going_down_erases_what_the_rung_does_not_keep(sami: Actor) -> None:
    person = momo(sami)
    given = Given(first_name="Mohamed", last_name="Diallo", birth_date=date(2005, 3, 1))
    change_level(by=sami, person=person, to=IdentityLevel.DECLARED, given=given)
    assert said(person)["last_name"] == "Diallo"
    change_level(by=sami, person=person, to=IdentityLevel.PSEUDONYM)
    assert said(person) == {
        "known_as": "Momo",
        "first_name": "",
        "last_name": "",
        "birth_date": "",
    }
    with pytest.raises(DomainError, match="niveau à la fois"):
        change_level(by=sami, person=person, to=IdentityLevel.VERIFIED)


def test_a_colleague_and_a_stranger_meet_nothing(sami: Actor) -> None:
    person = momo(sami)
    organisation = person.organisation
    colleague = actor_for(someone(MembershipRole.OUTREACH_WORKER, organisation).user)
    stranger = actor_for(someone(MembershipRole.OUTREACH_WORKER, OrganisationFactory()).user)
    for other in (colleague, stranger):
        assert not Person.objects.visible_to(other).exists()
        with pytest.raises(NotAllowed):
            anonymise(by=other, person=person)


def test_erased_only_the_statistic_stays(sami: Actor) -> None:
    person = open_person(
        by=sami, given=Given(known_as="Momo", coded={"age_band": "18-25", "commune": "69259"})
    )
    row = Identity.objects.get(person=person)
    anonymise(by=sami, person=person)
    left = Person.objects.get(pk=person.pk)
    assert (left.standing, left.age_band, left.commune) == (Standing.ANONYMISED, "18-25", "")
    assert left.referent is None
    assert not Identity.objects.exists()
    # What a backup still holds opens no more.
    with pytest.raises(NoKey):
        read_sealed(row, "known_as", organisation=person.organisation_id)


@pytest.mark.parametrize(
    ("left", "reached"),
    [
        (Standing.ANONYMISED, Standing.FOLLOWED),
        (Standing.ANONYMISED, Standing.MERGED),
        (Standing.FOLLOWED, Standing.FOLLOWED),
    ],
)
def test_who_is_nobody_any_more_is_never_somebody_again(left: Standing, reached: Standing) -> None:
    with pytest.raises(DomainError):
        check_standing(left, reached)
