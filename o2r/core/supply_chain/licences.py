"""Which licences may go with ours, AGPL-3.0-or-later, and what each package says of its own.

Sources: the compatibility list of the Free Software Foundation (gnu.org/licenses/license-list) and
the SPDX list of identifiers.
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageMetadata

from packaging.utils import NormalizedName

ALLOWED = frozenset(
    {
        # Permissive.
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0"),
        *("HPND", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
        # Copyleft that may be combined with the GPL, version 3.
        *("MPL-2.0", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"),
        *("GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later"),
        *("AGPL-3.0-only", "AGPL-3.0-or-later"),
        # Not programs: fonts, and public data with its schema.
        *("OFL-1.1", "etalab-2.0"),
    }
)
# Read in the repository of the package, because its metadata say nothing or cannot say "or".
REVIEWED = {
    "data-inclusion-schema": "etalab-2.0",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
}
# What people wrote before SPDX expressions.
_FREE_TEXT = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}
_IDENTIFIERS = {name.lower(): name for name in ALLOWED}


def of_distribution(name: NormalizedName, about: PackageMetadata) -> str:
    """The SPDX expression of an installed package; "" when it does not give one we can read.

    Several classifiers without a word between them all apply: each one must be acceptable.
    """
    if name in REVIEWED:
        return REVIEWED[name]
    if expression := about.get_all("License-Expression"):
        return str(expression[0])
    if text := spdx("".join(about.get_all("License") or ())):
        return text
    classifiers = [c for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    known = [spdx(classifier.rpartition(" :: ")[2]) for classifier in classifiers]
    return " AND ".join(known) if all(known) else ""


def spdx(text: str) -> str:
    """``text`` as an SPDX expression, also from a usual name; "" when it is a whole text."""
    plain = text.strip()
    if plain.lower() in _FREE_TEXT:
        return _FREE_TEXT[plain.lower()]
    if plain.lower() in _IDENTIFIERS:
        return _IDENTIFIERS[plain.lower()]
    return plain if re.fullmatch(r"\(?[\w.+-]+( (AND|OR|WITH) \(?[\w.+-]+\)?)+\)?", plain) else ""


def allowed(expression: str) -> bool:
    """Whether a package under ``expression`` may go with ours: one side of OR, both sides of AND.

    Anything that cannot be read, and any exception (WITH), is refused until somebody reads it.
    """
    words = iter([*re.findall(r"[()]|[^\s()]+", expression), ""])
    try:
        accepted, rest = _either(next(words), words)
    except ValueError:
        return False
    return accepted and rest == ""


def _either(word: str, words: Iterator[str]) -> tuple[bool, str]:
    accepted, word = _both(word, words)
    while word == "OR":
        other, word = _both(next(words), words)
        accepted = accepted or other
    return accepted, word


def _both(word: str, words: Iterator[str]) -> tuple[bool, str]:
    accepted, word = _one(word, words)
    while word == "AND":
        other, word = _one(next(words), words)
        accepted = accepted and other
    return accepted, word


def _one(word: str, words: Iterator[str]) -> tuple[bool, str]:
    """One identifier or one parenthesis, and the word after it. Raises ValueError if malformed."""
    if word == "(":
        accepted, closing = _either(next(words), words)
        if closing != ")":
            raise ValueError(closing)
        return accepted, next(words)
    if word in ("", ")", "AND", "OR", "WITH"):
        raise ValueError(word)
    return word in ALLOWED, next(words)
