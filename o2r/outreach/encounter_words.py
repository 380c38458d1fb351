"""What is said of a meeting once it is noted: sentences fit to be read aloud. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from o2r.core.calendar_words import day_and_month, hour_in_words
from o2r.outreach.enums import EncounterKind
from o2r.people.enums import GroupKind


def people_in_words(number: int) -> str:
    """« une personne », « 3 personnes »."""
    return "une personne" if number == 1 else f"{number} personnes"


def listed_in_words(names: Sequence[str]) -> str:
    """« Momo », « Momo et Zaza », « Momo, Zaza et Titi »."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


def group_words(kind: GroupKind, names: Sequence[str]) -> str:
    """« Fratrie : Momo et Zaza »."""
    return f"{kind.label.capitalize()} : {listed_in_words(names)}"


def noted_sentence(kind: str, *, met: int, counted: int, place: str, at: datetime) -> str:
    """« C’est noté : rencontre avec une personne, gare de Vénissieux, à 17 h. »

    It names nobody: it waits in the session, in clear, for the page that shows it. That page does.
    """
    if kind == EncounterKind.PASSAGE:
        what = f"passage, {people_in_words(counted)} sans nommer personne"
    elif kind == EncounterKind.REFUSAL:
        what = f"refus de {people_in_words(met)}" if met else "refus"
    else:
        what = f"rencontre avec {people_in_words(met or counted)}"
    where = f", {place}" if place else ""
    return f"C’est noté : {what}{where}, à {hour_in_words(at.time().replace(second=0))}."


def promise_sentence(due_on: date) -> str:
    """« Promesse à tenir pour le 8 décembre. »"""
    return f"Promesse à tenir pour le {day_and_month(due_on)}."
