"""What an application says apart from its texts, in words: compared when two people write."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import TextChoices

from o2r.calls.applications.models import Application
from o2r.core.money import euros
from o2r.projects.enums import AttentionPoint, Channel, Public, Stage

LABELS = {
    "title": "Intitulé du projet",
    "zone": "Territoire",
    "publics": "Publics",
    "attention_points": "Points d’attention",
    "stages": "Étapes",
    "channels": "Façons d’aller vers",
    "places": "Personnes accompagnées par an",
    "has_analytic_accounts": "Comptabilité analytique",
}
_LISTS: dict[str, type[TextChoices]] = {
    "publics": Public,
    "attention_points": AttentionPoint,
    "stages": Stage,
    "channels": Channel,
}


def facts_in_words(application: Application) -> dict[str, str]:
    """Each fact by its name, as a person reads it; empty when nothing is typed."""
    place = application.footprint
    return {
        "title": application.title,
        "zone": place.label if place else "",
        **{name: in_words(name, getattr(application, name)) for name in _LISTS},
        "places": "" if application.places is None else str(application.places),
        "has_analytic_accounts": "oui" if application.has_analytic_accounts else "non",
    }


def in_words(name: str, codes: list[str]) -> str:
    """Codes of a list, in the order of the list and in words."""
    known: type[TextChoices] = _LISTS[name]
    return ", ".join(str(one.label) for one in known if one.value in codes)


def money_in_words(asked: Sequence[Decimal], stated_cost: Decimal | None) -> dict[str, str]:
    """What is asked each year and what the project costs, by the names of their fields."""
    by_year = {
        f"requested_{year}": euros(amount) if amount else ""
        for year, amount in enumerate(asked, start=1)
    }
    return by_year | {"stated_cost": "" if stated_cost is None else euros(stated_cost)}


def lacking(application: Application, *, asks: bool) -> list[str]:
    """What the committee and the convention need, and an application does not say, in words.

    ``asks``: whether its budget asks something of the call.
    """
    needed = {
        "territoire": bool(application.zone_expression),
        "publics": bool(application.publics),
        "étapes": bool(application.stages),
        "aide demandée": asks,
        "personnes accompagnées par an": application.places is not None,
        "coût total": application.stated_cost is not None,
    }
    return [name for name, is_there in needed.items() if not is_there]
