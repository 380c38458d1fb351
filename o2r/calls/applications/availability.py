"""Was the site answering around a deadline? Minutes, holes and fingerprints. Pure.

In a dispute over a late file, the State must prove that its platform worked (Conseil d'État,
23 Sept. 2021, n° 449250, by analogy): the site knocks at its own public door every minute, and each
hour of answers is hashed into the journal.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEFORE = timedelta(hours=24)
AFTER = timedelta(hours=2)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
FORM = "o2r-availability-1"
_LATE = timedelta(seconds=90)
"""Two knocks further apart than that: nobody knows what happened in between."""


@dataclass(frozen=True)
class Knock:
    """One knock at the door."""

    at: datetime
    answered: bool
    milliseconds: int
    detail: str = ""


@dataclass(frozen=True)
class Trouble:
    """From one instant to another, the site did not answer, or nobody knocked (``is_known``)."""

    since: datetime
    until: datetime
    is_known: bool

    @property
    def minutes(self) -> int:
        return max(1, round((self.until - self.since) / MINUTE))


def watched(closes_at: datetime) -> tuple[datetime, datetime]:
    """When the door is knocked at around a closing instant."""
    return closes_at - BEFORE, closes_at + AFTER


def hour_of(instant: datetime) -> datetime:
    """The start of the hour, in UTC."""
    return instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def fingerprint(knocks: Iterable[Knock]) -> str:
    """SHA-256 of the knocks of an hour, as one JSON array for each, in their order."""
    lines = [
        [
            knock.at.astimezone(UTC).isoformat(timespec="microseconds"),
            knock.answered,
            knock.milliseconds,
            knock.detail,
        ]
        for knock in knocks
    ]
    text = json.dumps([FORM, lines], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def troubles(knocks: Sequence[Knock], *, since: datetime, until: datetime) -> list[Trouble]:
    """What was wrong between two instants, in order; ``knocks`` in order too."""
    found: list[Trouble] = []
    for trouble in _minute_by_minute(knocks, since, until):
        last = found[-1] if found else None
        if last and last.is_known == trouble.is_known and last.until == trouble.since:
            found[-1] = Trouble(last.since, trouble.until, last.is_known)
        else:
            found.append(trouble)
    return found


def _minute_by_minute(
    knocks: Sequence[Knock], since: datetime, until: datetime
) -> Iterator[Trouble]:
    before = since
    for rank, knock in enumerate(knocks):
        if knock.at - before > _LATE:
            yield Trouble(before, knock.at, is_known=False)
        following = knocks[rank + 1].at if rank + 1 < len(knocks) else knock.at + MINUTE
        end = min(following, knock.at + MINUTE) if following - knock.at > _LATE else following
        if not knock.answered:
            yield Trouble(knock.at, end, is_known=True)
        before = end if following - knock.at > _LATE else knock.at
    if until - before > _LATE:
        yield Trouble(before, until, is_known=False)
