"""What an application says apart from its texts, in words: compared when two people write."""

from django.db.models import TextChoices

from o2r.calls.applications.models import Application
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
