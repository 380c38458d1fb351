"""What a recipe becomes when the official code changes of year."""

from collections.abc import Callable

import pytest

from o2r.territory.geography import geography
from o2r.territory.official import Geography
from o2r.territory.zones import ZoneError
from o2r.territory.zones.vintages import compare
from tests.territory.synthetic import EPCIS, commune_rows

Rows = list[tuple[str, ...]]


def edited(rows: Rows, **changes: tuple[int, str] | None) -> Rows:
    """``rows`` with, per code, one cell changed (column, value), or the row removed."""
    kept = []
    for row in rows:
        change = changes.get(f"c{row[0]}", ())
        if change is None:
            continue
        if change:
            column, value = change
            row = (*row[:column], value, *row[column + 1 :])
        kept.append(row)
    return kept


@pytest.fixture(scope="module")
def merged(build: Callable[..., Geography]) -> Geography:
    """A later year: Cabre absorbs Cadix, and Douai absorbs Évry, of another EPCI."""
    rows = edited(commune_rows(), c38004=None, c69002=None)
    return build(
        2027, communes=rows, former=[("38004", "Cadix", "38003"), ("69002", "Évry", "69001")]
    )


def test_nothing_changes_between_equal_vintages(
    country: Geography, build: Callable[..., Geography]
) -> None:
    report = compare("dep:38 - epci:100000003", country, build(2027))
    assert report.same_territory
    assert report.merged == report.created == ()
    assert report.target == 2027


def test_a_merger_inside_the_zone_changes_codes_not_territory(
    country: Geography, merged: Geography
) -> None:
    report = compare("dep:38", country, merged)
    assert report.same_territory
    assert [(row.code, row.successor) for row in report.merged] == [("38004", "38003")]
    assert (len(report.before), len(report.after or ())) == (12, 11)


def test_a_merger_across_the_border_enlarges_the_zone(
    country: Geography, merged: Geography
) -> None:
    report = compare("epci:100000004", country, merged)
    assert [commune.code for commune in report.enlarged] == ["69001"]
    assert not report.same_territory
    loser = compare("epci:100000005", country, merged)
    assert [commune.code for commune in loser.lost] == ["69001"]
    assert not loser.gained


def test_a_former_term_is_a_problem_with_its_replacement(
    country: Geography, merged: Geography
) -> None:
    report = compare("dep:01 + com:38004", country, merged)
    assert report.after is None
    (problem,) = report.problems
    assert problem.term == "com:38004"
    assert "com:38003" in problem.message
    assert problem.replacements == (("com:38003", "Cabre", 1, 1),)
    assert report.proposal == "dep:01 + com:38003"


def test_an_epci_that_disappears_is_replaced_by_those_that_hold_its_communes(
    country: Geography, build: Callable[..., Geography]
) -> None:
    moved = {f"c3800{n}": (3, "100000004") for n in range(3, 7)}
    moved |= {"c38007": (3, "100000002")}
    epcis = [row for row in EPCIS if row[0] != "100000003"]
    after = build(2027, communes=edited(commune_rows(), **moved), epcis=epcis)
    report = compare("dep:38 - epci:100000003", country, after)
    (problem,) = report.problems
    assert problem.replacements == (
        ("epci:100000004", "CA Dauphiné", 4, 8),
        ("epci:100000002", "CC Bièvre", 1, 6),
    )
    assert report.proposal == "dep:38 - epci:100000004 - epci:100000002"


def test_a_commune_that_changes_epci_is_gained_or_lost(
    country: Geography, build: Callable[..., Geography]
) -> None:
    after = build(2027, communes=edited(commune_rows(), c38011=(3, "100000003")))
    gain = compare("epci:100000003", country, after)
    assert [commune.code for commune in gain.gained] == ["38011"]
    assert gain.enlarged == gain.lost == ()
    assert [c.code for c in compare("epci:100000003", after, country).lost] == ["38011"]


def test_a_recreated_commune_is_not_a_gain(country: Geography, merged: Geography) -> None:
    report = compare("dep:38", merged, country)
    assert report.same_territory
    assert [commune.code for commune in report.created] == ["38004"]


def test_a_removal_that_no_longer_removes_is_a_problem(
    country: Geography, build: Callable[..., Geography]
) -> None:
    after = build(2027, communes=edited(commune_rows(), c38011=(3, "100000003")))
    expression = "epci:100000003 + com:38001 - com:38011"
    with pytest.raises(ZoneError, match="ne retire rien"):
        compare(expression, country, after)
    report = compare(expression, after, country)
    assert report.after is None
    assert report.problems[0].term == "com:38011"


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_youth_call_reads_in_every_vintage(france: Geography, year: int) -> None:
    expression = "dep:01 + dep:38 - epci:200085751 + dep:42 + epci:246300701"
    report = compare(expression, geography(year), france)
    assert report.after is not None
    assert report.same_territory
    assert len(report.after) == len(report.before) - len(report.merged) + len(report.created)


def test_real_changes_between_2024_and_2026(france: Geography) -> None:
    report = compare("reg:84", geography(2024), france)
    assert report.same_territory
    assert ("42072", "La Côte-en-Couzan", "42217") in report.merged
    assert {"15031", "15035", "15047", "15171"} <= {commune.code for commune in report.created}
