"""Tokens find who may be somebody, tell nothing without their key, and never meet across keys."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.people.likeness import Commonness, Identity, counted, shared_tokens, tokens
from o2r.people.likeness.tokens import TOKEN_BYTES

KEY, OTHER_KEY = b"k" * 32, b"q" * 32
AWA = Identity(
    first_name="Awa",
    last_name="Koné",
    birth=date(1999, 10, 4),
    phones=("06 11 22 33 44",),
    place="Bron",
    birth_place="Bouaké",
)


@pytest.fixture(autouse=True)
def _keys() -> None:
    """Nothing here is sealed."""


@pytest.mark.parametrize(
    "again",
    [
        Identity("Hawa", "Coné"),
        Identity("Koné", "Awa"),
        Identity("Awa", birth=date(1999, 4, 10)),
        Identity("Ama", "Koné", birth=date(1999, 10, 4)),
        Identity("Aïcha", "Traoré", phones=("+33 6 11 22 33 44",)),
        Identity(known_as="awa", place="BRON"),
        Identity("Awa", "Traoré", birth=date(1999, 1, 1)),
    ],
    ids=["heard", "swapped", "no surname", "typo", "phone", "nickname", "married"],
)
def test_a_disturbed_writing_shares_a_token(again: Identity) -> None:
    assert tokens(AWA, KEY) & tokens(again, KEY)


@pytest.mark.parametrize(("one", "other"), [("Zabihullah", "Zabihulah"), ("Bayram", "Vayram")])
def test_a_slip_on_a_consonant_is_found_without_a_date(one: str, other: str) -> None:
    typed = Identity("Rojin", one), Identity("Rojin", other)
    assert tokens(typed[0], KEY) & tokens(typed[1], KEY)


def test_a_diminutive_is_found_by_the_full_name() -> None:
    typed = Identity("Sacha", "Melnyk"), Identity("Oleksandr", "Melnyk")
    assert tokens(typed[0], KEY) & tokens(typed[1], KEY)


def test_one_name_alone_is_no_token() -> None:
    assert tokens(Identity("Mohamed"), KEY) == set()
    assert tokens(Identity(), KEY) == set()
    assert tokens(Identity(birth=date(1999, 10, 4), place="Bron"), KEY) == set()


def test_tokens_are_few_and_short() -> None:
    found = tokens(AWA, KEY)
    assert {len(token) for token in found} == {TOKEN_BYTES}
    assert 5 < len(found) < 40


def test_keys_and_purposes_never_meet() -> None:
    inside = tokens(AWA, KEY)
    assert inside.isdisjoint(tokens(AWA, OTHER_KEY))
    assert inside.isdisjoint(shared_tokens(AWA, KEY))
    assert shared_tokens(AWA, KEY).isdisjoint(shared_tokens(AWA, OTHER_KEY))


@pytest.mark.parametrize("make", [tokens, shared_tokens])
def test_a_short_key_is_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match="32 bytes"):
        make(AWA, b"short")


def test_between_operators_there_are_four_at_most() -> None:
    assert len(shared_tokens(AWA, KEY)) == 4
    assert len(shared_tokens(replace(AWA, birth_place=""), KEY)) == 3
    two = replace(AWA, phones=("04 72 00 00 01", "06 11 22 33 44", "07 11 22 33 44"))
    assert shared_tokens(two, KEY) == shared_tokens(AWA, KEY)


def test_between_operators_boxes_may_be_swapped_and_heard() -> None:
    swapped = replace(AWA, first_name="KONE", last_name="Awa", birth_place="", phones=())
    assert len(shared_tokens(AWA, KEY) & shared_tokens(swapped, KEY)) == 2
    heard = replace(AWA, last_name="Conné", birth_place="", phones=())
    assert len(shared_tokens(AWA, KEY) & shared_tokens(heard, KEY)) == 1


def test_between_operators_an_unknown_day_and_a_landline_say_nothing() -> None:
    vague = Identity("Awa", "Koné", birth=date(1999, 1, 1), phones=("04 72 00 00 01",))
    assert shared_tokens(vague, KEY) == set()
    assert len(shared_tokens(replace(vague, birth_place="Bouaké"), KEY)) == 1
    assert shared_tokens(Identity(known_as="Awa", place="Bron"), KEY) == set()


def test_rows_counted_say_how_common_a_name_is() -> None:
    files = [Identity("Awa", "Sy", birth=date(1980 + rank, 3, 2)) for rank in range(10)]
    kept = [token for file in files for token in tokens(file, KEY)]
    names = counted(AWA, KEY, 2026)
    rows = {token: kept.count(token) for token in names if token in kept}
    assert Commonness.of(names, rows, files=10).counts == {"af": 10, "kn": 0}


@given(st.text(max_size=12), st.text(max_size=12), st.none() | st.dates())
def test_any_text_makes_tokens(first: str, last: str, birth: date | None) -> None:
    person = Identity(first, last, first, birth, phones=(last,), place=first, birth_place=last)
    assert tokens(person, KEY) == tokens(person, KEY)
    assert len(shared_tokens(person, KEY)) <= 4
