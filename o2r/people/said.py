"""Sentences of the pages of a person: rungs, moves, silence. Pure."""

from collections.abc import Collection
from datetime import date

from o2r.people.enums import IdentityLevel, Standing

ANONYMOUS = "anonyme"

_RUNGS = {
    IdentityLevel.PSEUDONYM: "Sous un pseudonyme : ni nom, ni date de naissance.",
    IdentityLevel.DECLARED: "Identité déclarée : ce que la personne a dit, sans papier.",
    IdentityLevel.VERIFIED: "Identité vérifiée : un document a été vu, rien n’en est gardé.",
}
_MOVES: dict[tuple[str, str], str] = {
    (ANONYMOUS, IdentityLevel.PSEUDONYM): "Dossier ouvert sous un pseudonyme",
    (ANONYMOUS, IdentityLevel.DECLARED): "Dossier ouvert, identité déclarée",
    (ANONYMOUS, IdentityLevel.VERIFIED): "Dossier ouvert, identité vérifiée",
    (IdentityLevel.PSEUDONYM, IdentityLevel.DECLARED): "La personne a dit qui elle est",
    (IdentityLevel.DECLARED, IdentityLevel.VERIFIED): "Identité vérifiée",
    (IdentityLevel.VERIFIED, IdentityLevel.DECLARED): "Vérification effacée",
    (IdentityLevel.DECLARED, IdentityLevel.PSEUDONYM): "Nom et date de naissance effacés",
    (IdentityLevel.VERIFIED, IdentityLevel.PSEUDONYM): "Nom et date de naissance effacés",
    (Standing.FOLLOWED, Standing.MERGED): "Dossier réuni à un autre",
    (Standing.MERGED, Standing.FOLLOWED): "Dossiers séparés de nouveau",
    (Standing.FOLLOWED, Standing.ANONYMISED): "Dossier anonymisé",
    (Standing.MERGED, Standing.ANONYMISED): "Dossier anonymisé",
}


def rung_sentence(level: str) -> str:
    """What a rung of the ladder keeps, in one sentence."""
    return _RUNGS[IdentityLevel(level)]


def move_sentence(left: str, reached: str) -> str:
    """One move of a file, in words."""
    return _MOVES.get((left, reached), f"{left} → {reached}")


def days_since(last: date, today: date) -> int:
    """Days without a contact, never below zero."""
    return max((today - last).days, 0)


def silence_words(days: int) -> str:
    """« aujourd’hui », « hier », « il y a 23 jours »."""
    if days == 0:
        return "aujourd’hui"
    return "hier" if days == 1 else f"il y a {days} jours"


_GROUPS = {
    "identity": "qui est la personne",
    "contact": "comment la joindre",
    "route": "son parcours et ses rendez-vous",
    "narrative": "ce qui est écrit d’elle",
    "barriers": "ce qui bloque",
    "referral": "ses orientations",
    "health": "ce qui touche à la santé",
    "justice": "ce qui touche à la justice",
}


def unseen(groups: Collection[str]) -> list[str]:
    """What a reader of these groups of fields does not read, in words."""
    return [words for group, words in _GROUPS.items() if group not in groups]
