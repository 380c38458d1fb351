"""Effects on all the people of an operator, in figures that say who is missing. Pure.

Those who answer are those who stay: beside each mean stands the share of those who did not answer.
Groups smaller than the least cell are not told, nor what would give them by subtraction.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from o2r.core.months import add_months
from o2r.core.typography import typographic
from o2r.pathways.measures.changes import NO_THRESHOLD, plain, signed
from o2r.pathways.measures.enums import Moment
from o2r.pathways.measures.scales import Change

TOO_FEW = "trop peu de personnes pour le dire"
AFTER_ENTRY = (Moment.THREE_MONTHS, Moment.EXIT, Moment.SIX_MONTHS_AFTER)


class Given(NamedTuple):
    """One thing offered to somebody at a moment; ``value``: None when it was not answered whole."""

    person: Hashable
    series: str
    moment: str
    value: Decimal | None
    on: date


class Course(NamedTuple):
    """When a pathway of somebody began, and ended; None while it lasts."""

    person: Hashable
    began: date
    ended: date | None


def reached_by(courses: Iterable[Course], *, today: date) -> dict[str, frozenset[Hashable]]:
    """Who got to each moment, answered or not. Three months are counted from the beginning of a
    pathway that still lasts then; six months, from its end."""
    found: dict[str, set[Hashable]] = {one.value: set() for one in Moment}
    for one in courses:
        found[Moment.FIRST_CONTACT].add(one.person)
        found[Moment.ENTRY].add(one.person)
        third = add_months(one.began, 3)
        if third <= (one.ended or today):
            found[Moment.THREE_MONTHS].add(one.person)
        if one.ended is not None:
            found[Moment.EXIT].add(one.person)
            if add_months(one.ended, 6) <= today:
                found[Moment.SIX_MONTHS_AFTER].add(one.person)
    return {moment: frozenset(people) for moment, people in found.items()}


@dataclass(frozen=True)
class Series:
    """What is measured: a scale, or a réglette. ``moments``: those it is for."""

    code: str
    name: str
    moments: tuple[str, ...]
    shows_change: bool
    change: Change | None = None


@dataclass(frozen=True)
class AtMoment:
    """One series at one moment, in words."""

    moment: str
    offered: str
    answered: str
    mean: str


@dataclass(frozen=True)
class SinceEntry:
    """How the same people changed from entry to a moment, in words. ``missing``: the share of those
    who answered at entry, reached the moment, and of whom no second answer is known."""

    moment: str
    pairs: str
    missing: str
    mean: str
    verdict: str


@dataclass(frozen=True)
class Effects:
    """One series: its moments, its changes, and by what a change is judged."""

    series: Series
    moments: tuple[AtMoment, ...]
    changes: tuple[SinceEntry, ...]
    ground: str


def count_words(many: int, *, least: int) -> str:
    """A number of people; « moins de 5 » for a small one."""
    if many == 0:
        return "aucune"
    return str(many) if many >= least else typographic(f"moins de {least}")


def share_words(part: int, whole: int, *, least: int) -> str:
    """« 12 sur 20 (60 %) », without saying a small number, nor one that a subtraction gives."""
    if whole < least:
        return TOO_FEW
    if part == 0:
        return f"aucune sur {whole}"
    if part < least:
        return f"moins de {least} sur {whole}"
    if 0 < whole - part < least:
        return f"presque toutes, sur {whole}"
    return typographic(f"{part} sur {whole} ({round(100 * part / whole)} %)")


def effects_of(
    series: Series,
    given: Iterable[Given],
    reached: Mapping[str, frozenset[Hashable]],
    *,
    least: int,
) -> Effects:
    """What may be said of a series. ``reached``: who got to each moment, answered or not."""
    rows = [one for one in given if one.series == series.code]
    moments = [Moment(code) for code in series.moments]
    lines = tuple(_at(one, rows, reached.get(one, frozenset()), least) for one in moments)
    if not series.shows_change:
        return Effects(series, lines, (), "")
    first = _values(rows, Moment.ENTRY)
    later = [one for one in moments if one in AFTER_ENTRY]
    changes = tuple(
        _since(series, one, first, _values(rows, one), reached.get(one, frozenset()), least)
        for one in later
    )
    ground = series.change.source if series.change else NO_THRESHOLD
    return Effects(series, lines, changes, typographic(ground))


def _values(rows: Iterable[Given], moment: Moment) -> dict[Hashable, Decimal]:
    """The last whole answer of each person at a moment."""
    answered = (one for one in rows if one.moment == moment and one.value is not None)
    ordered = sorted(answered, key=lambda one: one.on)
    return {one.person: one.value for one in ordered if one.value is not None}


def _at(moment: Moment, rows: list[Given], reached: frozenset[Hashable], least: int) -> AtMoment:
    offered = {one.person for one in rows if one.moment == moment}
    values = _values(rows, moment)
    # Somebody may have answered early: they count among those concerned.
    whole = len(reached | offered)
    return AtMoment(
        moment.label,
        share_words(len(offered), whole, least=least),
        share_words(len(values), whole, least=least),
        _mean(list(values.values())) if len(values) >= least else "",
    )


def _since(
    series: Series,
    moment: Moment,
    first: Mapping[Hashable, Decimal],
    then: Mapping[Hashable, Decimal],
    reached: frozenset[Hashable],
    least: int,
) -> SinceEntry:
    expected = {one for one in first if one in reached or one in then}
    both = [one for one in expected if one in then]
    missing = share_words(len(expected) - len(both), len(expected), least=least)
    if len(both) < least:
        return SinceEntry(moment.label, TOO_FEW if both else "aucune", missing, "", "")
    mean = sum((then[one] - first[one] for one in both), Decimal(0)) / len(both)
    # When few are missing, how many answered would say how many are.
    told = len(both) if not 0 < len(expected) - len(both) < least else None
    pairs = str(told) if told else f"{least} ou plus"
    return SinceEntry(moment.label, pairs, missing, signed(_tenth(mean)), _verdict(series, mean))


def _verdict(series: Series, mean: Decimal) -> str:
    """What the mean change is worth; a published threshold is one of a person, and says so."""
    if series.change is None:
        return "non publié"
    least = plain(series.change.least)
    kind = series.change.kind
    if abs(mean) >= series.change.least:
        return f"{kind} ({least} points ou plus)"
    return f"moins que {kind} ({least} points)"


def _mean(values: list[Decimal]) -> str:
    return plain(_tenth(sum(values, Decimal(0)) / len(values)))


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))
