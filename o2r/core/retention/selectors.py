"""What is due, and when."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import DateField, F, Min, Q, QuerySet
from django.utils.timezone import localdate, make_aware

from o2r.core.access import Reach
from o2r.core.belt import errand
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.retention.models import (
    RequestWords,
    RetentionHold,
    RetentionNotice,
    RightsRequest,
    RightsRequestQuerySet,
)
from o2r.core.retention.periods import Duration, Period, period
from o2r.core.retention.registry import Declaration, Since, timed

CLOCK = "retention_clock"

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Due:
    """What the engine would do now for one model.

    ``count``: rows whose period is over and that nothing holds back. ``held``: suspended ones.
    ``unannounced``: rows whose notice has to be sent. ``oldest``: start of the oldest clock.
    """

    declaration: Declaration
    period: Period
    count: int
    held: int
    unannounced: int
    oldest: datetime | None

    @property
    def words(self) -> str:
        """What will happen, in French."""
        remains = self.declaration.remains
        if self.count:
            act = "à effacer" if remains == "nothing" else f"à retirer : il restera {remains.label}"
        else:
            act = "rien à faire"
        if self.unannounced:
            act += f", {self.unannounced} préavis à envoyer"
        return act


def over(one: Declaration, now: datetime, notice: Duration | None = None) -> Rows:
    """Rows of a timed declaration whose period is over, the oldest first.

    With ``notice``: those that will be so once this delay has run. Held rows are among them.
    """
    clock = one.clock
    if not isinstance(clock, Since):
        raise TypeError(f"No clock ends {one.label}.")
    duration = period(one.period, localdate(now)).duration
    limit: Any = (duration if notice is None else duration.announced(notice)).limit(now)
    moment = F(clock.moment) if isinstance(clock.moment, str) else clock.moment
    rows = one.rows().annotate(**{CLOCK: moment})
    if _counts_days(one, clock):
        limit = localdate(limit)
    found: Rows = rows.filter(**{f"{CLOCK}__lt": limit}).order_by(CLOCK, "pk")
    return found


def _counts_days(one: Declaration, clock: Since) -> bool:
    return isinstance(clock.moment, str) and (
        one.model._meta.get_field(clock.moment).get_internal_type() == DateField.__name__
    )


def held_ids(one: Declaration, now: datetime) -> list[str]:
    """Identifiers of the rows that a hold protects."""
    holds = RetentionHold.objects.active(localdate(now)).filter(kind=one.label)
    return list(holds.values_list("object_id", flat=True))


def announced(one: Declaration, rows: Rows, now: datetime) -> Rows:
    """Among ``rows``, those whose notice was sent long enough ago, for their present clock."""
    if one.notice is None:
        return rows
    delay = period(one.notice.period, localdate(now)).duration
    sent = RetentionNotice.objects.filter(kind=one.label, sent_at__lt=delay.limit(now))
    return _with_notice(rows, sent)


def to_announce(one: Declaration, now: datetime) -> Rows:
    """Rows whose act is near, and whose notice has not been sent."""
    if one.notice is None:
        return one.rows().none()
    delay = period(one.notice.period, localdate(now)).duration
    near = over(one, now, notice=delay).exclude(pk__in=held_ids(one, now))
    told = _with_notice(near, RetentionNotice.objects.filter(kind=one.label))
    return near.exclude(pk__in=[row.pk for row in told])


def _with_notice(rows: Rows, notices: "QuerySet[RetentionNotice]") -> Rows:
    # Compared here rather than in SQL: a UUID in one table is a text in the other.
    sent = set(notices.values_list("object_id", "clock_at").order_by("object_id", "clock_at"))
    told = [row.pk for row in rows if (str(row.pk), begins(row)) in sent]
    return rows.filter(pk__in=told)


def begins(row: Any) -> datetime:
    """When the clock of a row starts; one that counts days starts at midnight, where the instance
    is."""
    at = getattr(row, CLOCK)
    return at if isinstance(at, datetime) else make_aware(datetime.combine(at, time()))


def ready(one: Declaration, now: datetime) -> Rows:
    """Rows to act on now: period over, notice given, nothing holding them."""
    rows = over(one, now).exclude(pk__in=held_ids(one, now))
    return announced(one, rows, now)


def handled_by(reach: Reach) -> RightsRequestQuerySet:
    """The requests that someone answers, as far as the policy lets them go: those of their
    organisation; for who goes everywhere, those that concern the platform itself."""
    mine = Q(organisation=reach.organisation) & Q(organisation__isnull=False)
    if reach.everywhere:
        mine |= Q(organisation=None)
    return RightsRequest.objects.filter(mine)


def plan(now: datetime, only: str = "") -> list[Due]:
    """What a run would do, model by model; ``only`` one of them. Writes nothing."""
    found = []
    for one in timed():
        if only and one.label.lower() != only.lower():
            continue
        rows = ready(one, now)
        found.append(
            Due(
                declaration=one,
                period=period(one.period, localdate(now)),
                count=rows.count(),
                held=over(one, now).filter(pk__in=held_ids(one, now)).count(),
                unannounced=to_announce(one, now).count(),
                oldest=rows.order_by().aggregate(oldest=Min(CLOCK))["oldest"],
            )
        )
    return found


@errand("rights")
def details_of(request: RightsRequest) -> str:
    """What the person typed, for who may read the request; empty once their file is erased.

    Raises KeysUnavailable.
    """
    said = RequestWords.objects.filter(request=request).first()
    if said is None or request.organisation is None:
        return request.details
    try:
        return read_sealed(said, "details", organisation=request.organisation)["details"]
    except NoKey:
        return ""
