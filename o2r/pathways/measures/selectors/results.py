"""The answers of one person, as far as one reads them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from o2r.core.calendar_words import long_day
from o2r.pathways.measures.changes import ScoreChange, change_between, plain
from o2r.pathways.measures.charts import Chart, chart_of
from o2r.pathways.measures.enums import Agreeing, Dimension, Moment, Outcome
from o2r.pathways.measures.groups import group_of
from o2r.pathways.measures.models import (
    TOP,
    Asked,
    Measure,
    MostSignificantChange,
    Satisfaction,
    Slider,
)
from o2r.pathways.measures.scales import Scale, band_of
from o2r.pathways.measures.wordings import scales
from o2r.people.models import Person
from o2r.people.selectors.reading import Reader


@dataclass(frozen=True)
class Line:
    """One questionnaire offered: what became of it, its score, what may be said of it."""

    row: Measure
    score: str
    band: str
    talk: str


@dataclass(frozen=True)
class ScaleStory:
    """All that was offered of one scale, oldest first, and how its scores changed."""

    scale: Scale
    lines: tuple[Line, ...]
    chart: Chart | None
    change: ScoreChange | None

    @property
    def table(self) -> list[tuple[str, ...]]:
        """What the chart draws, and what it cannot: day, moment, score, what it says."""
        return [
            (
                long_day(one.row.asked_on),
                one.row.get_moment_display(),
                one.score or "—",
                one.band if one.score else one.row.get_outcome_display(),
            )
            for one in self.lines
        ]

    @property
    def talks(self) -> list[str]:
        """What to offer to talk about, each said once."""
        return list(dict.fromkeys(one.talk for one in self.lines if one.talk))

    @property
    def missing(self) -> str:
        """How often it was offered without a whole answer."""
        offered = [one for one in self.lines if one.row.outcome != Outcome.NOT_OFFERED]
        return missing_words(sum(not one.score for one in offered), len(offered))


@dataclass(frozen=True)
class SliderStory:
    """All the answers on one réglette, oldest first. ``passed``: how many times it was passed."""

    dimension: Dimension
    rows: tuple[Slider, ...]
    chart: Chart | None
    passed: int

    @property
    def table(self) -> list[tuple[str, ...]]:
        """What the chart draws, and the times it was passed: day, moment, answer."""
        return [
            (
                long_day(one.asked_on),
                one.get_moment_display(),
                "passé" if one.value is None else str(one.value),
            )
            for one in self.rows
        ]

    @property
    def missing(self) -> str:
        """How often it was passed."""
        return missing_words(self.passed, len(self.rows))

    @property
    def difference(self) -> str:
        """From the first answer to the last one; empty with less than two."""
        given = [one.value for one in self.rows if one.value is not None]
        return f"de {given[0]} à {given[-1]}" if len(given) > 1 else ""


@dataclass(frozen=True)
class ChangeTold:
    """What somebody said has changed, opened."""

    row: MostSignificantChange
    words: str


def missing_words(missing: int, offered: int) -> str:
    """« Sans réponse : 1 fois sur 3 (33 %). »; a change is never read without it."""
    if not offered:
        return "Jamais proposé."
    if not missing:
        return f"Sans réponse\u00a0: aucune fois, sur {offered}."
    share = round(100 * missing / offered)
    return f"Sans réponse\u00a0: {missing} fois sur {offered} ({share}\u00a0%)."


def _by_day(row: Asked | MostSignificantChange) -> tuple[date, UUID]:
    return row.asked_on, row.pk


def stories_of(person: Person, groups: frozenset[str]) -> list[ScaleStory]:
    """The scales offered to somebody that one may read. ``person`` may have brought them."""
    by_scale: dict[str, list[Measure]] = defaultdict(list)
    for row in sorted(person.measures.all(), key=_by_day):
        if group_of(row) in groups:
            by_scale[row.scale].append(row)
    known = scales()
    return [_story(scale, by_scale[code]) for code, scale in known.items() if code in by_scale]


def _story(scale: Scale, rows: list[Measure]) -> ScaleStory:
    scored = [(one.asked_on, one.score) for one in rows if one.score is not None]
    change = change_between(scale, scored[0][1], scored[-1][1]) if len(scored) > 1 else None
    return ScaleStory(
        scale,
        tuple(_line(scale, one) for one in rows),
        _chart(scale, scored) if scale.shows_change else None,
        change,
    )


def _line(scale: Scale, row: Measure) -> Line:
    score = row.score
    if score is None:
        return Line(row, "", "", "")
    band, talk = band_of(scale, score), scale.talk
    return Line(
        row,
        plain(score),
        band.label if band else "",
        talk.text if talk and score <= talk.at_most else "",
    )


def _chart(scale: Scale, scored: Iterable[tuple[date, Decimal]]) -> Chart | None:
    low, high = scale.scoring.minimum, scale.scoring.maximum
    values = [(day, float(score)) for day, score in scored]
    return chart_of(values, low=float(low), high=float(high), told=(plain(low), plain(high)))


def sliders_of(person: Person, groups: frozenset[str]) -> list[SliderStory]:
    """The réglettes of somebody that one may read. ``person`` may have brought them."""
    found: dict[Dimension, list[Slider]] = defaultdict(list)
    for row in sorted(person.sliders.all(), key=_by_day):
        found[Dimension(row.dimension)].append(row)
    stories = []
    for dimension in Dimension:
        rows = found.get(dimension, [])
        if rows and dimension.group in groups:
            values = [(one.asked_on, float(one.value)) for one in rows if one.value is not None]
            chart = chart_of(values, low=0, high=TOP, told=("0", str(TOP)))
            stories.append(SliderStory(dimension, tuple(rows), chart, len(rows) - len(values)))
    return stories


def slider_entries(stories: Iterable[SliderStory]) -> list[tuple[UUID, str]]:
    """The times réglettes were offered, newest first: their code and their day."""
    days = {one.entry: one.asked_on for story in stories for one in story.rows}
    ordered = sorted(days.items(), key=lambda pair: (pair[1], str(pair[0])), reverse=True)
    return [(entry, long_day(day)) for entry, day in ordered]


def changes_told(reader: Reader, person: Person) -> list[ChangeTold]:
    """What somebody said has changed, newest first. ``person`` may have brought them."""
    if "narrative" not in reader.groups:
        return []
    rows = sorted(person.changes.all(), key=_by_day, reverse=True)
    return [ChangeTold(one, reader.open(one, "words").get("words", "")) for one in rows]


def satisfactions_of(person: Person, groups: frozenset[str]) -> list[tuple[Satisfaction, str, str]]:
    """The opinions of somebody at exit, each with its two answers in words."""
    if "barriers" not in groups:
        return []
    rows = sorted(person.satisfactions.all(), key=_by_day, reverse=True)
    return [(one, _said(one.useful), _said(one.respected)) for one in rows]


def _said(answer: str) -> str:
    return Agreeing(answer).label if answer else "passé"


def moment_proposed(person: Person) -> Moment:
    """The moment to propose first, from what was already asked. One query."""
    asked = set(
        Measure.objects.filter(person=person)
        .exclude(outcome=Outcome.NOT_OFFERED)
        .values_list("moment", flat=True)
        .order_by("moment")
    )
    order = (Moment.ENTRY, Moment.THREE_MONTHS, Moment.EXIT, Moment.SIX_MONTHS_AFTER)
    return next((one for one in order if one.value not in asked), Moment.SIX_MONTHS_AFTER)


def change_of(person: Person, key: UUID) -> MostSignificantChange | None:
    """Words of this file. One query."""
    return MostSignificantChange.objects.filter(person=person, pk=key).first()


def answers_of(person: Person, groups: frozenset[str]) -> list[tuple[str, str]]:
    """All that may be erased of what somebody answered, as far as one reads it, newest first: its
    code (« kind:key ») and what it is. ``person`` may have brought them."""
    known = scales()
    found: dict[str, tuple[date, str]] = {}
    for one in person.measures.all():
        name = known[one.scale].name if one.scale in known else one.scale
        if group_of(one) in groups:
            found[f"questionnaire:{one.pk}"] = (one.asked_on, name)
    hidden = set()
    for slider in person.sliders.all():
        code = f"reglettes:{slider.entry}"
        found[code] = (slider.asked_on, "réglettes")
        if group_of(slider) not in groups:
            hidden.add(code)
    for told in person.changes.all():
        if group_of(told) in groups:
            found[f"paroles:{told.pk}"] = (told.asked_on, "paroles")
    for opinion in person.satisfactions.all():
        if group_of(opinion) in groups:
            found[f"avis:{opinion.pk}"] = (opinion.asked_on, "avis")
    shown = {code: said for code, said in found.items() if code not in hidden}
    ordered = sorted(shown.items(), key=lambda pair: (pair[1][0], pair[0]), reverse=True)
    return [(code, f"{long_day(day)}\u00a0: {what}") for code, (day, what) in ordered]
