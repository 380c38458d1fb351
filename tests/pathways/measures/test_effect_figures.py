"""Figures of effects: means with who is missing, and no small group by any way round."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from o2r.pathways.measures.charts import HEIGHT, MARGIN, WIDTH, chart_of
from o2r.pathways.measures.effects import (
    TOO_FEW,
    Course,
    Given,
    Series,
    count_words,
    effects_of,
    reached_by,
    share_words,
)
from o2r.pathways.measures.enums import Moment
from o2r.pathways.measures.scales import Change

LEAST = 5
DAY = date(2026, 3, 1)
MOMENTS = tuple(one.value for one in Moment)
NOTABLE = Change(Decimal(10), "notable", "une source")
WHO = Series("who5", "WHO-5", MOMENTS[1:], True, NOTABLE)
ENTRY, LATER = Moment.ENTRY.value, Moment.THREE_MONTHS.value


def answers(moment: str, values: dict[int, float | None], on: date = DAY) -> list[Given]:
    return [
        Given(who, "who5", moment, None if value is None else Decimal(str(value)), on)
        for who, value in values.items()
    ]


def reached(many: int) -> dict[str, frozenset[int]]:
    return dict.fromkeys(MOMENTS, frozenset(range(many)))


def test_a_mean_stands_beside_who_answered_and_who_did_not() -> None:
    first = answers(ENTRY, dict.fromkeys(range(20), 40))
    then = answers(LATER, {**dict.fromkeys(range(12), 52), 13: None})
    found = effects_of(WHO, [*first, *then], reached(20), least=LEAST)
    three = next(one for one in found.moments if one.moment == Moment.THREE_MONTHS.label)
    assert three.answered.startswith("12 sur 20 (60")
    assert three.mean == "52"
    (change, *_) = found.changes
    assert (change.pairs, change.mean) == ("12", "+12")
    assert change.missing.startswith("8 sur 20")
    assert "notable" in change.verdict


def test_the_mean_is_of_the_same_people() -> None:
    """Those who left were the lowest: a mean of all would rise by itself."""
    first = answers(ENTRY, {**dict.fromkeys(range(10), 20), **dict.fromkeys(range(10, 20), 60)})
    then = answers(LATER, dict.fromkeys(range(10, 20), 60))
    (change, *_) = effects_of(WHO, [*first, *then], reached(20), least=LEAST).changes
    assert change.mean == "0"
    assert change.missing.startswith("10 sur 20")


def test_the_last_answer_of_a_moment_counts() -> None:
    first = answers(ENTRY, dict.fromkeys(range(6), 40))
    early = answers(LATER, dict.fromkeys(range(6), 10), DAY)
    late = answers(LATER, dict.fromkeys(range(6), 45), DAY + timedelta(days=2))
    (change, *_) = effects_of(WHO, [*late, *first, *early], reached(6), least=LEAST).changes
    assert change.mean == "+5"
    assert change.verdict == "moins que notable (10 points)"


def test_who_reached_a_moment_is_read_from_the_days_of_their_pathway() -> None:
    courses = [
        Course("lasts", date(2026, 1, 10), None),
        Course("young", date(2026, 5, 1), None),
        Course("left-early", date(2026, 1, 10), date(2026, 3, 1)),
        Course("left-long-ago", date(2025, 6, 1), date(2025, 11, 30)),
    ]
    found = reached_by(courses, today=date(2026, 5, 31))
    assert found[Moment.ENTRY] == {one.person for one in courses}
    assert found[Moment.THREE_MONTHS] == {"lasts", "left-long-ago"}
    assert found[Moment.EXIT] == {"left-early", "left-long-ago"}
    # The thirty-first of May, six months after the thirtieth of November.
    assert found[Moment.SIX_MONTHS_AFTER] == {"left-long-ago"}


def test_what_publishes_no_threshold_says_so() -> None:
    fasku = Series("fasku3", "FASKU", MOMENTS[1:], True)
    found = effects_of(fasku, [], reached(9), least=LEAST)
    assert "n’est pas publié" in found.ground


def test_a_snapshot_has_no_change() -> None:
    epices = Series("epices", "EPICES", (ENTRY,), False)
    rows = [Given(who, "epices", ENTRY, Decimal(70), DAY) for who in range(9)]
    found = effects_of(epices, rows, reached(9), least=LEAST)
    assert found.changes == ()
    assert found.moments[0].mean == "70"


@given(some.integers(0, 60), some.integers(0, 60))
def test_no_small_number_is_said_nor_given_by_subtraction(part: int, more: int) -> None:
    whole = part + more
    said = share_words(part, whole, least=LEAST)
    told = [one for one in said.replace("(", " ").split() if one.isdigit()]
    if whole < LEAST:
        assert said == TOO_FEW
    elif 0 < part < LEAST or 0 < more < LEAST:
        # Neither the small number, nor its share, nor the other side.
        assert set(told) <= {str(LEAST), str(whole)}
        assert "%" not in said
    else:
        assert part == 0 or told[0] == str(part)


@pytest.mark.parametrize(("many", "said"), [(0, "aucune"), (4, "moins de 5"), (5, "5")])
def test_a_small_count_is_not_said(many: int, said: str) -> None:
    assert count_words(many, least=LEAST).replace("\u00a0", " ") == said


@given(
    some.lists(some.none() | some.integers(0, 100), min_size=1, max_size=30),
    some.lists(some.none() | some.integers(0, 100), max_size=30),
)
def test_a_mean_never_comes_from_a_small_group(
    first: list[int | None], then: list[int | None]
) -> None:
    given_ = [*answers(ENTRY, dict(enumerate(first))), *answers(LATER, dict(enumerate(then)))]
    found = effects_of(WHO, given_, reached(30), least=LEAST)
    both = [who for who, value in enumerate(then[: len(first)]) if None not in (value, first[who])]
    (change, *_) = found.changes
    assert bool(change.mean) == (len(both) >= LEAST)
    known = sum(one is not None for one in first)
    entry = found.moments[0]
    assert bool(entry.mean) == (known >= LEAST)


@given(
    some.lists(
        some.tuples(some.dates(DAY, DAY + timedelta(days=400)), some.integers(0, 100)),
        max_size=12,
    )
)
def test_a_chart_stays_in_its_frame(values: list[tuple[date, int]]) -> None:
    ordered = sorted((day, float(value)) for day, value in values)
    chart = chart_of(ordered, low=0, high=100, told=("0", "100"))
    if len(values) < 2:
        assert chart is None
        return
    assert chart is not None
    assert all(MARGIN <= one.x <= WIDTH - MARGIN for one in chart.points)
    assert all(MARGIN <= one.y <= HEIGHT - MARGIN for one in chart.points)
    assert len(chart.line.split()) == len(values)
