"""« Sentinelle »: the jobs of the people one follows, the most pressing first; and the workload."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core import clock
from o2r.outreach.models import Promise
from o2r.outreach.selectors.people_seen import files_followed
from o2r.pathways.appointments.selectors.spans import appointments_by_colleague
from o2r.pathways.employment.enums import AlertState, Answer, CheckpointState
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
    rows = rows.bring("alerts__owner", "checkpoints")
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


def _still_orange(rows: Iterable[Checkpoint]) -> list[Checkpoint]:
    """The orange answers that no other of the same side came after, of rows already read."""
    answered = [one for one in rows if one.state == CheckpointState.ANSWERED and one.answered_at]
    last: dict[str, Checkpoint] = {}
    for one in sorted(answered, key=lambda one: str(one.answered_at)):
        last[one.side] = one
    return [one for _, one in sorted(last.items()) if one.answer == Answer.ORANGE]


def lines_of(jobs: Sequence[Job], names: dict[UUID, str]) -> list[BoardLine]:
    """The lines of these jobs, in their order. No query: ``jobs_watched`` has read what presses."""
    return [
        BoardLine(
            one,
            names[one.person_id],
            [alert for alert in one.alerts.all() if alert.is_open],
            [asked for asked in one.checkpoints.all() if asked.is_due],
            _still_orange(one.checkpoints.all()),
        )
        for one in jobs
        if one.person_id in names
    ]


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


def burdens_of(organisation: UUID, week: tuple[datetime, datetime]) -> list[Burden]:
    """What each colleague of an organisation carries today, and in a week, by name. Six queries,
    whatever their number; protected files are counted for nobody."""
    files = Person.objects.followed().filter(organisation=organisation, is_protected=False)
    keys, found = files.values("pk"), dict[UUID | None, Burden]()

    def of(key: UUID | None) -> Burden:
        return found.setdefault(key, Burden(None))

    for key, many in _counted(files, "referent"):
        of(key).files = many
    alerts = EmploymentAlert.objects.open().filter(person__in=keys).order_by("owner")
    late = Count("pk", filter=Q(due_at__lt=clock.now()))
    waiting = alerts.values("owner").annotate(many=Count("pk"), late=late)
    for key, many, overdue in waiting.values_list("owner", "many", "late"):
        of(key).alerts, of(key).late_alerts = many, overdue
    promises = Promise.objects.due_before(clock.today()).filter(person__in=keys)
    for key, many in _counted(promises, "owner"):
        of(key).late_promises = many
    for key, state, many in _pathways(keys):
        of(key).pathways[PathwayState(state).label] = many
    for key, many in appointments_by_colleague(files, *week):
        of(key).appointments = many
    people = User.objects.in_bulk([key for key in found if key is not None])
    for key, one in found.items():
        one.colleague = people.get(key) if key is not None else None
    return sorted(found.values(), key=lambda one: (one.colleague is None, str(one.colleague)))


def _pathways(keys: Any) -> list[tuple[UUID | None, str, int]]:
    """How many pathways of these files are in each state, for each referent. One query."""
    rows = Pathway.objects.filter(person__in=keys).exclude(state=PathwayState.CLOSED)
    by_state = rows.order_by("person__referent", "state").values("person__referent", "state")
    counted = by_state.annotate(many=Count("pk"))
    return list(counted.values_list("person__referent", "state", "many"))


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
