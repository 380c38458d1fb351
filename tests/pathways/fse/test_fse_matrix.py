"""The access matrix on the pages of the FSE+, and what the database alone lets one reach."""

from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import User
from o2r.pathways.fse.models import ParticipantSheet, SheetAnswers
from o2r.people.enums import ProtectionReason
from o2r.people.services import anonymise, merge, undo_merge
from o2r.people.services.protecting import protect
from o2r.proofs import matrix, world
from o2r.proofs.site import sample_keys
from tests.accounts.factories import OrganisationFactory, someone
from tests.pathways.fse.participants import operation, said, sheet
from tests.people.factories import Operator, person
from tests.people.factories import acting as rights_of
from tests.people.test_agreements_behind_the_belt import acting

__all__ = ["connection"]

only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")
FEW = ("caseworker", "coordinator", "state-officer", "partner-adviser", "anonymous")


def test_the_pages_hold_the_policy(settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_with_sample"
    with sample_keys():
        routes, _ = matrix.classified()
        ours = [one for one in routes if "/fse/" in one.route]
        assert len(ours) > 15
        assert matrix.without_specimen(ours) == []
        people = [world.make_person(one) for one in world.PEOPLE if one.name in FEW]
        asked = list(matrix.Matrix(ours, people, full=False).cells())
    assert [str(one) for one in asked if not one.is_right] == []
    assert {one.expected for one in asked} >= {"open", "closed"}


def reached(user: User) -> set[UUID]:
    """What the database alone lets somebody reach."""
    organisation = actor_for(user).organisation
    assert organisation
    with acting(user, organisation):
        sheets = set(ParticipantSheet.objects.order_by("pk").values_list("pk", flat=True))
        held = SheetAnswers.objects.order_by("pk").values_list("sheet_id", flat=True)
        assert set(held) == sheets
    return sheets


@only_postgresql
def test_the_database_alone_hides_the_sheets() -> None:
    place = Operator()
    awa, where = person(place.ines, "Awa"), operation(place)
    one = sheet(place, awa, where)
    stranger = someone(Role.COORDINATOR, OrganisationFactory()).user
    users = (place.ines, place.claire, place.bastien, stranger)
    assert [reached(user) for user in users] == [{one.pk}, {one.pk}, set(), set()]
    protect(by=rights_of(place.ines), person=awa, reason=ProtectionReason.values[0])
    assert [reached(user) for user in users] == [{one.pk}, set(), set(), set()]


def test_a_referent_works_behind_the_belt() -> None:
    """Opened, merged, parted, erased: under the role of the web server."""
    place = Operator()
    where, here = operation(place), place.organisation.pk
    awa, other = person(place.ines, "Awa"), person(place.ines, "Awa K.")
    with acting(place.ines, here):
        one, double = sheet(place, awa, where), sheet(place, other, where)
        made = merge(by=rights_of(place.ines), kept=awa, gone=other)
        undo_merge(by=rights_of(place.ines), merge=made)
        anonymise(by=rights_of(place.ines), person=awa)
    one.refresh_from_db()
    double.refresh_from_db()
    assert (one.person, double.person, double.same_as) == (None, other, None)
    assert said(one)["nom"] == "Koné"
