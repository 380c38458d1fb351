"""Money, white zones, colours, letters: the pure rules beside the table."""

from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from o2r.calls.selection.colours import beyond, classes_of, units_of
from o2r.calls.selection.entries import Entry, Pick, rows_of
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.figures import Figures, Ground, figures_of
from o2r.calls.selection.letter_texts import LetterFacts, are_provisional, letter_text
from o2r.calls.selection.shares import population_by_department, scaled, shared, spread
from o2r.calls.selection.wording import mark, number, per_cent, plural
from o2r.territory.geography import current_geography
from o2r.territory.zones import resolve
from tests.calls.factories import YOUTH

CENTS = st.integers(0, 10**11).map(lambda cents: Decimal(cents) / 100)
FILE = Path(settings.O2R_DATA_DIR) / "calls" / "letters.toml"


def entry(zone: str, rank: int = 1, **fields: object) -> Entry:
    known: dict[str, object] = {
        "key": uuid4(),
        "number": rank,
        "title": f"Projet {rank}",
        "lead": "Association",
        "members": 1,
        "territory": zone,
        "bits": resolve(zone).bits,
        "publics": frozenset({"jeunes"}),
        "places": 50,
        "asked": (Decimal(100_000), Decimal(100_000)),
        "rank": rank,
    }
    return Entry(**{**known, **fields})  # type: ignore[arg-type]


def ground(**fields: object) -> Ground:
    known = {"geo": current_geography(), "perimeter": resolve(YOUTH).bits, "publics": ("jeunes",)}
    return Ground(**{**known, **fields})  # type: ignore[arg-type]


def kept(*entries: Entry, on: Ground | None = None) -> Figures:
    rows = rows_of(list(entries), {one.key: Pick(kept=True) for one in entries})
    return figures_of(on or ground(), rows)


@given(CENTS, st.dictionaries(st.text("0123456789", min_size=2, max_size=2), st.integers(0, 10**6)))
def test_a_share_loses_no_cent(amount: Decimal, weights: dict[str, int]) -> None:
    parts = shared(amount, weights)
    assert set(parts) == set(weights)
    if weights:
        assert sum(parts.values()) == amount
        assert min(parts.values()) >= 0
        total = sum(weights.values())
        for code, weight in weights.items():
            exact = amount * weight / total if total else amount / len(weights)
            assert abs(parts[code] - exact) <= Decimal("0.01")


@given(CENTS, st.integers(1, 6))
def test_years_add_up(amount: Decimal, years: int) -> None:
    parts = spread(amount, years)
    assert sum(parts) == amount
    assert max(parts) - min(parts) <= Decimal("0.01")
    assert sum(scaled(parts, amount / 2 if amount % Decimal("0.02") == 0 else amount)) in (
        amount,
        amount / 2,
    )


def test_an_amount_is_shared_by_inhabitants_of_the_zone() -> None:
    one = entry("dep:73 + dep:74")
    found = {row.code: row.money.given for row in kept(one).departments}
    people = dict(population_by_department(current_geography(), one.bits))
    assert found["73"] + found["74"] == Decimal(200_000)
    assert found["74"] == pytest.approx(
        Decimal(200_000) * people["74"] / (people["73"] + people["74"]), abs=Decimal("0.01")
    )
    assert found["03"] == 0


def test_the_envelope_left_and_what_is_too_much() -> None:
    on = ground(envelope=Decimal(300_000), envelopes={"03": Decimal(150_000)})
    figures = kept(entry("dep:03"), on=on)
    assert (figures.money.left, figures.money.is_over) == (Decimal(100_000), False)
    allier = next(row for row in figures.departments if row.code == "03")
    assert (allier.money.left, allier.money.is_over, allier.share) == (Decimal(-50_000), True, 1)
    assert kept(entry("dep:03")).money.left is None


def test_white_zones_are_named_as_people_say_them() -> None:
    labels = [
        zone.label for zone in kept(entry("dep:01 + dep:07 + dep:42 + dep:73 + dep:74")).white
    ]
    assert "Allier" in labels
    assert "Clermont Auvergne Métropole" in labels
    assert "Isère (la partie dans l’appel)" in labels
    half = [zone.label for zone in kept(entry("dep:03 - com:03310")).white]
    assert any(label.startswith("Vichy") for label in half)
    partly = kept(entry("dep:03 - com:03310 - com:03095")).white
    assert any(" communes sur " in zone.label for zone in partly)
    everything = entry(YOUTH)
    assert kept(everything).white == ()
    assert kept(everything).share == 1


def test_overlaps_publics_and_cost_of_a_place() -> None:
    first = entry("dep:73 + dep:74", publics=frozenset({"jeunes"}))
    second = entry("dep:74", rank=2, publics=frozenset({"seniors"}), places=None)
    on = ground(publics=("jeunes", "seniors"))
    rows = rows_of([first, second], {first.key: Pick(True), second.key: Pick(True)})
    figures = figures_of(on, rows)
    savoie = len(resolve("dep:74"))
    assert figures.overlapped == savoie
    assert figures.publics["jeunes"] > figures.publics["seniors"] > 0
    # 200,000 € over two years, for fifty people a year.
    assert (figures.cost_per_place, figures.without_places) == (Decimal(2_000), 1)
    assert kept(entry("dep:74", places=None)).cost_per_place is None


def test_colours_say_white_once_twice_and_partly() -> None:
    geo, perimeter = current_geography(), resolve(YOUTH).bits
    figures = kept(
        entry("dep:73 + dep:74"), entry("dep:74", rank=2), entry("dep:03 - com:03310", rank=3)
    )
    units, classes = units_of(geo, perimeter), classes_of(geo, perimeter, figures.coverage)
    by_department = dict(zip(units.departments, classes["departments"], strict=True))
    assert by_department == {
        "01": "0", "03": "3", "07": "0", "38": "0", "42": "0", "63": "0", "73": "1", "74": "2"
    }  # fmt: skip
    by_commune = dict(zip(units.communes, classes["communes"], strict=True))
    assert (by_commune["03310"], by_commune["73065"], by_commune["74010"]) == ("0", "1", "2")
    assert len(classes["epci"]) == len(units.epci)
    outside = beyond(geo, perimeter)
    assert not outside & perimeter
    assert outside & resolve("dep:63").bits == resolve("dep:63 - epci:246300701").bits


def facts(outcome: Outcome, **fields: object) -> LetterFacts:
    known: dict[str, object] = {
        "outcome": outcome,
        "title": "Cap {Deux} Rives",
        "call": "AMI",
        "service": "DREETS",
        "lead": "Association",
        "amount": Decimal(0),
        "years": [],
        "rank": None,
        "reasons": "",
    }
    return LetterFacts(**{**known, **fields})  # type: ignore[arg-type]


def test_a_refusal_says_why_and_how_to_contest_it() -> None:
    text = letter_text(facts(Outcome.REJECTION, reasons="Zone déjà couverte."), file=FILE)
    assert "Zone déjà couverte." in text.body
    assert "tribunal administratif" in text.body
    assert "Cap {Deux} Rives" in text.subject
    assert are_provisional(FILE)


def test_an_award_says_how_much_and_what_comes_next() -> None:
    years = [Decimal(200_000), Decimal("150000.50")]
    text = letter_text(facts(Outcome.AWARD, amount=sum(years), years=years), file=FILE)
    assert "350\u202f000,50\u00a0€" in text.body
    assert "200\u202f000\u00a0€ la première année" in text.body
    assert "convention" in text.body
    waiting = letter_text(facts(Outcome.WAITING, rank=3), file=FILE)
    assert "au rang 3" in waiting.body


def test_words_never_round_to_all_or_nothing() -> None:
    assert [per_cent(share) for share in (0, 0.001, 0.714, 0.999, 1)] == [
        "0\u00a0%", "moins de 1\u00a0%", "71\u00a0%", "99\u00a0%", "100\u00a0%"
    ]  # fmt: skip
    assert (mark(None), mark(Decimal("4.25"))) == ("–", "4,2")
    assert (plural(1, "lecture"), plural(2, "lecture")) == ("1 lecture", "2 lectures")
    assert number(2411) == "2\u202f411"
