"""Reads the files of texts and refuses those that would print something wrong. Pure.

Every language holds the same keys and the same words between braces as the French text; its
direction is that of its letters; nobody is said to have reviewed it who is not named.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from o2r.core.typography import typographic
from o2r.people.contract_texts.texts import LISTS, SECTIONS, SOURCE, ContractText, Status

HERE = Path(__file__).parent
_HEAD = ("code", "name", "lang", "direction", "author", "written_on", "status", "reviewer")
_MORE = ("reviewed_on", "translates")
_MARKUP = frozenset("<>&")
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
ON_THE_CARD = frozenset({"address"})
FILLED = frozenset({"day", "operator", "months", "dpo", "contact"})
"""The words that a receipt fills."""
_STRONG_RTL = frozenset({"R", "AL"})


class WrongTexts(ValueError):
    """The files do not hold together. ``faults``: each of them, in French."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("Textes du contrat de confiance :\n" + "\n".join(faults))


@lru_cache(maxsize=4)
def contract_texts(own_folder: str = "") -> Mapping[str, ContractText]:
    """The texts by code of language, French first. ``own_folder``: folder of an instance, whose
    files replace those of the product or add a language; empty for none.

    Raises WrongTexts with every fault found.
    """
    files = {path.stem: path for path in sorted(HERE.glob("*.toml"))}
    if own_folder:
        files |= {path.stem: path for path in sorted(Path(own_folder).glob("*.toml"))}
    faults: list[str] = []
    texts = {}
    for code in sorted(files, key=lambda code: (code != SOURCE, code)):
        try:
            texts[code] = _text(code, tomllib.loads(files[code].read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError) as error:
            faults.append(f"{code} : fichier illisible ({error}).")
    if SOURCE not in texts:
        raise WrongTexts(faults)
    faults += [fault for text in texts.values() for fault in faults_of(text, texts[SOURCE])]
    if faults:
        raise WrongTexts(faults)
    return {code: _dated(text, texts[SOURCE]) for code, text in texts.items()}


def _text(code: str, table: dict[str, Any]) -> ContractText:
    """The file of one language. Raises KeyError or ValueError when its head is not whole."""
    head = {name: table.pop(name) for name in _HEAD}
    more = {name: table.pop(name, None) for name in _MORE}
    if head["code"] != code:
        raise ValueError(f"le fichier porte le code « {head['code']} »")
    for name, moment in {"written_on": head["written_on"], **more}.items():
        if type(moment) is not date and not (moment is None and name in _MORE):
            raise ValueError(f"« {name} » n’est pas un jour")
    if not all(isinstance(head[name], str) for name in _HEAD if name != "written_on"):
        raise ValueError("un champ de l’en-tête n’est pas un texte")
    head["status"] = Status(head["status"])
    words = dict(_flat(table))
    if head["lang"].startswith("fr"):
        words = {key: typographic(sentence) for key, sentence in words.items()}
    return ContractText(**head, **more, words=words)


def _flat(table: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence with its dotted key; lines are numbered. Raises ValueError for anything that
    is not a text."""
    for name, held in table.items():
        key = f"{start}{name}"
        if isinstance(held, dict):
            yield from _flat(held, f"{key}.")
        elif isinstance(held, list):
            yield from _flat({str(rank): line for rank, line in enumerate(held)}, f"{key}.")
        elif isinstance(held, str):
            yield key, held
        else:
            raise ValueError(f"« {key} » n’est pas un texte")


def _dated(text: ContractText, source: ContractText) -> ContractText:
    outdated = text.is_translation and text.translates != source.written_on
    return replace(text, is_outdated=outdated)


def faults_of(text: ContractText, source: ContractText) -> list[str]:
    """What is wrong with a text, in French; empty when nothing is."""
    return [f"{text.code} : {fault}." for fault in _faults(text, source)]


def _faults(text: ContractText, source: ContractText) -> Iterator[str]:
    for key in source.words:
        if key not in text.words:
            yield f"« {key} » manque"
    for key, sentence in text.words.items():
        if key not in source.words:
            yield f"« {key} » n’est pas dans le texte français"
            continue
        yield from _faults_of_a_sentence(key, sentence, source[key])
    if text is source:
        yield from _missing_tables(text)
    if text.direction not in ("ltr", "rtl"):
        yield f"sens d’écriture inconnu « {text.direction} »"
    elif text.direction != direction_of("".join(text.words.values())):
        yield "le sens d’écriture n’est pas celui de ses lettres"
    yield from _faults_of_the_head(text)


def _missing_tables(text: ContractText) -> Iterator[str]:
    for kind in LISTS:
        if not text.codes(kind):
            yield f"la liste « {kind} » manque"
    for name in SECTIONS:
        if f"{name}.heading" not in text.words or f"{name}.lines.0" not in text.words:
            yield f"la partie « {name} » manque"


def _faults_of_a_sentence(key: str, sentence: str, model: str) -> Iterator[str]:
    if not sentence or sentence != sentence.strip():
        yield f"« {key} » est vide ou bordé d’espaces"
    if _MARKUP & set(sentence):
        yield f"« {key} » contient <, > ou &"
    # An explanation may be cut in lines, and Persian letters need a joiner; what turns a line
    # around is refused.
    kept = "\u200c\n" if ".lines." in key else "\u200c"
    if any(unicodedata.category(sign) in ("Cc", "Cf") and sign not in kept for sign in sentence):
        yield f"« {key} » contient un signe invisible"
    if set("{}") & set(_PLACEHOLDER.sub("", sentence)):
        yield f"« {key} » contient une accolade seule"
    if placeholders(sentence) != placeholders(model):
        yield f"« {key} » n’a pas les mêmes mots entre accolades que le texte français"
    # A card names nobody: only the address to type may be said there.
    known = ON_THE_CARD if key.startswith("card.") else FILLED
    if placeholders(sentence) - known:
        yield f"« {key} » demande un mot que ce papier n’a pas"


def _faults_of_the_head(text: ContractText) -> Iterator[str]:
    if not text.author.strip() or not text.name.strip() or not text.lang.strip():
        yield "auteur, nom ou langue manquent"
    if (text.status is Status.ORIGINAL) and text.is_translation:
        yield "seul le texte français est un original"
    if text.status is Status.REVIEWED:
        if not text.reviewer.strip() or text.reviewed_on is None:
            yield "relue, sans dire par qui ni quand"
        elif text.reviewed_on < text.written_on:
            yield "relue avant d’être écrite"
    elif text.reviewer or text.reviewed_on:
        yield "relecteur ou date de relecture sans le statut « relue »"
    if text.is_translation and text.translates is None:
        yield "« translates » ne dit pas de quel texte français elle vient"


def placeholders(sentence: str) -> frozenset[str]:
    """The words between braces."""
    return frozenset(_PLACEHOLDER.findall(sentence))


def direction_of(letters: str) -> str:
    """``rtl`` when most letters are written from right to left (Unicode UAX 9)."""
    kinds = [unicodedata.bidirectional(letter) for letter in letters]
    right = sum(kind in _STRONG_RTL for kind in kinds)
    return "rtl" if right > kinds.count("L") else "ltr"
