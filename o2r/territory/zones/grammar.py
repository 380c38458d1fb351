"""Reading and writing an expression: signed terms, left to right. Knows no geography.

    expression = [sign] term { sign term }
    sign       = "+" | "-"                      (the typographic minus signs are read as "-")
    term       = "fr" | kind ":" code           kind = reg dep epci ept com qpv frr

Spaces are free everywhere. Case is free: kinds are written in lower case, codes in upper case
(``dep:2a`` is ``dep:2A``). There are no parentheses: each term applies to what stands on its left.
"""

import re
from dataclasses import dataclass

from o2r.territory.enums import UnitKind
from o2r.territory.zones.errors import ZoneError

MAX_LENGTH = 500_000
"""Characters: the 34,969 communes written one by one fit (420,000)."""

_SPLIT = re.compile("([-+−–])")
_CODE = re.compile(r"[0-9A-Za-z]+")
_KINDS = ", ".join(f"{kind}:" for kind in UnitKind if kind is not UnitKind.FR)


@dataclass(frozen=True, slots=True)
class Term:
    """One signed term of an expression. ``code`` is empty for ``fr``."""

    adds: bool
    kind: UnitKind
    code: str

    @property
    def name(self) -> str:
        """The term without its sign, normalised: ``dep:38``, ``fr``."""
        return str(self.kind) if self.kind is UnitKind.FR else f"{self.kind}:{self.code}"


def parse(expression: str) -> tuple[Term, ...]:
    """The terms of an expression. Raises ``ZoneError`` when it is not well formed."""
    if len(expression) > MAX_LENGTH:
        raise ZoneError(
            f"L'expression de la zone est trop longue ({len(expression)} caractères, "
            f"{MAX_LENGTH} au plus). Remplacez des communes par leur EPCI ou leur département."
        )
    if not expression.strip():
        raise ZoneError(
            "L'expression de la zone est vide. Écrivez au moins un terme, par exemple « dep:38 »."
        )
    pieces = [piece.strip() for piece in _SPLIT.split(expression)]
    # A leading sign is allowed; without one, the first term is added.
    if pieces[0]:
        pieces.insert(0, "+")
    else:
        pieces.pop(0)
    signs, bodies = pieces[0::2], pieces[1::2]
    if signs[0] != "+":
        raise ZoneError(
            f"L'expression commence par un retrait : « {signs[0]} {bodies[0]} ». Il n'y a encore "
            "rien à retirer. Commencez par un territoire à ajouter, par exemple « fr ».",
            term=bodies[0],
        )
    return tuple(
        _term(sign, body, previous)
        for sign, body, previous in zip(signs, bodies, ["", *bodies], strict=False)
    )


def _term(sign: str, body: str, previous: str) -> Term:
    if not body:
        after = f" (après « {previous} »)" if previous else ""
        raise ZoneError(
            f"Il manque un terme à côté du signe « {sign} »{after}. "
            "Écrivez un territoire après chaque signe, ou retirez le signe.",
            term=sign,
        )
    kind_text, colon, code = (part.strip() for part in body.partition(":"))
    adds = sign == "+"
    if kind_text.lower() == UnitKind.FR:
        if colon:
            raise ZoneError(
                f"« {body} » ne se lit pas : la France s'écrit « fr », sans code.", term=body
            )
        return Term(adds, UnitKind.FR, "")
    if not colon:
        raise ZoneError(
            f"« {body} » ne se lit pas : un terme s'écrit avec son type et son code, par exemple "
            f"« dep:38 ». Types possibles : {_KINDS} ou « fr ». Pour réunir deux territoires, "
            "mettez un signe + entre eux.",
            term=body,
        )
    try:
        kind = UnitKind(kind_text.lower())
    except ValueError:
        raise ZoneError(
            f"« {body} » : le type « {kind_text} » n'existe pas. "
            f"Types possibles : {_KINDS} ou « fr ».",
            term=body,
        ) from None
    if not _CODE.fullmatch(code):
        shown = f"« {code} » n'est pas un code" if code else "le code manque"
        raise ZoneError(
            f"« {body} » : {shown}. Écrivez le code officiel, en chiffres et lettres sans espace "
            "(un nom ne suffit pas : plusieurs territoires peuvent le porter), par exemple "
            "« com:69259 ».",
            term=body,
        )
    return Term(adds, kind, code.upper())


def write(terms: tuple[Term, ...]) -> str:
    """The normalised expression: ``dep:38 - epci:200085751``. ``parse`` reads it back the same."""
    text = " ".join(f"{'+' if term.adds else '-'} {term.name}" for term in terms)
    return text.removeprefix("+ ")


def normalise(expression: str) -> str:
    """The expression with one spelling, one space around signs. Raises ``ZoneError``."""
    return write(parse(expression))
