"""Names as they are written: without accents nor punctuation, in Latin letters, by words. Pure."""

import re

from o2r.territory.folding import fold

_LETTERS = str.maketrans(
    {
        # Latin letters that have no accent to lose.
        **dict(zip("ıđłðħŋəɓɗƴ", "idldhnebdy", strict=True)),
        "þ": "th",
        # Ukrainian (resolution 55 of its government, 2010), and the letters of Russian beside.
        **dict(zip("абвгґдезиіїйклмнопрстуфыэё", "abvhgdezyiiiklmnoprstufyee", strict=True)),
        **{"є": "ie", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"},
        **{"ю": "iu", "я": "ia", "ь": "", "ъ": ""},
        # Arabic and Persian, which write no short vowel: the skeleton of consonants remains.
        **dict(zip("ابتجحدرزسصضطظعفقكلمنهويىةء", "abtjhdrzssdtzafqklmnhuiiaa", strict=True)),
        **dict(zip("آأإؤئپگکیڤ", "aaauipgkiv", strict=True)),
        **{"ث": "th", "خ": "kh", "ذ": "dh", "ش": "sh", "غ": "gh", "چ": "ch", "ژ": "j"},
    }
)

# Letters alone before a name, elided or prefixed: « N'Diaye », « D'Almeida », « M'Changama ».
_PREFIXED = frozenset("dklmnot")

_OTHERS = re.compile("[^a-z]")

PARTICLES = frozenset(
    "de du des da do dos das la le les el al il ul as es ben bin ibn ould bel bent bint ait van "
    "von der den di epouse ep nee ne veuve vve dit dite et thi".split()
)


def words(name: str) -> tuple[str, ...]:
    """The words of a name, folded: « N'Diaye-Le Gall » is ``("ndiaye", "le", "gall")``.

    Only Latin letters are left: digits, and scripts other than those above, are dropped.
    """
    pieces = [_OTHERS.sub("", piece) for piece in fold(name.lower().translate(_LETTERS)).split()]
    found: list[str] = []
    before = ""
    for rank, piece in enumerate(pieces):
        if piece in _PREFIXED and rank + 1 < len(pieces):
            before += piece
        elif piece or before:
            found.append(before + piece)
            before = ""
    return tuple(found)


def without_particles(name: tuple[str, ...]) -> tuple[str, ...]:
    """The words that tell somebody from another; all of them when nothing else is left."""
    return tuple(word for word in name if word not in PARTICLES) or name
