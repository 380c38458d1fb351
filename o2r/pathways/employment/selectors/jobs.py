"""What a page says of the jobs of a person, opened with the keys of who reads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from o2r.pathways.employment.enums import Risk, Side
from o2r.pathways.employment.models import (
    Adjustment,
    Checkpoint,
    EmployerContact,
    EmploymentAlert,
    Job,
    JobVisit,
)
from o2r.pathways.employment.questions import question_of
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader

UNNAMED = "Employeur"
FOLLOWED = ("employer_contacts", "checkpoints", "job_visits__by", "adjustments")
BROUGHT = (*FOLLOWED, "employment_alerts__owner")
"""What the page of a job is read from: brought with the file, it asks nothing."""
T = TypeVar("T")


@dataclass(frozen=True)
class JobShown:
    """A job, and the name of its employer."""

    row: Job
    employer: str
    broken_words: str = ""


@dataclass(frozen=True)
class CheckpointShown:
    """One question, its words, and what was answered."""

    row: Checkpoint
    question: str
    said: str
    words: str


@dataclass(frozen=True)
class AlertShown:
    """One alert, in the time where the person lives."""

    row: EmploymentAlert
    due_at: datetime
    done: str

    @property
    def why(self) -> str:
        return Risk(self.row.risk).label if self.row.risk else "ce qui gêne n’est pas dit"


@dataclass(frozen=True)
class Whole:
    """All that the page of a job shows."""

    job: JobShown
    contact: dict[str, str] | None = None
    contact_row: EmployerContact | None = None
    checkpoints: list[CheckpointShown] = field(default_factory=list)
    visits: list[tuple[JobVisit, str]] = field(default_factory=list)
    adjustments: list[tuple[Adjustment, str]] = field(default_factory=list)
    alerts: list[AlertShown] = field(default_factory=list)


def job_shown(reader: Reader, row: Job) -> JobShown:
    """One job, opened. No query once the keys are read."""
    texts = reader.open(row, "employer", "broken_words")
    return JobShown(row, texts.get("employer", "") or UNNAMED, texts.get("broken_words", ""))


def alert_shown(reader: Reader, person: Person, row: EmploymentAlert) -> AlertShown:
    """One alert, opened."""
    at = row.due_at.astimezone(ZoneInfo(person.organisation.time_zone))
    return AlertShown(row, at, reader.open(row, "done").get("done", ""))


def checkpoint_shown(reader: Reader, row: Checkpoint) -> CheckpointShown:
    """One question, its words and its answer."""
    asked = question_of(row.day, Side(row.side))
    said = dict(asked.choices).get(row.answer, "") if row.answer else ""
    return CheckpointShown(row, asked.text, said, reader.open(row, "words").get("words", ""))


def whole(reader: Reader, person: Person, row: Job) -> Whole:
    """A job with all that follows it; of a file that has brought ``BROUGHT``. No query."""
    contact = next(iter(_of(row, person.employer_contacts.all())), None)
    names = ("name", "mail", "phone", "agreed_words")
    alerts = sorted(_of(row, person.employment_alerts.all()), key=lambda one: one.opened_at)
    return Whole(
        job_shown(reader, row),
        reader.open(contact, *names) if contact else None,
        contact,
        [checkpoint_shown(reader, one) for one in _of(row, person.checkpoints.all())],
        [(one, _words(reader, one)) for one in _of(row, person.job_visits.all())],
        [(one, _words(reader, one)) for one in _of(row, person.adjustments.all())],
        [alert_shown(reader, person, one) for one in reversed(alerts)],
    )


def _of(job: Job, rows: Iterable[T]) -> list[T]:
    """Those of ``rows`` that are of this job."""
    return [one for one in rows if getattr(one, "job_id", None) == job.pk]


def _words(reader: Reader, row: JobVisit | Adjustment) -> str:
    return reader.open(row, "words").get("words", "")


def open_ones(alerts: Iterable[EmploymentAlert]) -> list[EmploymentAlert]:
    """Those that wait, the most pressing first."""
    return sorted((one for one in alerts if one.is_open), key=lambda one: (one.due_at, one.pk))
