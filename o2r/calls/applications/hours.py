"""Instants as they are said to a candidate: day, hour to the millisecond, local time. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
    *("septembre", "octobre", "novembre", "décembre"),
)
_PLACES = {
    "Europe/Paris": "heure de Paris",
    "America/Guadeloupe": "heure de la Guadeloupe",
    "America/Martinique": "heure de la Martinique",
    "America/Cayenne": "heure de la Guyane",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "heure de Saint-Barthélemy",
    "America/Marigot": "heure de Saint-Martin",
    "Pacific/Noumea": "heure de la Nouvelle-Calédonie",
    "Pacific/Tahiti": "heure de Tahiti",
    "Pacific/Wallis": "heure de Wallis-et-Futuna",
    "UTC": "temps universel",
}


def place(zone: ZoneInfo) -> str:
    """Whose hour it is: « heure de La Réunion »."""
    return _PLACES.get(zone.key, f"heure de {zone.key}")


def day(instant: datetime, zone: ZoneInfo) -> str:
    """« 30 août 2024 », on the clocks of ``zone``."""
    local = instant.astimezone(zone)
    number = "1er" if local.day == 1 else str(local.day)
    return f"{number}\u00a0{_MONTHS[local.month - 1]} {local.year}"


def hour(instant: datetime, zone: ZoneInfo, *, exact: bool = False) -> str:
    """« 15:00:00 », and with ``exact`` the milliseconds: « 15:00:00,213 ».

    Milliseconds are cut, never rounded: what arrived before an hour is never said to be at it.
    """
    local = instant.astimezone(zone)
    thousandths = f",{local.microsecond // 1000:03}" if exact else ""
    return f"{local:%H:%M:%S}{thousandths}"


def said(instant: datetime, zone: ZoneInfo, *, exact: bool = False) -> str:
    """« 30 août 2024 à 15:00:00 (heure de La Réunion) »."""
    return f"{day(instant, zone)} à {hour(instant, zone, exact=exact)} ({place(zone)})"
