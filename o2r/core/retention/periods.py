"""Periods of retention: dated values with their source, and the calendar that applies them.

The values are in ``data/retention/periods.csv``; the rows of the file that ``O2R_RETENTION_FILE``
names, same columns, come on top of them for one instance, then those that it set on its screens.
A code may have several rows: the last one in force (``since``) is applied.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_ISO = re.compile(r"P(?:(?P<number>\d+)(?P<unit>[YMD])|T(?P<hours>\d+)H)")
_UNITS = {"Y": "an", "M": "mois", "D": "jour"}
STATUSES = {"ferme": True, "provisoire": False}


@dataclass(frozen=True)
class Duration:
    """A period of retention: ``months`` and ``days`` of the calendar, or exact ``hours``."""

    months: int = 0
    days: int = 0
    hours: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read ``P24M``, ``P5Y``, ``P30D`` or ``PT24H`` (ISO 8601, one unit).

        Raises ValueError for anything else.
        """
        found = _ISO.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not a period: write P24M, P5Y, P30D or PT24H.")
        if found["hours"] is not None:
            return cls(hours=int(found["hours"]))
        number = int(found["number"])
        if found["unit"] == "D":
            return cls(days=number)
        return cls(months=number * (12 if found["unit"] == "Y" else 1))

    def last_day(self, start: date) -> date:
        """The last day of a period that starts on ``start``.

        From a day to the same day of a later month, or to the last one of a shorter month (code de
        procédure civile, art. 641).
        """
        months = start.month - 1 + self.months
        year, month = start.year + months // 12, months % 12 + 1
        length = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
        return date(year, month, min(start.day, length)) + timedelta(days=self.days)

    def limit(self, now: datetime) -> datetime:
        """What started strictly before this instant is over at ``now``.

        A period counted in days or months ends with its last day, on the clocks of the instance:
        never an hour early.
        """
        if self.hours is not None:
            # In UTC: an hour subtracted from a clock on the wall may not be an hour.
            return now.astimezone(UTC) - timedelta(hours=self.hours)
        today = timezone.localdate(now)
        # Four days more than the longest month: the first start whose last day has not passed.
        start = today - timedelta(days=self.days + self.months * 31 + 4)
        while self.last_day(start) < today:
            start += timedelta(days=1)
        return datetime.combine(start, time.min, tzinfo=timezone.get_current_timezone())

    def is_shorter_than(self, other: "Duration") -> bool:
        """Whether this period ends before the other one, for what starts at the same time."""
        now = datetime(2026, 1, 1, 12, tzinfo=UTC)
        return self.limit(now) > other.limit(now)

    def announced(self, notice: "Duration") -> "Duration":
        """When to announce the end of this period, so that ``notice`` is over on its last day."""
        # One day more: the day on which the notice is sent does not count.
        days = notice.days + notice.months * 31 + 1
        return Duration(months=self.months, days=self.days - days)

    @property
    def words(self) -> str:
        """In French: « 24 mois »."""
        if self.hours is not None:
            return "aussitôt" if not self.hours else f"{self.hours} heures"
        if self.days:
            return f"{self.days} jour{'s' * (self.days > 1)}"
        if self.months % 12 == 0 and self.months > 24:
            return f"{self.months // 12} ans"
        return f"{self.months} mois"


@dataclass(frozen=True)
class Period:
    """A dated value: what is applied ``since`` a day, where it comes from, whether it is sure.

    ``shortest``: below it nobody may go on a screen, since erasing is not undone.
    """

    code: str
    duration: Duration
    since: date
    firm: bool
    source: str
    shortest: Duration = Duration(hours=0)

    @property
    def words(self) -> str:
        """In French, with « provisoire » when the DPO has still to confirm it."""
        return self.duration.words + ("" if self.firm else " (provisoire)")


def _none() -> Iterable[Period]:
    """Before an app keeps settings: nothing set on a screen."""
    return ()


_set_on_screens: Callable[[], Iterable[Period]] = _none


def use_instance_periods(periods: Callable[[], Iterable[Period]]) -> None:
    """Ask ``periods``: called once, by the app that keeps the settings, when it starts."""
    global _set_on_screens
    _set_on_screens = periods


def known_periods() -> list[Period]:
    """The values of the files, one per code, whatever the screens say."""
    latest: dict[str, Period] = {}
    for one in _all_periods(settings.RETENTION_FILE):
        if one.code not in latest or one.since >= latest[one.code].since:
            latest[one.code] = one
    return sorted(latest.values(), key=lambda one: one.code)


def period(code: str, on: date) -> Period:
    """The period in force on a day.

    Raises ImproperlyConfigured when no row gives one.
    """
    known = (*_all_periods(settings.RETENTION_FILE), *_set_on_screens())
    rows = [row for row in known if row.code == code]
    in_force = [row for row in rows if row.since <= on]
    if not in_force:
        raise ImproperlyConfigured(
            f"Aucune durée de conservation « {code} » n’est en vigueur au {on:%d/%m/%Y}. "
            "Complétez data/retention/periods.csv ou le fichier O2R_RETENTION_FILE."
        )
    # The instance's rows are read last: at the same date they prevail.
    return max(enumerate(in_force), key=lambda ranked: (ranked[1].since, ranked[0]))[1]


@lru_cache(maxsize=4)
def _all_periods(instance_file: str) -> tuple[Period, ...]:
    files = [Path(settings.O2R_DATA_DIR) / "retention" / "periods.csv"]
    if instance_file:
        files.append(Path(instance_file))
    return tuple(row for path in files for row in _read(path))


def _read(path: Path) -> Iterator[Period]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                if not row["source"]:
                    raise ValueError(f"{row['code']}: no source")
                yield Period(
                    code=row["code"],
                    duration=Duration.parse(row["duration"]),
                    since=date.fromisoformat(row["since"]),
                    firm=STATUSES[row["status"]],
                    source=row["source"],
                    shortest=Duration.parse(row.get("shortest") or "PT0H"),
                )
    except (OSError, KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            f"Le fichier des durées de conservation {path.name} est illisible ({error}). Colonnes "
            "attendues : code, duration (P24M, P30D, PT24H), since (AAAA-MM-JJ), status (ferme ou "
            "provisoire), source ; shortest, la plus courte admise à l’écran, est facultative."
        ) from error
