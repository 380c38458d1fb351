"""The published wording of a scale: a file by scale and language, with its source and licence.

The product has none of its own. A file is named ``<scale>.<language>.toml``::

    scale = "fasku3"
    version = "2021"
    language = "fr"
    source = "who published this very text, and where"
    licence = "CC BY-SA 4.0"
    supplied_by = "who supplied this file"
    intro = "what is read before the questions"
    items = ["…", "…", "…"]
    answers = [["…", "…", "…", "…", "…"]]

``answers``: the words of the values of each question, or one list for all of them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from o2r.pathways.measures.scales.definitions import Scale

_TEXTS = ("source", "licence", "supplied_by", "intro")


class WrongWording(ValueError):
    """A file of wording that cannot be used, with the reason in French."""


@dataclass(frozen=True)
class Wording:
    """The words of a scale in one language. ``choices``: value and words, for each question."""

    scale: str
    language: str
    source: str
    licence: str
    supplied_by: str
    intro: str
    items: tuple[str, ...]
    choices: tuple[tuple[tuple[int, str], ...], ...]


@dataclass(frozen=True)
class Wordings:
    """What a folder holds: the wordings that may be used, by scale and language, and the faults of
    the others, by the name of their file."""

    usable: Mapping[tuple[str, str], Wording]
    faults: Mapping[str, str]

    def of(self, scale: Scale, language: str = "") -> Wording | None:
        """The words in the language of the person, else in French, else none."""
        return self.usable.get((scale.code, language)) or self.usable.get((scale.code, "fr"))

    def all_of(self, scale: Scale) -> list[Wording]:
        """Every wording of a scale, by language."""
        rows = [one for one in self.usable.values() if one.scale == scale.code]
        return sorted(rows, key=lambda one: one.language)


def wordings_in(folders: Iterable[Path], scales: Mapping[str, Scale]) -> Wordings:
    """The wordings of several folders: the last one prevails. A folder that is not there is empty.

    Files are read again when they change: an instance adds one without starting again.
    """
    usable: dict[tuple[str, str], Wording] = {}
    faults: dict[str, str] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.*.toml")):
            try:
                known = _read(path, path.stat().st_mtime_ns)
                wording = _wording(path, known, scales)
            except (WrongWording, OSError) as error:
                faults[path.name] = str(error)
            else:
                usable[wording.scale, wording.language] = wording
    return Wordings(usable, faults)


@lru_cache(maxsize=64)
def _read(path: Path, _changed_at: int) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongWording(f"Ce fichier n’est pas un TOML lisible ({error}).") from error


def _wording(path: Path, table: dict[str, Any], scales: Mapping[str, Scale]) -> Wording:
    scale = scales.get(str(table.get("scale")))
    if scale is None:
        raise WrongWording("Cette échelle n’existe pas ici.")
    if table.get("version") != scale.version:
        raise WrongWording(f"Ce texte n’est pas celui de la version {scale.version}.")
    language = str(table.get("language", ""))
    if path.name != f"{scale.code}.{language}.toml":
        raise WrongWording(f"Ce fichier devrait s’appeler {scale.code}.{language}.toml.")
    texts = {name: str(table.get(name, "")).strip() for name in _TEXTS}
    for name in ("source", "licence"):
        if not texts[name]:
            raise WrongWording(f"« {name} » manque : un texte sans {name} n’est pas employé.")
    items = _lines(table.get("items"), scale.items, "questions")
    return Wording(scale.code, language, **texts, items=items, choices=_choices(table, scale))


def _choices(table: dict[str, Any], scale: Scale) -> tuple[tuple[tuple[int, str], ...], ...]:
    rows = table.get("answers")
    if not isinstance(rows, list) or len(rows) not in (1, scale.items):
        raise WrongWording("« answers » donne une liste de réponses, ou une par question.")
    rows = rows * scale.items if len(rows) == 1 else rows
    return tuple(
        tuple(zip(values, _lines(row, len(values), "réponses"), strict=True))
        for values, row in zip(scale.answers, rows, strict=True)
    )


def _lines(given: Any, many: int, what: str) -> tuple[str, ...]:
    if not isinstance(given, list) or len(given) != many:
        raise WrongWording(f"Il faut {many} {what}.")
    lines = tuple(str(one).strip() for one in given)
    if not all(lines):
        raise WrongWording(f"Une des {what} est vide.")
    return lines
