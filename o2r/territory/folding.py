"""Names without accents, ligatures, case or punctuation: to compare, sort and search them."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o"})
_EXPANDED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def fold(text: str) -> str:
    """Lower case, no accent, one space between words: "L'Haÿ-les-Roses" is "l hay les roses"."""
    lowered = text.lower().translate(_LIGATURES)
    if not lowered.isascii():
        lowered = "".join(
            letter
            for letter in unicodedata.normalize("NFKD", lowered)
            if not unicodedata.combining(letter)
        )
    return " ".join("".join(c if c.isalnum() else " " for c in lowered).split())


def expand(folded: str) -> str:
    """Usual short forms written in full: "st maurice" is "saint maurice"."""
    return " ".join(_EXPANDED.get(word, word) for word in folded.split())
