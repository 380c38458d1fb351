"""Legal time of each région: an hour typed in La Réunion is an hour of La Réunion. Pure.

``hour_of`` says in French whose hour it is: nobody reads « Indian/Reunion ».
"""

from zoneinfo import ZoneInfo

MAINLAND = "Europe/Paris"
_OVERSEAS = {
    "01": "America/Guadeloupe",
    "02": "America/Martinique",
    "03": "America/Cayenne",
    "04": "Indian/Reunion",
    "06": "Indian/Mayotte",
}
PLACES = {
    "Europe/Paris": "Paris",
    "America/Guadeloupe": "la Guadeloupe",
    "America/Martinique": "la Martinique",
    "America/Cayenne": "la Guyane",
    "Indian/Reunion": "La Réunion",
    "Indian/Mayotte": "Mayotte",
    "America/Miquelon": "Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "Saint-Barthélemy",
    "America/Marigot": "Saint-Martin",
    "Pacific/Noumea": "la Nouvelle-Calédonie",
    "Pacific/Tahiti": "la Polynésie française",
    "Pacific/Wallis": "Wallis-et-Futuna",
}
"""Where people say that a time zone is, for each French one."""


def place_of(zone: str) -> str:
    """« La Réunion »; a time zone that is not French keeps its own name."""
    return PLACES.get(zone, zone)


def hour_of(zone: str) -> str:
    """« heure de La Réunion »."""
    return f"heure de {place_of(zone)}"


def time_zone_of(region: str) -> ZoneInfo:
    """The time zone of a région, by its Insee code; that of the mainland for any other code."""
    return ZoneInfo(_OVERSEAS.get(region, MAINLAND))
