"""Exits in figures: no small group, by no way round; those not reached are counted as missing."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from o2r.pathways.exits.enums import FollowUpState, Situation
from o2r.pathways.exits.figures import Asked, hidden_cells, step_figures

LEAST, TODAY = 5, date(2026, 12, 1)


@given(some.dictionaries(some.text(min_size=1, max_size=3), some.integers(0, 40), max_size=8))
def test_no_small_count_is_said_nor_given_by_the_total(counts: dict[str, int]) -> None:
    told = hidden_cells(counts, least=LEAST)
    hidden = [counts[name] for name, said in told.items() if not said.isdigit()]
    assert all(int(said) == counts[name] for name, said in told.items() if said.isdigit())
    assert not [one for one in told.values() if one.isdigit() and 0 < int(one) < LEAST]
    # With the total, one hidden cell alone would be known.
    others = [one for one in counts.values() if one]
    assert len(hidden) != 1 or len(others) == 1


def asked(many: int, state: FollowUpState, situation: str = "", step: str = "m3") -> list[Asked]:
    return [Asked(step, date(2026, 11, 1), state, situation)] * many


def test_those_not_asked_count_as_not_reached() -> None:
    rows = asked(12, FollowUpState.REACHED, Situation.EMPLOYED)
    rows += asked(6, FollowUpState.UNREACHED) + asked(6, FollowUpState.WAITING)
    (figures,) = step_figures(rows, today=TODAY, least=LEAST)
    assert figures.reached.startswith("12 sur 24 (50")
    assert dict(figures.situations)[Situation.EMPLOYED.label] == "12"


def test_what_is_not_due_yet_is_not_missing() -> None:
    late = [Asked("m6", date(2027, 1, 1), FollowUpState.WAITING, "")] * 9
    assert step_figures(late, today=TODAY, least=LEAST) == []


def test_few_people_reached_are_not_told_apart() -> None:
    rows = asked(3, FollowUpState.REACHED, Situation.SEARCH) + asked(9, FollowUpState.UNREACHED)
    (figures,) = step_figures(rows, today=TODAY, least=LEAST)
    assert figures.reached == "moins de 5 sur 12"
    assert "recherche" not in str(figures.situations)
