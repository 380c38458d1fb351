"""Instants as they are said to a candidate: day, hour to the millisecond, local time. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from o2r.calls.applications.deadlines import day_in_words
from o2r.territory.time_zones import hour_of


def place(zone: ZoneInfo) -> str:
    """Whose hour it is: « heure de La Réunion »."""
    return hour_of(zone.key)


def hour(instant: datetime, zone: ZoneInfo, *, exact: bool = False) -> str:
    """« 15:00:00 », and with ``exact`` the milliseconds: « 15:00:00,213 ».

    Milliseconds are cut, never rounded: what arrived before an hour is never said to be at it.
    """
    local = instant.astimezone(zone)
    thousandths = f",{local.microsecond // 1000:03}" if exact else ""
    return f"{local:%H:%M:%S}{thousandths}"


def said(instant: datetime, zone: ZoneInfo, *, exact: bool = False) -> str:
    """« 30 août 2024 à 15:00:00 (heure de La Réunion) »."""
    local = instant.astimezone(zone)
    return f"{day_in_words(local)} à {hour(local, zone, exact=exact)} ({place(zone)})"
