"""Amounts of money, as people type them and as they are written."""

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.fields import AmountField
from o2r.core.money import LARGEST, BadAmount, euros, read_amount, written


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12 000,50", "12000.50"),
        ("12\u202f000,50\u00a0€", "12000.50"),
        ("12000.5", "12000.5"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, amount: str) -> None:
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-5", "pas négatif"),
        ("−5", "pas négatif"),
        ("douze", "pas un montant"),
        ("1,234", "pas un montant"),
        ("1.000.000", "pas un montant"),
        ("٣", "pas un montant"),
        ("99999999999", "trop grand"),
    ],
)
def test_what_is_not_an_amount_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(BadAmount, match=said):
        read_amount(typed)


@given(st.decimals(min_value=0, max_value=LARGEST, places=2))
def test_what_is_written_is_read_back(amount: Decimal) -> None:
    assert read_amount(written(amount)) == amount


@pytest.mark.parametrize("typed", ["", "  ", "€"])
def test_nothing_typed_is_no_amount(typed: str) -> None:
    assert read_amount(typed) is None


def test_an_amount_is_written_with_cents_when_there_are_some() -> None:
    shown = [euros(one) for one in ("1400000", "12000.5", "-7")]
    assert shown == ["1\u202f400\u202f000\u00a0€", "12\u202f000,50\u00a0€", "−7\u00a0€"]


def test_a_field_reads_an_amount_and_says_what_is_wrong() -> None:
    field = AmountField(required=False)
    assert field.clean("1 200,50 €") == Decimal("1200.50")
    assert field.clean("") is None
    assert AmountField(required=False, nothing=Decimal(0)).clean("") == 0
    assert field.clean("0") == 0
    assert field.prepare_value(Decimal("1200.50")) == "1\u202f200,50"
    assert field.prepare_value("1200,5 ") == "1200,5 "
    refused: list[tuple[dict[str, Any], str, str]] = [
        ({}, "beaucoup", "pas un montant"),
        ({}, "", "obligatoire"),
        ({"above_zero": True}, "0", "supérieur à zéro"),
        ({"negative": "Dans l’autre colonne."}, "-3", "autre colonne"),
    ]
    for options, typed, said in refused:
        with pytest.raises(forms.ValidationError, match=said):
            AmountField(**options).clean(typed)
