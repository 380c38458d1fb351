"""The figures of duplicates can fail: a bug planted in the real code makes them miss."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from o2r.core.measures import Measure
from o2r.people import benchmarks, measured_base, measured_splink
from o2r.people.likeness import scoring
from o2r.people.likeness.births import Birth
from o2r.people.likeness.contacts import Phone
from o2r.people.likeness.names import NOTHING
from o2r.people.measured_curves import Judged, Kind, Pair, exact_pairs
from o2r.people.measured_disturbance import Draw, drawn
from o2r.people.measured_people import held_out, traditions

Figures = dict[str, Measure]
DRAWS, PERSONS = 4, 600


@pytest.fixture(autouse=True)
def _keys() -> None:
    """Nothing here is sealed with the keys of the platform."""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few draws, and a rival that only knows the same name and the same date."""

    def rival(draws: Iterable[Draw]) -> Iterator[tuple[int, int, int, float]]:
        for number, draw in enumerate(draws):
            for search, person in exact_pairs(draw):
                yield number, draw.searches.index(search), person, 1.0

    monkeypatch.setattr(benchmarks, "DRAWS", DRAWS)
    monkeypatch.setattr(benchmarks, "SHORT", PERSONS)
    monkeypatch.setattr(measured_splink, "scored", rival)


def measured() -> Figures:
    return {measure.id: measure for measure in benchmarks.duplicates()}


def test_duplicates_are_found_and_others_are_not() -> None:
    figures = measured()
    assert set(figures) == {
        "duplicates.over_exact",
        "duplicates.over_splink",
        "duplicates.undated.over_exact",
        "duplicates.undated.over_splink",
        "duplicates.hint",
        "duplicates.query",
    }
    assert all(one.ok for one in figures.values() if not one.is_speed), figures
    assert figures["duplicates.hint"].detail["recall"] > 0.7
    assert figures["duplicates.over_splink"].detail["held_out"] == sorted(held_out())


def test_keys_that_change_at_each_file_find_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    real = measured_base.tokens
    monkeypatch.setattr(
        measured_base, "tokens", lambda who, key: real(who, key[::-1] + bytes([id(who) % 251]))
    )
    assert not measured()["duplicates.over_exact"].ok


def test_names_compared_as_they_are_typed_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    real = scoring.compare
    monkeypatch.setattr(
        scoring, "compare", lambda a, b: real(a, b) if a.whole == b.whole else NOTHING
    )
    missed = measured()
    assert not all(one.ok for one in missed.values() if not one.is_speed)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOUSEHOLD", 99.0),
        (
            "BIRTH",
            {kind: max(weight, 0.0) for kind, weight in scoring.BIRTH.items()}
            | {Birth.DIFFERENT: 4.0},
        ),
        ("PHONE", dict.fromkeys(Phone, 9.0)),
    ],
    ids=["relatives", "births", "phones"],
)
def test_others_taken_for_somebody_are_seen(
    name: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, name, value)
    assert not measured()["duplicates.hint"].ok


def test_without_splink_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(benchmarks, "DRAWS", 2)
    monkeypatch.setattr(benchmarks, "SHORT", 300)

    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(measured_splink, "import_module", absent)
    figures = measured()
    for name in ("duplicates.over_splink", "duplicates.undated.over_splink"):
        assert not figures[name].checked
        assert not figures[name].ok
        assert "Splink" in figures[name].detail["reason"]


def test_invented_persons_are_frozen() -> None:
    """Whoever changes the generator or its names changes what every figure was measured on: the
    code that is judged must not be older than they are."""
    draw = drawn("frozen", 400)
    digest = hashlib.sha256(repr(draw).encode()).hexdigest()
    assert digest[:16] == "17b58d48dcb9501e"


def test_invented_persons_are_varied() -> None:
    draw = drawn("varied", 2_000)
    again = [one for one in draw.searches if one.same_as is not None]
    assert len(again) == 100
    assert {one.group for one in draw.persons} == set(traditions())
    assert len(held_out()) * 5 == len(traditions())
    assert len({name for one in again for name in one.disturbances}) > 15
    assert 0.2 < sum(one.birth is None for one in draw.persons) / 2_000 < 0.3


def test_a_threshold_keeps_its_precision() -> None:
    kind = Kind(0, dated=True, held_out=False)
    judged = Judged()
    judged.to_find[kind] = 3
    for weight, right in ((9.0, True), (8.0, True), (7.0, False), (6.0, True)):
        judged.pairs.append(Pair(kind, weight, right))
    everything = lambda kind: True  # noqa: E731
    assert judged.threshold(1.0, everything) == 8.0
    assert judged.threshold(0.75, everything) == 6.0
    assert judged.recall(8.0, everything) == pytest.approx(2 / 3)
    assert judged.precision(7.0, everything) == pytest.approx(2 / 3)
    assert judged.precision(10.0, everything) == 1.0
    assert judged.threshold(0.99, lambda kind: kind.held_out) == float("inf")


@pytest.mark.filterwarnings("ignore")  # Splink may complain as it likes.
def test_the_rival_really_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("splink")
    monkeypatch.undo()
    draws = [drawn(f"rival {number}", 600) for number in range(3)]
    found = list(measured_splink.scored(draws))
    right = {
        (number, search)
        for number, search, person, weight in found
        if weight > 0 and draws[number].searches[search].same_as == person
    }
    assert len(right) > 60
    assert len(right) > sum(1 for draw in draws for _ in exact_pairs(draw))
