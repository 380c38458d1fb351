"""« Sentinelle »: the jobs of the people one follows, the most pressing first; and the workload."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.models import Promise
from o2r.outreach.selectors.people_seen import files_followed
from o2r.pathways.employment.enums import (
    WAITING_CHECKPOINTS,
    AlertState,
    Answer,
    CheckpointState,
)
from o2r.pathways.employment.models import Checkpoint, EmploymentAlert, Job
from o2r.pathways.enums import PathwayState
from o2r.pathways.models import Pathway
from o2r.people.models import Person


@dataclass(frozen=True)
class BoardLine:
    """A job of the board: whose, what presses. ``oranges``: the last answer of a side, when it says
    that something is in the way."""

    job: Job
    name: str
    alerts: list[EmploymentAlert] = field(default_factory=list)
    due: list[Checkpoint] = field(default_factory=list)
    oranges: list[Checkpoint] = field(default_factory=list)

    @property
    def is_red(self) -> bool:
        return bool(self.alerts)

    @property
    def is_orange(self) -> bool:
        return bool(self.oranges) and not self.is_red


def jobs_watched(actor: Actor) -> QuerySet[Job]:
    """The jobs that are neither kept nor broken, of all the files that somebody follows: alerts
    first, then what is in the way, then questions to ask, then the newest."""
    alerts = EmploymentAlert.objects.open().filter(job=OuterRef("pk"))
    due = Checkpoint.objects.filter(
        job=OuterRef("pk"), state=CheckpointState.PLANNED, due_on__lte=clock.today()
    )
    files = files_followed(actor).values("pk")
    rows = Job.objects.live().filter(person__in=files).select_related("adviser")
    oranges = _oranges(Checkpoint.objects.filter(job=OuterRef("pk")))
    urgency = (Exists(alerts).desc(), Exists(oranges).desc(), Exists(due).desc())
    return rows.order_by(*urgency, "-starts_on", "pk")


def _oranges(rows: QuerySet[Checkpoint]) -> QuerySet[Checkpoint]:
    """The orange answers that no other of the same side came after."""
    later = Checkpoint.objects.filter(
        job=OuterRef("job"),
        side=OuterRef("side"),
        state=CheckpointState.ANSWERED,
        answered_at__gt=OuterRef("answered_at"),
    )
    found = rows.filter(state=CheckpointState.ANSWERED, answer=Answer.ORANGE)
    return found.filter(~Exists(later))


def lines_of(jobs: Sequence[Job], names: dict[UUID, str]) -> list[BoardLine]:
    """The lines of these jobs, in their order. Three queries."""
    keys = [one.pk for one in jobs]
    alerts = EmploymentAlert.objects.open().filter(job__in=keys).select_related("owner")
    due = Checkpoint.objects.filter(
        job__in=keys, state__in=WAITING_CHECKPOINTS, due_on__lte=clock.today()
    )
    reds, asked = _by_job(alerts.order_by("due_at", "pk")), _by_job(due.order_by("due_on", "pk"))
    oranges = _by_job(_oranges(Checkpoint.objects.filter(job__in=keys)).order_by("side", "pk"))
    return [
        BoardLine(
            one,
            names[one.person_id],
            reds.get(one.pk, []),
            asked.get(one.pk, []),
            oranges.get(one.pk, []),
        )
        for one in jobs
        if one.person_id in names
    ]


def _by_job(rows: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for one in rows:
        found.setdefault(one.job_id, []).append(one)
    return found


def alerts_waiting(actor: Actor) -> int:
    """How many alerts wait, of the people whom somebody follows. One query."""
    files = files_followed(actor).values("pk")
    return EmploymentAlert.objects.open().filter(person__in=files).count()


@dataclass
class Burden:
    """What one colleague carries: numbers, and nobody's name."""

    colleague: User | None
    files: int = 0
    pathways: dict[str, int] = field(default_factory=dict)
    alerts: int = 0
    late_alerts: int = 0
    late_promises: int = 0
    appointments: int = 0


def burdens_of(organisation: UUID) -> list[Burden]:
    """What each colleague of an organisation carries today, by name. A handful of queries, whatever
    their number; protected files are counted for nobody."""
    now, today = clock.now(), clock.today()
    files = Person.objects.followed().filter(organisation=organisation, is_protected=False)
    found: dict[UUID | None, Burden] = {}

    def of(key: UUID | None) -> Burden:
        return found.setdefault(key, Burden(None))

    for key, many in _counted(files, "referent"):
        of(key).files = many
    keys = files.values("pk")
    alerts = EmploymentAlert.objects.open().filter(person__in=keys)
    for key, many in _counted(alerts, "owner"):
        of(key).alerts = many
    for key, many in _counted(alerts.filter(due_at__lt=now), "owner"):
        of(key).late_alerts = many
    for key, many in _counted(Promise.objects.due_before(today).filter(person__in=keys), "owner"):
        of(key).late_promises = many
    rows = Pathway.objects.filter(person__in=keys).exclude(state=PathwayState.CLOSED)
    by_state = rows.order_by("person__referent", "state").values("person__referent", "state")
    counted = by_state.annotate(many=Count("pk"))
    for key, state, many in counted.values_list("person__referent", "state", "many"):
        of(key).pathways[PathwayState(state).label] = many
    people = User.objects.in_bulk([key for key in found if key is not None])
    for key, one in found.items():
        one.colleague = people.get(key) if key is not None else None
    return sorted(found.values(), key=lambda one: (one.colleague is None, str(one.colleague)))


def _counted(rows: Any, by: str) -> list[tuple[UUID | None, int]]:
    """How many rows for each value of a key. One query."""
    counted = rows.order_by(by).values(by).annotate(many=Count("pk"))
    return list(counted.values_list(by, "many"))


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def alerts_by_hour(actor: Actor) -> list[EmploymentAlert]:
    """The alerts of the people whom somebody follows, the most pressing first. One query."""
    files = files_followed(actor).values("pk")
    rows = EmploymentAlert.objects.exclude(state=AlertState.CLOSED).filter(person__in=files)
    return list(rows.select_related("job").order_by("due_at", "pk"))


def checkpoints_by_day(actor: Actor, until: date) -> list[tuple[date, int]]:
    """How many questions are to be asked on each day until then, late ones too. One query."""
    files = files_followed(actor).values("pk")
    rows = Checkpoint.objects.filter(
        person__in=files, state=CheckpointState.PLANNED, due_on__lte=until
    )
    days = rows.order_by("due_on").values("due_on").annotate(many=Count("pk"))
    return list(days.values_list("due_on", "many"))
