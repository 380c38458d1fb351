"""Reading one cell: text in, value out, or a refusal that says what to write instead. Pure.

Each reader is a function of the text of the cell; those that need a setting return one.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models

from o2r.accounts import siret
from o2r.projects.enums import Origin, Public, PublicationState
from o2r.projects.exchange.columns import (
    FIELD_SEPARATOR,
    LIST_SEPARATOR,
    NO,
    STATE_CODES,
    YES,
)
from o2r.projects.footprint import footprint
from o2r.territory import zones
from o2r.territory.geography import GeographyError, available_vintages

Choice = TypeVar("Choice", bound=models.TextChoices)

_STATES = {code: state for state, code in STATE_CODES.items()}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PHONE = re.compile(r"\+?[0-9]+( [0-9]+)*")
_WEB = URLValidator(schemes=["http", "https"])
_DAYS = ("%Y-%m-%d", "%d/%m/%Y")
_HOURS = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S", " %Hh%M")


class Refused(Exception):
    """A cell whose value cannot be used; the message is the reason, in French."""


def text(longest: int) -> Callable[[str], str]:
    """Free text of at most ``longest`` characters, without control characters."""

    def read(cell: str) -> str:
        if len(cell) > longest:
            raise Refused(f"le texte a {len(cell)} caractères, {longest} au plus")
        for character in cell:
            if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t":
                raise Refused(
                    "le texte contient un caractère invisible "
                    f"(U+{ord(character):04X}) : retapez ce passage"
                )
        return cell

    return read


def identifier(cell: str) -> str:
    """The stable name of a project: lower case, digits, hyphens."""
    if len(cell) > 80 or not _SLUG.fullmatch(cell):
        raise Refused(
            f"« {cell} » ne convient pas : minuscules sans accent, chiffres et tirets, 80 "
            "caractères au plus"
        )
    return cell


def organisation(cell: str) -> str:
    """The name of an organisation, without the separators of the column of partners."""
    for separator in (LIST_SEPARATOR, FIELD_SEPARATOR, "\n"):
        if separator in cell:
            shown = "un retour à la ligne" if separator == "\n" else f"« {separator} »"
            raise Refused(f"un nom d’organisation ne contient pas {shown}")
    return text(150)(cell)


def siret_number(cell: str) -> str:
    """A SIRET without its spaces, checked; or nothing."""
    value = siret.without_separators(cell)
    problem = siret.problem(value) if value else None
    if problem:
        raise Refused(problem)
    return value


def web_address(cell: str) -> str:
    """An http or https address, or nothing."""
    if cell:
        try:
            _WEB(cell)
        except ValidationError:
            raise Refused(
                f"« {cell} » n’est pas une adresse de site : elle commence par https:// ou http://"
            ) from None
    return text(300)(cell)


def mailbox(cell: str) -> str:
    """An e-mail address, or nothing."""
    if cell:
        try:
            validate_email(cell)
        except ValidationError:
            raise Refused(f"« {cell} » n’est pas une adresse électronique") from None
    return text(254)(cell)


def phone(cell: str) -> str:
    """A phone number with its groups separated by one space, or nothing."""
    spaced = re.sub(r"[\s.\-]+", " ", cell).strip()
    if spaced and (len(spaced) > 30 or not _PHONE.fullmatch(spaced)):
        raise Refused(
            f"« {cell} » n’est pas un numéro de téléphone : des chiffres séparés par des espaces, "
            "par exemple 01 99 00 12 34"
        )
    return spaced


def day(cell: str) -> date | None:
    """A date written AAAA-MM-JJ or JJ/MM/AAAA, or nothing."""
    if not cell:
        return None
    for pattern in _DAYS:
        try:
            return datetime.strptime(cell, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Refused(f"« {cell} » n’est pas une date : écrivez AAAA-MM-JJ ou JJ/MM/AAAA")


def instant(cell: str, zone: tzinfo) -> datetime:
    """A day, with its hour or without: « 2026-03-01 14:59 », « 01/03/2026 15h00 », ISO 8601.

    An hour that says no zone is one of ``zone``.
    """
    try:
        read = datetime.fromisoformat(cell)
    except ValueError:
        for form in (day + hour for day in _DAYS for hour in _HOURS):
            try:
                read = datetime.strptime(cell, form)  # noqa: DTZ007 — its zone is given below
                break
            except ValueError:
                continue
        else:
            raise Refused(
                f"« {cell[:60]} » n’est pas une date : écrivez JJ/MM/AAAA, ou AAAA-MM-JJ"
            ) from None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def yes_or_no(cell: str) -> bool:
    """``oui`` or ``non``; nothing means no."""
    if cell.lower() in (YES, NO, ""):
        return cell.lower() == YES
    raise Refused(f"« {cell} » : écrivez {YES} ou {NO}")


def one_of(choices: type[Choice]) -> Callable[[str], Choice]:
    """One code of a list."""

    def read(cell: str) -> Choice:
        try:
            return choices(cell)
        except ValueError:
            raise Refused(_not_listed(cell, list(choices.values))) from None

    return read


def many_of(choices: type[Choice]) -> Callable[[str], tuple[Choice, ...]]:
    """Codes of a list, in the order of the list, each once."""
    one = one_of(choices)

    def read(cell: str) -> tuple[Choice, ...]:
        pieces = [piece.strip() for piece in cell.split(LIST_SEPARATOR)]
        found = {one(piece) for piece in pieces if piece}
        return tuple(choice for choice in choices if choice in found)

    return read


def publics(cell: str) -> tuple[Public, ...]:
    """Codes of publics; « tous-publics » stands alone, as data·inclusion v1 says."""
    found = many_of(Public)(cell)
    if Public.EVERYONE in found and len(found) > 1:
        raise Refused(
            "« tous-publics » ne va avec aucun autre code (règle data·inclusion) : gardez-le seul, "
            "ou retirez-le"
        )
    return found


def origin(cell: str) -> Origin:
    """The origin of a project; nothing means not known."""
    return one_of(Origin)(cell) if cell else Origin.UNKNOWN


def state(cell: str) -> PublicationState | None:
    """The publication state; nothing leaves it as it is."""
    if cell and cell not in _STATES:
        raise Refused(_not_listed(cell, list(_STATES)))
    return _STATES[cell] if cell else None


def vintage(cell: str) -> int:
    """A year of the official geography; nothing means the newest."""
    known = available_vintages()
    if not cell:
        return known[-1]
    if cell.isascii() and cell.isdigit() and int(cell) in known:
        return int(cell)
    raise Refused(
        f"« {cell} » n’est pas un millésime connu : {', '.join(map(str, known))}, ou rien"
    )


def zone(year: int) -> Callable[[str], str]:
    """An expression of zone that resolves in the geography of ``year``, in its normal spelling."""

    def read(cell: str) -> str:
        try:
            return footprint(cell, year).zone.expression
        except (zones.ZoneError, GeographyError) as error:
            raise Refused(str(error)) from error

    return read


def _not_listed(cell: str, possible: list[str]) -> str:
    close = difflib.get_close_matches(cell.lower(), possible, n=1)
    hint = f" Vouliez-vous dire « {close[0]} » ?" if close else ""
    return f"« {cell} » n’est pas dans la liste.{hint} Codes possibles : {', '.join(possible)}"
