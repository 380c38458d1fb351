"""What an expression may look like."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.territory.enums import UnitKind
from o2r.territory.zones import Term, ZoneError, normalise, parse, write
from o2r.territory.zones.grammar import MAX_LENGTH
from tests.territory.synthetic import THOROUGH

KINDS = ["fr", "reg", "dep", "epci", "ept", "com", "qpv", "frr"]


def test_signs_kinds_and_codes_are_read() -> None:
    assert parse("dep:01 + dep:38 - epci:200085751 + fr - com:2a004") == (
        Term(True, UnitKind.DEP, "01"),
        Term(True, UnitKind.DEP, "38"),
        Term(False, UnitKind.EPCI, "200085751"),
        Term(True, UnitKind.FR, ""),
        Term(False, UnitKind.COM, "2A004"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "dep:38-epci:200085751",
        "  +dep:38   -\n epci:200085751 ",
        "DEP : 38 − Epci:200085751",
        "dep:38 – epci:\u00a0200085751",
    ],
)
def test_spelling_is_free(text: str) -> None:
    assert normalise(text) == "dep:38 - epci:200085751"


@THOROUGH
@given(seed=st.integers(0, 2**32 - 1))
def test_normalising_is_stable_whatever_the_spaces(seed: int) -> None:
    rng = random.Random(seed)

    def space() -> str:
        return "".join(rng.choices(" \t\n\u00a0", k=rng.randrange(3)))

    terms, pieces = [], []
    for number in range(rng.randrange(1, 7)):
        kind = rng.choice(KINDS)
        code = "".join(rng.choices("0123456789ABQNPabz", k=rng.randrange(1, 10)))
        terms.append((kind, "" if kind == "fr" else code))
        sign = "+" if number == 0 else rng.choice("+-−–")
        colon = "" if kind == "fr" else f"{space()}:{space()}{code}"
        pieces.append(f"{space()}{sign}{space()}{kind}{colon}")
    parsed = parse("".join(pieces))
    assert [(term.kind, term.code) for term in parsed] == [(k, c.upper()) for k, c in terms]
    once = write(parsed)
    assert normalise(once) == once
    assert parse(once) == parsed


@pytest.mark.parametrize(
    ("text", "term", "said"),
    [
        ("", "", "vide"),
        ("   ", "", "vide"),
        ("- dep:38", "dep:38", "commence par un retrait"),
        ("dep:38 +", "+", "après « dep:38 »"),
        ("dep:38 + - dep:01", "+", "manque un terme"),
        ("+", "+", "manque un terme"),
        ("dep:38 dep:01", "dep:38 dep:01", "n’est pas un code"),
        ("dep38", "dep38", "ne se lit pas"),
        ("Isère", "Isère", "son type et son code"),
        ("canton:3801", "canton:3801", "le type « canton » n’existe pas"),
        ("dep:", "dep:", "le code manque"),
        ("com:Vénissieux", "com:Vénissieux", "un nom ne suffit pas"),
        ("dep:38,01", "dep:38,01", "n’est pas un code"),
        ("fr:38", "fr:38", "sans code"),
        ("(dep:38)", "(dep:38)", "le type « (dep » n’existe pas"),
        ("dep:٣٨", "dep:٣٨", "n’est pas un code"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, term: str, said: str) -> None:
    with pytest.raises(ZoneError) as caught:
        parse(text)
    assert caught.value.term == term
    assert said in caught.value.message.replace("\u00a0", " ")


def test_an_endless_expression_is_refused() -> None:
    with pytest.raises(ZoneError, match="trop longue"):
        parse("dep:38 + " * (MAX_LENGTH // 9 + 1))


def test_messages_follow_french_typography() -> None:
    with pytest.raises(ZoneError) as caught:
        parse("canton:3801")
    message = caught.value.message
    assert "«\u00a0canton\u00a0»" in message
    assert "possibles\u00a0:" in message
    assert "'" not in message
