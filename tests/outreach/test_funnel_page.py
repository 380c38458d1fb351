"""The funnel on its page: figures and the same ones in a table, of one operator, without a name."""

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.enums import Channel, EncounterKind, PlaceKind
from o2r.outreach.models import Encounter, Place
from o2r.outreach.selectors.encounters import By, funnel_of
from o2r.outreach.services.encounter_details import EncounterDetails
from o2r.people.models import Merge, Person
from o2r.people.services import Given, open_person
from tests.accounts.factories import enter
from tests.outreach.conftest import PARIS
from tests.outreach.noted import days_ago, momo, note
from tests.statements import statements

__all__ = ["momo"]
PAGE = "outreach:funnel"


@pytest.fixture
def _story(by: Actor, momo: Person) -> None:
    """Momo seen three times in two channels, Zaza once, four passages at the station."""
    place = Place.objects.create(
        organisation_id=by.organisation, name="Gare", kind=PlaceKind.STATION, commune="69259"
    )
    note(by, details=EncounterDetails(kind=EncounterKind.PASSAGE, counts={"men": 4}, place=place))
    note(by, momo, details=days_ago(8, place=place))
    note(by, momo, details=days_ago(3, channel=Channel.PHONE))
    note(by, momo)
    note(by, open_person(by=by, given=Given(known_as="Zaza")))


@pytest.mark.usefixtures("_story")
@pytest.mark.parametrize(
    ("by_what", "expected"),
    [
        (By.MONTH, {"2026-11": (0, 2, 1, 1, 1), "2026-12": (4, 2, 1, 0, 0)}),
        (By.PLACE, {"Gare": (4, 1, 1, 1, 1), "Ailleurs": (0, 3, 1, 0, 0)}),
    ],
)
def test_each_person_counts_where_they_were_met_first(
    by_what: By, expected: dict[str, tuple[int, ...]]
) -> None:
    today = clock.today()
    rows = Encounter.objects.order_by("at", "pk")
    lines = funnel_of(rows, by_what, since=today.replace(month=11), until=today, zone=PARIS)
    assert {one.group: one.steps for one in lines} == expected


@pytest.mark.usefixtures("_story")
def test_the_files_are_not_read(by: Actor) -> None:
    """One that was erased is met by nobody, behind the second belt too: its meetings count."""
    today = clock.today()
    with statements() as asked:
        funnel_of(Encounter.objects.order_by("at", "pk"), By.PLACE,
                  since=today.replace(month=11), until=today, zone=PARIS)  # fmt: skip
    assert asked
    assert not any('"people_person"' in one for one in asked)


def test_two_files_of_one_person_are_one_person(by: Actor, momo: Person) -> None:
    other = open_person(by=by, given=Given(known_as="Mohamed"))
    note(by, momo, details=days_ago(2))
    note(by, other)
    Merge.objects.create(kept=momo, gone=other)
    today = clock.today()
    rows = Encounter.objects.order_by("at", "pk")
    (line,) = funnel_of(rows, By.PLACE, since=today.replace(month=11), until=today, zone=PARIS)
    assert (line.met, line.again) == (1, 1)


@pytest.mark.usefixtures("_story")
def test_the_page_says_figures_and_the_table_and_names_nobody(
    as_ines: Client, lina: User, karim: User
) -> None:
    page = as_ines.get(reverse(PAGE)).content.decode()
    assert "2 rencontrées" in page
    assert "décembre 2026" in page
    assert "Momo" not in page
    page = as_ines.get(reverse(PAGE), {"by": "canal"}).content.decode()
    assert "<caption>Les mêmes nombres, en tableau</caption>" in page
    others = enter(Client(), lina).get(reverse(PAGE)).content.decode()
    assert "Rien n’est noté dans cette période" in others
    assert enter(Client(), karim).get(reverse(PAGE)).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-12-02", "until": "2026-12-01"},
        {"since": "2025-11-01", "until": "2026-12-01"},
        {"by": "âge"},
        {"since": "hier"},
    ],
)
def test_a_period_that_is_none_is_said(as_ines: Client, asked: dict[str, str]) -> None:
    assert "error-summary" in as_ines.get(reverse(PAGE), asked).content.decode()


@pytest.mark.usefixtures("_story")
def test_it_asks_few_questions(as_ines: Client) -> None:
    as_ines.get(reverse(PAGE))
    with statements() as asked:
        as_ines.get(reverse(PAGE))
    assert len(asked) <= 12, "\n".join(asked)
