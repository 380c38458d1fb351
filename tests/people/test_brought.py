"""Whole children come with their parents, in one query: as ``prefetch_related`` gives them."""

import random

from django.db.models import Model

from o2r.accounts.models import Team
from o2r.core import clock
from o2r.people.measured_files import Files
from o2r.people.models import Agreement, Person
from tests.accounts.factories import OrganisationFactory
from tests.people.factories import Operator
from tests.statements import statements

NAMES = ("follow_ups", "agreements", "contacts", "notes", "moves", "information", "cards")


def values(row: Model) -> dict[str, object]:
    """What each column holds; bytes as bytes, whatever the engine gives."""
    found = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    return {name: bytes(v) if isinstance(v, memoryview) else v for name, v in found.items()}


def filled() -> list[Person]:
    """Ten files, four of them open, with all that is kept of each."""
    operator, partner = Operator(), OrganisationFactory()
    here = operator.organisation
    team = Team.objects.create(organisation=here, name="Équipe « d’été »")
    workers = [operator.ines, operator.bastien]
    files = Files(random.Random(5), clock.now(), here, partner, workers, [team])
    return files.fill(10)


def test_bytes_dates_lists_and_what_is_empty_come_back_whole() -> None:
    filled()
    with statements() as asked:
        brought = list(Person.objects.order_by("pk").bring(*NAMES))
        found = {one.pk: [list(getattr(one, name).all()) for name in NAMES] for one in brought}
    assert len(asked) == 1
    told = 0
    for one in Person.objects.order_by("pk"):
        expected = [list(getattr(one, name).all()) for name in NAMES]
        assert [[values(row) for row in rows] for rows in found[one.pk]] == [
            [values(row) for row in rows] for rows in expected
        ]
        told += sum(map(len, expected))
    assert told > 20
    assert all(row.person is one for one in brought for row in one.notes.all())


def test_a_list_that_is_cut_counted_or_read_by_columns_is_not_slowed() -> None:
    filled()
    rows = Person.objects.order_by("pk").bring("follow_ups")
    with statements() as asked:
        assert rows.count() == 10
        assert len(rows.values_list("pk", flat=True)) == 10
        assert len(Agreement.objects.filter(person__in=rows).order_by("pk")) <= 4
        assert rows.first() in rows[:1]
    assert not any("JSON" in one for one in asked[:3])


def test_a_filter_on_children_asks_again() -> None:
    filled()
    person = next(iter(Person.objects.order_by("pk").bring("notes")))
    with statements() as asked:
        list(person.notes.filter(completes=None).order_by("pk"))
    assert len(asked) == 1
