"""A figure is held or missed, and the command says so with its exit status."""

import io
import json
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.utils.module_loading import autodiscover_modules

from o2r.core import measures
from o2r.core.measures import Measure, measures_for, percentile


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
