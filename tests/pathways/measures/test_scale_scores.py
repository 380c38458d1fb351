"""Scores on published values, their bounds, and what is refused."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from o2r.pathways.measures.changes import change_between, plain, signed
from o2r.pathways.measures.scales import (
    OutOfRange,
    Scale,
    WrongScale,
    band_of,
    is_noticed,
    scales_in,
    score_of,
)
from tests.pathways.measures.scale_files import SCALES

FASKU, OSSS, WHO, EPICES = (SCALES[one] for one in ("fasku3", "osss3", "who5", "epices"))
# Yes to everything that protects, no to the rest; and the contrary.
SHELTERED = [0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]
DEPRIVED = [1 - one for one in SHELTERED]


@pytest.mark.parametrize(
    ("scale", "answers", "score"),
    [
        # ZPID: the mean of the three items, from 1 to 5.
        (FASKU, [1, 1, 1], "1"),
        (FASKU, [5, 5, 5], "5"),
        (FASKU, [3, 4, 4], "3.67"),
        # Kocalevent et al. 2018: their sum, from 3 to 14.
        (OSSS, [1, 1, 1], "3"),
        (OSSS, [4, 5, 5], "14"),
        (OSSS, [3, 4, 2], "9"),
        # INSPQ, sheet 14: the raw sum (0 to 25) times 4.
        (WHO, [0] * 5, "0"),
        (WHO, [5] * 5, "100"),
        (WHO, [3, 2, 3, 2, 2], "48"),
        (WHO, [3, 3, 3, 2, 2], "52"),
        # CETAF 2005: 75.14 and the weights of the answers « yes »; 0 to 100.
        (EPICES, SHELTERED, "0"),
        (EPICES, DEPRIVED, "100"),
        (EPICES, [0] * 11, "75.14"),
        (EPICES, [1] * 11, "24.86"),
        # 75.14 + 10.06 - 11.83 + 14.80 - 9.47 - 9.47
        (EPICES, [1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0], "69.23"),
    ],
)
def test_scores_are_those_published(scale: Scale, answers: list[int], score: str) -> None:
    assert score_of(scale, answers) == Decimal(score)


def answers_to(scale: Scale) -> some.SearchStrategy[list[int]]:
    return some.tuples(*(some.sampled_from(one) for one in scale.answers)).map(list)


ANSWERED = some.sampled_from(sorted(SCALES)).flatmap(
    lambda code: some.tuples(some.just(SCALES[code]), answers_to(SCALES[code]))
)


@given(ANSWERED)
def test_a_score_is_within_its_bounds(answered: tuple[Scale, list[int]]) -> None:
    scale, answers = answered
    score = score_of(scale, answers)
    assert score is not None
    assert scale.scoring.minimum <= score <= scale.scoring.maximum


@given(ANSWERED, some.integers(0, 10))
def test_a_missing_answer_leaves_no_score(answered: tuple[Scale, list[int]], which: int) -> None:
    scale, answers = answered
    holed: list[int | None] = [*answers]
    holed[which % scale.items] = None
    assert score_of(scale, holed) is None


@given(ANSWERED, some.integers(0, 10))
def test_a_better_answer_never_lowers_a_sum(answered: tuple[Scale, list[int]], which: int) -> None:
    scale, answers = answered
    item = which % scale.items
    higher = [one for one in scale.answers[item] if one > answers[item]]
    if not higher:
        return
    raised = [*answers]
    raised[item] = higher[0]
    before, after = score_of(scale, answers), score_of(scale, raised)
    assert before is not None
    assert after is not None
    weight = scale.scoring.weights[item] if scale.scoring.weights else 1
    assert (after > before) == (weight > 0)


@given(ANSWERED, some.integers(0, 10), some.integers(-50, 50))
def test_an_answer_out_of_range_is_refused(
    answered: tuple[Scale, list[int]], which: int, value: int
) -> None:
    scale, answers = answered
    item = which % scale.items
    wrong = [*answers]
    wrong[item] = value
    if value in scale.answers[item]:
        return
    with pytest.raises(OutOfRange) as refused:
        score_of(scale, wrong)
    assert refused.value.item == item


def test_another_number_of_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="4 answers"):
        score_of(WHO, [1, 2, 3, 4])


@pytest.mark.parametrize(
    ("scale", "score", "start"),
    [
        (OSSS, "8", "3"),
        (OSSS, "9", "9"),
        (OSSS, "11", "9"),
        (OSSS, "12", "12"),
        (EPICES, "30.16", "16.56"),
        (EPICES, "30.17", "30.17"),
        (EPICES, "48.52", "48.52"),
    ],
)
def test_bands_begin_where_they_are_published(scale: Scale, score: str, start: str) -> None:
    band = band_of(scale, Decimal(score))
    assert band is not None
    assert band.start == Decimal(start)


def test_no_band_is_invented() -> None:
    assert band_of(FASKU, Decimal(3)) is None


def test_a_change_is_told_with_what_was_published_or_that_nothing_was() -> None:
    noticed = change_between(WHO, Decimal(40), Decimal(52))
    unsure = change_between(WHO, Decimal(40), Decimal(48))
    silent = change_between(FASKU, Decimal(2), Decimal(4))
    assert noticed is not None
    assert unsure is not None
    assert silent is not None
    assert "notable" in noticed.verdict
    assert "on ne peut pas dire" in unsure.verdict
    assert silent.verdict == ""
    assert "n’est pas publié" in silent.ground
    assert (noticed.difference, silent.difference) == ("+12", "+2")
    assert is_noticed(WHO, Decimal(-10)) is True
    assert is_noticed(FASKU, Decimal(4)) is None


def test_a_snapshot_shows_no_change() -> None:
    assert change_between(EPICES, Decimal(70), Decimal(10)) is None


@pytest.mark.parametrize(
    ("value", "said"), [("3.67", "3,67"), ("56.00", "56"), ("-3.5", "\u22123,5"), ("0.00", "0")]
)
def test_numbers_are_written_the_french_way(value: str, said: str) -> None:
    assert plain(Decimal(value)) == said


def test_a_sign_is_said_when_there_is_one() -> None:
    assert [signed(Decimal(one)) for one in ("16", "-2", "0", "0.001")] == [
        *("+16", "\u22122", "0", "0"),
    ]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("who5", ('maximum = "100"', 'maximum = "25"')),
        ("epices", ('"10.06", ', "")),
        ("osss3", ("items = 3", "items = 4")),
        ("fasku3", ('kind = "mean"', 'kind = "best"')),
        ("fasku3", ('code = "fasku3"', 'code = "autre"')),
    ],
)
def test_a_scale_that_would_score_wrongly_is_not_read(
    tmp_path: Path, name: str, change: tuple[str, str]
) -> None:
    text = (Path("data/pathways/scales") / f"{name}.toml").read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / f"{name}.toml").write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(WrongScale):
        scales_in(tmp_path)


def test_no_wording_is_shipped_and_the_proprietary_one_is_not_there() -> None:
    assert not list(Path("data/pathways").glob("wordings/*"))
    assert set(SCALES) == {"fasku3", "osss3", "who5", "epices"}
    for scale in SCALES.values():
        assert scale.source.reference
        assert scale.source.licence
        assert scale.source.where
        assert scale.source.missing
