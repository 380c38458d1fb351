"""French elision before a person's name: « d’Inès », « de Hugo ». Pure."""

import unicodedata

_VOWELS = frozenset("aeiou")


def of(name: str) -> str:
    """``name`` after « de ». An H keeps « de »: nothing in a name says whether it is silent.

    A Y elides before a consonant (« d’Yves ») and not before a vowel (« de Yann »).
    """
    plain = unicodedata.normalize("NFD", name.replace("œ", "oe").replace("Œ", "oe")).casefold()
    letters = [letter for letter in plain if letter.isalpha()]
    first, second = (letters + ["", ""])[:2]
    elides = first in _VOWELS or (first == "y" and second not in _VOWELS)
    return f"d’{name}" if elides else f"de {name}"
