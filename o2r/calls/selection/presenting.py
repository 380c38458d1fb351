"""What the pages of the room show of a scenario: words, beside the figures. Pure."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from o2r.calls.selection.entries import Entry, Row, Typed
from o2r.calls.selection.figures import Figures
from o2r.calls.selection.wording import mark, number, per_cent, plural
from o2r.core.money import euros, written

NAMED = 3
"""White zones named beside their number; the others are in the table."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the table, in words.

    ``opinions``: what instances said of it. ``wrong``: why the amount typed is refused.
    ``is_unsaved``: it shows what was typed, which the scenario does not hold yet.
    """

    key: str
    title: str
    rank: int
    about: str
    territory: str
    mean: str
    notes: tuple[str, ...]
    asked: str
    proposed: str
    amount_typed: str
    reason: str
    kept: bool
    mark: str
    tone: str
    needs_another_reader: bool
    eliminated: str
    is_closed: bool
    is_waiting: bool
    opinions: tuple[str, ...] = ()
    wrong: str = ""
    is_unsaved: bool = False


def line_of(row: Row) -> LineShown:
    """A line of the table; of an application closed to who looks, no mark, choice nor opinion."""
    entry = row.entry
    if entry.is_closed:
        return _closed_line(entry)
    pick = row.pick
    notes = []
    if entry.dispersion is not None:
        notes.append(f"± {mark(entry.dispersion / 2)}")
    notes.append(plural(entry.reviews, "lecture"))
    if entry.recused:
        notes.append(plural(entry.recused, "récusation"))
    return LineShown(
        key=str(entry.key),
        title=entry.title,
        rank=entry.rank,
        about=_about(entry),
        territory=entry.territory,
        mean=mark(entry.mean),
        notes=tuple(notes),
        asked=_asked(entry),
        proposed=euros(pick.amount) if pick.amount is not None else "",
        amount_typed=written(pick.amount) if pick.amount is not None else "",
        reason=pick.reason,
        kept=pick.kept,
        mark=row.mark,
        tone=row.tone,
        needs_another_reader=entry.needs_another_reader,
        eliminated=", ".join(entry.eliminated_by),
        is_closed=False,
        is_waiting=False,
        opinions=entry.opinions,
    )


def _closed_line(entry: Entry) -> LineShown:
    return LineShown(
        key=str(entry.key),
        title=entry.title,
        rank=entry.rank,
        about=_about(entry),
        territory=entry.territory,
        mean="–",
        notes=(),
        asked=_asked(entry),
        proposed="",
        amount_typed="",
        reason="",
        kept=False,
        mark="none",
        tone="plain",
        needs_another_reader=False,
        eliminated="",
        is_closed=True,
        is_waiting=entry.is_waiting,
    )


def _about(entry: Entry) -> str:
    members = plural(entry.members, "membre") if entry.members > 1 else ""
    return " · ".join(part for part in (entry.lead, members) if part)


def _asked(entry: Entry) -> str:
    return euros(entry.total_asked) if entry.asked else "rien de demandé"


def typed_line(line: LineShown, typed: Typed, wrong: str) -> LineShown:
    """A line as somebody typed it, when all the lines were refused."""
    shown = replace(
        line, kept=typed.kept, reason=typed.reason, amount_typed=typed.amount, wrong=wrong
    )
    return replace(shown, is_unsaved=shown != line and not wrong)


@dataclass(frozen=True, slots=True)
class FiguresShown:
    """The figures of a scenario, in words."""

    given: str
    envelope: str
    left: str
    is_over: bool
    share: str
    white_count: int
    white_named: str
    white: tuple[tuple[str, str, str], ...]
    overlapped: int
    overlapped_words: str
    cost: str
    cost_note: str
    kept: int
    publics: tuple[tuple[str, str], ...]
    departments: tuple[dict[str, Any], ...]
    has_envelopes: bool

    @property
    def bar(self) -> str:
        """All in one line, for a phone."""
        zones = f"{number(self.white_count)} zone{'s' if self.white_count > 1 else ''} blanche"
        return f"{self.given} · {self.share} · {zones}{'s' if self.white_count > 1 else ''}"


def figures_shown(figures: Figures, names: dict[str, str]) -> FiguresShown:
    """The figures in words. ``names``: of the publics, by code."""
    money = figures.money
    named = [zone.label for zone in figures.white[:NAMED]]
    more = len(figures.white) - len(named)
    if more > 0:
        named.append(plural(more, "autre"))
    return FiguresShown(
        given=euros(money.given),
        envelope=euros(money.envelope) if money.envelope is not None else "",
        left=_left(money.left),
        is_over=money.is_over,
        share=per_cent(figures.share),
        white_count=len(figures.white),
        white_named=", ".join(named),
        white=tuple(
            (zone.label, number(zone.communes), number(zone.population)) for zone in figures.white
        ),
        overlapped=figures.overlapped,
        overlapped_words=plural(figures.overlapped, "commune"),
        cost=euros(figures.cost_per_place) if figures.cost_per_place is not None else "–",
        cost_note=_cost_note(figures),
        kept=figures.kept,
        publics=tuple((names.get(c, c), per_cent(s)) for c, s in figures.publics.items()),
        departments=tuple(
            {
                "name": one.name,
                "share": per_cent(one.share) if one.population else "hors de l’appel",
                "given": euros(one.money.given),
                "envelope": euros(one.money.envelope) if one.money.envelope is not None else "–",
                "left": euros(one.money.left) if one.money.left is not None else "–",
                "is_over": one.money.is_over,
            }
            for one in figures.departments
        ),
        has_envelopes=any(one.money.envelope is not None for one in figures.departments),
    )


def _left(left: Decimal | None) -> str:
    if left is None:
        return ""
    if left < 0:
        return f"{euros(-left)} de trop"
    return f"reste {euros(left)}"


def _cost_note(figures: Figures) -> str:
    if figures.cost_per_place is None:
        return "aucune candidature retenue ne dit son nombre de places"
    words = f"{number(figures.places)} places par an"
    if figures.without_places:
        words += f" ; {plural(figures.without_places, 'candidature')} sans nombre de places"
    return words


def said_of(row: Row, shown: FiguresShown) -> str:
    """The sentence that a screen reader says after a choice."""
    what = "retenue" if row.pick.kept else "non retenue"
    white = "Aucune zone blanche"
    if shown.white_count:
        ending = "s" if shown.white_count > 1 else ""
        white = f"{shown.white_count} zone{ending} blanche{ending} : {shown.white_named}"
    reason = " Motif demandé." if row.mark == "asked" else ""
    money = f" {shown.left.capitalize()}." if shown.left else f" {shown.given}."
    return f"{row.entry.title} {what}.{reason}{money} {shown.share} couverts. {white}."
