"""What is said of a service on the screens: why it is proposed, how old its entry is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from o2r.network.directory import codes
from o2r.network.directory.search.question import NAMED, Match, Question

DAYS_IN_A_MONTH = 30.44
_MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True)
class Freshness:
    """How long ago an entry was seen right. ``is_old``: beyond the months of ``rules.csv``."""

    text: str
    is_old: bool


def freshness(seen_on: date, today: date, *, old_months: int) -> Freshness:
    """« confirmé il y a 3 mois »; a day to come is today."""
    days = max(0, (today - seen_on).days)
    months = int(days / DAYS_IN_A_MONTH)
    return Freshness(f"confirmé {_since(days, months)}", months >= old_months)


def _since(days: int, months: int) -> str:
    if days == 0:
        return "aujourd’hui"
    if days == 1:
        return "hier"
    if months == 0:
        return f"il y a {days} jours"
    if months < 2 * _MONTHS_IN_A_YEAR:
        return f"il y a {months} mois"
    return f"il y a {months // _MONTHS_IN_A_YEAR} ans"


def distance(km: float | None) -> str:
    """« à 12 km »; empty when it is not known."""
    if km is None:
        return ""
    return "dans la commune ou tout près" if km < 1 else f"à {km:.0f} km"


def explained(
    match: Match, question: Question, *, themes: Sequence[str], publics: Sequence[str]
) -> list[str]:
    """Why a service is proposed, and what is to be checked, in the order of the ranking.

    ``themes`` and ``publics``: those of the service.
    """
    reasons = []
    if question.commune is not None:
        name = question.commune.name
        covers = f"Couvre {name}" if match.covers else f"Ne dit pas couvrir {name} : à demander"
        reasons.append(covers)
    if question.themes:
        reasons.append(_need(match, question, themes))
    if question.words:
        where = "dans son nom" if match.words == NAMED else "dans sa description"
        reasons.append(f"Porte ces mots {where}")
    if question.publics:
        reasons.append(_whom(match, question, publics))
    return reasons


def _need(match: Match, question: Question, themes: Sequence[str]) -> str:
    categories = {codes.category_of(theme) for theme in question.themes}
    asked = set(question.themes)
    named = [theme for theme in themes if theme in asked or codes.category_of(theme) in asked]
    if named:
        return f"Répond à : {_listed([codes.theme_label(theme) for theme in named])}"
    near = [theme for theme in themes if codes.category_of(theme) in categories]
    return f"Domaine voisin : {_listed([codes.theme_label(theme) for theme in near])}"


def _whom(match: Match, question: Question, publics: Sequence[str]) -> str:
    taken = [code for code in publics if code in question.publics]
    if taken:
        return f"Prend : {_listed(codes.labels(codes.PUBLICS, taken))}"
    if codes.EVERYONE in publics:
        return "Prend tous les publics"
    return "Ne dit pas qui il prend : à demander"


def _listed(labels: Sequence[str]) -> str:
    """Two labels at most: a line stays a line."""
    more = f" et {len(labels) - 2} de plus" if len(labels) > 2 else ""
    return ", ".join(labels[:2]) + more
