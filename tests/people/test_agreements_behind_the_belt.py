"""Agreements and the card under the role of the web server, whose policies hide the files.

On SQLite the same acts run in the same scopes, where nothing hides them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import User
from o2r.accounts.outlets import open_of, take_back
from o2r.core.belt import no_scope, open_scope, roles
from o2r.people.enums import AgreementState, SharedField
from o2r.people.models import Agreement, Identity, Person
from o2r.people.services import issue_card, withdraw
from tests.accounts.factories import enter, someone
from tests.people.agreeing import World, a_world, given, told

only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")
WORD = "Le chat du port"


@pytest.fixture
def world() -> World:
    made = a_world()
    told(made)
    return made


@contextmanager
def as_the_site() -> Iterator[None]:
    """The role of the web server, and no scope: each request opens its own."""
    with no_scope():
        _become(roles.APP)
        yield
        _become("none")


@contextmanager
def acting(user: User, organisation: UUID) -> Iterator[None]:
    """The scope of a request of this person, under the role of the web server."""
    with open_scope(user=user.pk, organisation=organisation):
        _become(roles.APP)
        yield
        _become("none")


def _become(role: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")


def test_whoever_holds_the_card_stops_everything_and_reads_with_the_word(world: World) -> None:
    one, code = given(world), issue_card(by=world.by, person=world.person, word=WORD)[1]
    browser = Client()
    with as_the_site():
        browser.post(reverse("card:front"), {"code": code})
        shown = browser.post(reverse("card:open"), {"word": WORD}, follow=True).content.decode()
        browser.post(reverse("card:stop_from_page"), {"number": ""})
    assert "Yanis" in shown
    assert "Mission locale d’Essai" in shown
    one.refresh_from_db()
    assert one.state == AgreementState.WITHDRAWN


def test_without_the_word_the_code_alone_stops_and_cancels(world: World) -> None:
    one, code = given(world), issue_card(by=world.by, person=world.person)[1]
    browser = Client()
    with as_the_site():
        browser.post(reverse("card:front"), {"code": code})
        browser.post(reverse("card:stop"), {"number": ""})
        browser.post(reverse("card:cancel"))
    one.refresh_from_db()
    assert one.state == AgreementState.WITHDRAWN
    assert not world.person.cards.filter(cancelled_at=None).exists()


def test_a_partner_meets_the_file_from_the_gift_to_the_withdrawal(world: World) -> None:
    with acting(world.ines, world.operator.pk):
        one = given(world)
    with acting(world.elodie, world.partner.pk):
        assert Person.objects.filter(pk=world.person.pk).exists()
        assert Identity.objects.filter(person=world.person).exists()
    with acting(world.ines, world.operator.pk):
        withdraw(by=world.by, agreement=one)
    with acting(world.elodie, world.partner.pk):
        assert not Person.objects.visible_to(world.actor("elodie")).exists()


@only_postgresql
def test_the_database_alone_hides_a_file_that_was_taken_back(world: World) -> None:
    one = given(world)
    withdraw(by=world.by, agreement=one)
    for user, place in ((world.elodie, world.partner), (world.franck, world.partner)):
        with acting(user, place.pk):
            assert not Person.objects.filter(pk=world.person.pk).exists()
            assert not Identity.objects.filter(person=world.person).exists()


def test_the_pages_of_the_partner_open(world: World) -> None:
    given(world, fields=(SharedField.FIRST_NAME,))
    browser = enter(Client(), world.elodie)
    with as_the_site():
        shown = browser.get(reverse("people:person", args=[world.person.pk]))
        rows = browser.get(reverse("agreements:shared"))
    assert "Yaya" in shown.content.decode()
    assert "Yaya" in rows.content.decode()


def test_a_partitioned_organisation_takes_back_both_ways(world: World) -> None:
    """Its manager meets no file: counting and taking back are an errand."""
    given(world)
    boss = someone(organisation=world.operator, manages_accounts=True).user
    with acting(boss, world.operator.pk):
        assert [(one.label, one.count) for one in open_of(world.operator.pk)] == [
            ("accords avec une autre organisation", 1)
        ]
        assert [one.count for one in open_of(world.partner.pk)] == [1]
        assert take_back(by=world.by, organisation=world.operator.pk) == 1
    assert not Agreement.objects.filter(state=AgreementState.GIVEN).exists()
