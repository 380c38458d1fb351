"""« de » before a name."""

import pytest

from o2r.core.elision import of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Inès Valmont", "d’Inès Valmont"),
        ("Émile", "d’Émile"),
        ("Œdipe", "d’Œdipe"),
        ("Yves", "d’Yves"),
        ("Yann", "de Yann"),
        ("Hugo", "de Hugo"),
        ("« Ali »", "d’« Ali »"),
        ("7", "de 7"),
        ("", "de "),
    ],
)
def test_de_is_elided_before_a_vowel(name: str, expected: str) -> None:
    assert of(name) == expected
