"""How somebody may be reached: numbers read aloud, precautions in words, hours. Pure."""

import re
from datetime import time
from typing import Protocol

from o2r.core.calendar_words import hour_in_words
from o2r.people.enums import ContactKind

_SEPARATORS = re.compile(r"[\s.\-()/\u00a0\u202f]+")
_PHONE = re.compile(r"\+?\d{6,15}")
_FRENCH = re.compile(r"0\d{9}")


class Precautions(Protocol):
    """What the person said of one way to reach them."""

    kind: str
    no_voicemail: bool
    not_before: time | None
    not_after: time | None
    is_read_by_others: bool
    wants_neutral_sender: bool


def phone_of(text: str) -> str | None:
    """A phone number as it is read aloud, French ones in pairs; None for what is not one."""
    digits = _SEPARATORS.sub("", text.strip()).replace("+330", "+33")
    if not _PHONE.fullmatch(digits):
        return None
    if digits.startswith("+33") and len(digits) == 12:
        digits = f"0{digits[3:]}"
    if _FRENCH.fullmatch(digits):
        return " ".join(digits[at : at + 2] for at in range(0, 10, 2))
    return digits


def masked(kind: str, value: str) -> str:
    """What tells two numbers apart and calls nobody: « se termine par 78 »; else nothing."""
    digits = [one for one in value if one.isdigit()]
    if kind != ContactKind.PHONE or len(digits) < 6:
        return ""
    return f"se termine par {''.join(digits[-2:])}"


def precautions(of: Precautions) -> list[str]:
    """What must be known before using it, in sentences, the gravest first."""
    said = []
    if of.is_read_by_others:
        said.append("Quelqu’un d’autre lit ici : n’écrivez rien que ce tiers ne doive savoir.")
    if of.kind == ContactKind.PHONE and of.no_voicemail:
        said.append("Ne laissez pas de message vocal.")
    if of.not_before:
        said.append(f"Pas avant {hour_in_words(of.not_before)}.")
    if of.not_after:
        said.append(f"Pas après {hour_in_words(of.not_after)}.")
    if of.wants_neutral_sender:
        said.append("Ne dites ni qui appelle, ni pourquoi, à quelqu’un d’autre.")
    return said


def is_hour_for(of: Precautions, now: time) -> bool:
    """Whether one may call at this hour, where the person is."""
    if of.not_before and now < of.not_before:
        return False
    return not (of.not_after and now >= of.not_after)
