"""Legal time of each région: an hour typed in La Réunion is an hour of La Réunion. Pure."""

from zoneinfo import ZoneInfo

MAINLAND = "Europe/Paris"
_OVERSEAS = {
    "01": "America/Guadeloupe",
    "02": "America/Martinique",
    "03": "America/Cayenne",
    "04": "Indian/Reunion",
    "06": "Indian/Mayotte",
}


def time_zone_of(region: str) -> ZoneInfo:
    """The time zone of a région, by its Insee code; that of the mainland for any other code."""
    return ZoneInfo(_OVERSEAS.get(region, MAINLAND))
