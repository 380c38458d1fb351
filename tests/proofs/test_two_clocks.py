"""The file of a person and the evidence of an operation: each goes on its own day, by one engine.

The vault of FSE+ evidence does not exist yet: a report stands for a piece of it, declared under the
period that the vault will have.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.retention import registry
from o2r.core.retention.enums import Ground
from o2r.core.retention.periods import Duration, period
from o2r.core.retention.registry import Since, declare
from o2r.core.retention.services import run
from o2r.people.enums import Standing
from o2r.people.models import Person
from o2r.projects.models import ErrorReport
from tests.accounts.factories import OrganisationFactory
from tests.projects.factories import ErrorReportFactory

BY = Author.system("retention")
VAULT, FILE = "projects.ErrorReport", "people.Person"
LAST_CONTACT = date(2027, 3, 31)
PAID_IN = datetime(2027, 12, 31, 12, tzinfo=UTC)
"""The 31st of December of the year of the last payment."""


@pytest.fixture(autouse=True)
def _a_vault(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    declared = dict(registry._declarations)
    del declared[VAULT.lower()]
    monkeypatch.setattr(registry, "_declarations", declared)
    declare(
        VAULT,
        personal="une pièce d’essai",
        ground=Ground.LEGAL_OBLIGATION,
        clock=Since("reported_at", "le 31 décembre de l’année du dernier paiement"),
        period="fse-evidence",
    )
    return


def _round(day: date) -> None:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with clock.stopped_at(now):
        for label in (FILE, VAULT):
            list(run(by=BY, now=now, only=label))


def _left() -> tuple[str, int]:
    return Person.objects.get().standing, ErrorReport.objects.count()


def test_each_half_goes_on_its_own_day_and_never_before() -> None:
    place: Organisation = OrganisationFactory()
    Person.objects.create(organisation=place, opened_on=LAST_CONTACT, last_contact_on=LAST_CONTACT)
    ErrorReportFactory(reported_at=PAID_IN)
    # The notice, then the last day of the file: nothing has gone.
    _round(date(2029, 3, 1))
    _round(date(2029, 3, 31))
    assert _left() == (Standing.FOLLOWED, 1)
    _round(date(2029, 4, 2))
    assert _left() == (Standing.ANONYMISED, 1)
    _round(date(2032, 12, 31))
    assert _left() == (Standing.ANONYMISED, 1)
    _round(date(2033, 1, 1))
    assert _left() == (Standing.ANONYMISED, 0)


def test_both_periods_have_a_source_and_evidence_is_never_shorter_than_the_law() -> None:
    today = clock.today()
    evidence, file = period("fse-evidence", today), period("person-file", today)
    assert "2021/1060" in evidence.source
    assert not evidence.firm
    assert evidence.shortest == Duration(months=60)
    assert "2023-095" in file.source
    assert evidence.duration.limit(clock.now()) < file.duration.limit(clock.now()) - timedelta(365)
