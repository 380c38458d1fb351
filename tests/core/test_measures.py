"""A figure is held or missed, and the command says so with its exit status."""

import io
import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.utils.module_loading import autodiscover_modules

from o2r.core import measures
from o2r.core.measures import Measure, measures_for, percentile, unchecked


@pytest.mark.parametrize(
    ("better", "value", "ok"),
    [
        ("lower", 9.9, True),
        ("lower", 10.1, False),
        ("higher", 10.0, True),
        ("higher", 9.9, False),
        ("equal", 10.0, True),
        ("equal", 9.0, False),
    ],
)
def test_a_measure_knows_on_which_side_of_its_target_it_must_be(
    better: measures.Better, value: float, ok: bool
) -> None:
    assert Measure("x", value, "ms", 10, better).ok is ok


def test_percentiles_are_measured_values() -> None:
    values = [float(number) for number in range(1, 101)]
    assert percentile(values, 0.95) == 95
    assert percentile([3.0], 0.95) == 3
    assert percentile(values, 1) == 100


@pytest.fixture
def suite(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """A registered suite whose single value the test chooses."""
    autodiscover_modules("benchmarks")
    monkeypatch.setattr(measures, "_suites", dict(measures._suites))
    chosen = {"value": 1.0}

    @measures_for("test-suite")
    def one(*, full: bool = False) -> Iterator[Measure]:
        yield Measure("test-suite.one", chosen["value"], "ms", 2, detail={"seed": 7})

    return chosen


def test_bench_prints_one_json_line_per_figure(suite: dict[str, float]) -> None:
    out = io.StringIO()
    call_command("bench", "test-suite", "--json", stdout=out)
    line = json.loads(out.getvalue())
    assert line["id"] == "test-suite.one"
    assert (line["value"], line["unit"], line["target"], line["ok"]) == (1.0, "ms", 2, True)
    assert line["seed"] == 7
    assert "cœurs" in line["machine"]


def test_bench_fails_when_a_figure_misses_its_target(suite: dict[str, float]) -> None:
    suite["value"] = 3
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 chiffre"):
        call_command("bench", "test-suite", stdout=out)
    assert "MANQUÉ" in out.getvalue()


def test_an_unknown_suite_is_named_with_those_that_exist() -> None:
    with pytest.raises(CommandError, match=r"nothing-here.*public"):
        call_command("bench", "nothing-here")


def test_two_suites_cannot_share_a_name(suite: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="test-suite"):
        measures_for("test-suite")(lambda *, full=False: iter([]))


def lines(*arguments: str) -> list[dict[str, object]]:
    """What the command prints in JSON, whether it fails or not."""
    out = io.StringIO()
    with suppress(CommandError):
        call_command("bench", *arguments, "--json", stdout=out, stderr=io.StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_names_are_read_in_any_case_and_measured_once(suite: dict[str, float]) -> None:
    (line,) = lines("TEST-Suite", "test-suite")
    assert line["id"] == "test-suite.one"
    assert line["engine"] in ("sqlite", "postgresql")
    assert isinstance(line["seconds"], float)


def test_all_means_every_suite_even_beside_a_name(
    suite: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {key: value for key, value in measures._suites.items() if key[1] == "test-suite"}
    monkeypatch.setattr(measures, "_suites", kept)

    @measures_for("another")
    def another(*, full: bool = False) -> Iterator[Measure]:
        yield Measure("another.one", 3 if full else 1, "ms", 2)

    for asked in ([], ["ALL"], ["another", "all"]):
        assert [line["id"] for line in lines(*asked)] == ["another.one", "test-suite.one"]
    assert [line["ok"] for line in lines("another", "--full")] == [False]


def test_a_suite_that_breaks_is_one_failed_line_and_stops_nothing(
    suite: dict[str, float],
) -> None:
    @measures_for("broken")
    def broken(*, full: bool = False) -> Iterator[Measure]:
        yield Measure("broken.first", 1, "ms", 2)
        raise ZeroDivisionError("planted")

    read = lines("broken", "test-suite")
    assert [line["id"] for line in read] == ["broken.first", "broken.error", "test-suite.one"]
    assert [line["ok"] for line in read] == [True, False, True]
    assert read[1]["error"] == "ZeroDivisionError : planted"
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 chiffre"):
        call_command("bench", "broken", stdout=out, stderr=io.StringIO())
    assert "ZeroDivisionError" in out.getvalue()


def test_what_cannot_be_checked_is_neither_held_nor_missed(suite: dict[str, float]) -> None:
    figure = unchecked("x", 0, "equal", reason="le service ne répond pas", seed=7)
    assert not figure.ok
    line = figure.as_line()
    assert (line["value"], line["ok"], line["checked"]) == (None, None, False)
    assert (line["unit"], line["seed"]) == ("non vérifié", 7)

    @measures_for("silent")
    def silent(*, full: bool = False) -> Iterator[Measure]:
        yield figure

    out = io.StringIO()
    call_command("bench", "silent", stdout=out, stderr=io.StringIO())
    assert "non vérifié (le service ne répond pas)" in out.getvalue()
    assert "tenu" not in out.getvalue()
    with pytest.raises(CommandError, match="non vérifié"):
        call_command("bench", "silent", "--strict", stdout=out, stderr=io.StringIO())


def test_progress_is_told_apart_from_the_figures(suite: dict[str, float]) -> None:
    out, err = io.StringIO(), io.StringIO()
    call_command("bench", "test-suite", "--json", stdout=out, stderr=err)
    assert "test-suite : en cours" in err.getvalue()
    assert len(out.getvalue().splitlines()) == 1


def test_suites_are_listed_without_being_run(suite: dict[str, float]) -> None:
    out = io.StringIO()
    call_command("bench", "--list", stdout=out)
    assert "test-suite" in out.getvalue().splitlines()
    trusted = io.StringIO()
    call_command("trust", "--list", stdout=trusted)
    assert {"H1", "Q1", "public"} <= set(trusted.getvalue().splitlines())
