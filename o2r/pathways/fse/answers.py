"""Values of a sheet: read from what was typed, checked together, written in one text. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from o2r.core.typed_text import tidy
from o2r.pathways.fse.fields import BY_CODE, Answers, Field, Kind
from o2r.people.reaching import phone_of

_BLANKS = re.compile(r"\s+")
_COMMUNE = re.compile(r"\d{5}|2[AB]\d{3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_WITHOUT_ZERO = re.compile(r"[1-9]\d{8}")
_SEPARATOR = ": "
MOST_MONTHS = 720


class WrongValue(ValueError):
    """What was written cannot be the value of this field; ``str(error)`` says why, in French."""


def value_of(field: Field, written: str) -> str:
    """The value of a field, from what was written; empty for nothing. Raises WrongValue."""
    text = _BLANKS.sub(" ", tidy(written, lines=False)).strip()
    return _READERS[field.kind](field, text) if text else ""


def _text(field: Field, text: str) -> str:
    if len(text) > field.longest:
        raise WrongValue(f"Ce texte est trop long : {field.longest} signes au plus.")
    return text


def _day(field: Field, text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat() if text[4:5] == "-" else _french(text)
    except ValueError:
        raise WrongValue("Cette date n’existe pas. Écrivez-la comme 31/01/2026.") from None


def _french(text: str) -> str:
    day, month, year = text.split("/")
    if len(year) != 4:
        raise ValueError(text)
    return date(int(year), int(month), int(day)).isoformat()


def _whole(field: Field, text: str) -> str:
    if not (text.isascii() and text.isdigit()) or int(text) > MOST_MONTHS:
        raise WrongValue("Écrivez un nombre entier de mois, par exemple 8.")
    return str(int(text))


def _choice(field: Field, text: str) -> str:
    for value, label in field.choices:
        if text.casefold() in (value.casefold(), label.casefold()):
            return value
    said = ", ".join(f"« {label} »" for _, label in field.choices)
    raise WrongValue(f"« {text[:40]} » n’est pas dans la liste. Choisissez {said}.")


def _phone(field: Field, text: str) -> str:
    # A spreadsheet eats the first zero of a number.
    number = phone_of(f"0{text}" if _WITHOUT_ZERO.fullmatch(text) else text)
    if number is None:
        raise WrongValue(
            "Ce n’est pas un numéro de téléphone. Écrivez dix chiffres, ou le numéro international "
            "avec son « + »."
        )
    return number


def _email(field: Field, text: str) -> str:
    if not _EMAIL.fullmatch(text) or len(text) > field.longest:
        raise WrongValue("Cette adresse n’est pas complète. Écrivez-la comme prenom@exemple.fr.")
    return text


def _commune(field: Field, text: str) -> str:
    code = text.upper()
    if not _COMMUNE.fullmatch(code):
        raise WrongValue("Écrivez le code INSEE de la commune : cinq signes, comme 38544.")
    return code


_READERS = {
    Kind.TEXT: _text,
    Kind.DAY: _day,
    Kind.WHOLE: _whole,
    Kind.CHOICE: _choice,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.COMMUNE: _commune,
}


def day_in(answers: Answers, code: str) -> date | None:
    """The day of a field, when it is known."""
    written = answers.get(code, "")
    return date.fromisoformat(written) if written else None


def contradictions(
    answers: Answers, *, starts: date, ends: date, today: date
) -> list[tuple[str, str]]:
    """What cannot be true together: (code of the field, what is wrong and what to do).

    ``starts`` and ``ends``: the first and last days of the operation.
    """
    born, entered, left = (
        day_in(answers, one) for one in ("date_naissance", "date_entree", "date_sortie")
    )
    found = []
    if entered and not starts <= entered <= ends:
        found.append(
            (
                "date_entree",
                f"L’opération va du {starts:%d/%m/%Y} au {ends:%d/%m/%Y} : la première action est "
                "entre ces deux jours.",
            )
        )
    elif entered and entered > today:
        found.append(("date_entree", "La première action a déjà eu lieu : ce jour est à venir."))
    if born and born >= (entered or today):
        found.append(("date_naissance", "La personne est née avant son entrée. Vérifiez l’année."))
    if left and left > today:
        found.append(("date_sortie", "La dernière action a déjà eu lieu : ce jour est à venir."))
    elif left and entered and left < entered:
        found.append(
            ("date_sortie", f"La sortie précède l’entrée, le {entered:%d/%m/%Y}. Corrigez-la.")
        )
    if answers.get("situation_6_mois") and not left:
        found.append(
            ("situation_6_mois", "Écrivez d’abord la date de sortie : les six mois en partent.")
        )
    return found


def to_text(answers: Answers) -> str:
    """One line by answer, « code: valeur », in the order of the fields: what is sealed, and what
    a person reads in the copy of their data."""
    return "\n".join(
        f"{code}{_SEPARATOR}{answers[code]}" for code in BY_CODE if answers.get(code, "")
    )


def of_text(text: str) -> dict[str, str]:
    """The answers that ``to_text`` wrote; what is no longer asked is left out."""
    pairs = (line.split(_SEPARATOR, 1) for line in text.split("\n") if _SEPARATOR in line)
    return {code: value for code, value in pairs if code in BY_CODE}


def of_texts(texts: Iterable[str]) -> dict[str, str]:
    """The answers of several texts, together."""
    return {code: value for text in texts for code, value in of_text(text).items()}


def same_person(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two sheets bear the same name, first name and date of birth, all three known."""
    keys = [_who(one), _who(other)]
    return keys[0] == keys[1] and all(keys[0])


def _who(answers: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(answers.get(code, "").casefold() for code in ("nom", "prenom", "date_naissance"))
