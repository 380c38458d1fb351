"""What an expression may look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.territory.enums import UnitKind
from o2r.territory.zones import Term, ZoneError, normalise, parse, write
from o2r.territory.zones.grammar import MAX_LENGTH
from tests.territory.synthetic import THOROUGH

TERMS = st.lists(
    st.one_of(
        st.just(("fr", "")),
        st.tuples(
            st.sampled_from(["reg", "dep", "epci", "ept", "com", "qpv", "frr"]),
            st.text("0123456789ABQNPabz", min_size=1, max_size=9),
        ),
    ),
    min_size=1,
    max_size=6,
)
SPACE = st.text(" \t\n\u00a0", max_size=3)


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
@given(terms=TERMS, data=st.data())
def test_normalising_is_stable_whatever_the_spaces(
    terms: list[tuple[str, str]], data: st.DataObject
) -> None:
    pieces = []
    for number, (kind, code) in enumerate(terms):
        sign = "+" if number == 0 else data.draw(st.sampled_from("+-−–"))
        colon = f"{data.draw(SPACE)}:{data.draw(SPACE)}{code}" if code else ""
        pieces.append(f"{data.draw(SPACE)}{sign}{data.draw(SPACE)}{kind}{colon}")
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
