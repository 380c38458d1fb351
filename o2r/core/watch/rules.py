"""The rules: each one reads an event and its own memory, and says whether something is wrong.

A rule is a function without any effect but on the memory it is given. What it watches, how it is
told and what it asks for stand in ``catalogue``.
"""

from zoneinfo import ZoneInfo

from django.conf import settings

from o2r.core.watch.enums import Action, Response
from o2r.core.watch.events import AccountFacts, Event
from o2r.core.watch.memory import DAY, HOUR, Memory, Slot, put, recent, refs
from o2r.core.watch.thresholds import Limits

Signal = tuple[Response, tuple[str, ...]]
"""What is asked for, and the references of the events that show it."""

UNKNOWN = "unknown-"
_HERE = ZoneInfo(settings.TIME_ZONE)
SHOWING = (Action.REVEAL, Action.SEARCH)


def _put_files(memory: Memory, name: str, event: Event, span: float) -> Slot:
    slot = memory.setdefault(name, {})
    for file in event.objects:
        slot = put(memory, name, file, at=event.at, ref=event.ref, span=span)
    return slot


def night_reading(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Many identities between 22 h and 6 h, with hardly any work: a second night blocks.

    In the local time of the account: noon in Saint-Denis is no night.
    """
    local = event.at.astimezone((facts and facts.time_zone) or _HERE)
    if 6 <= local.hour < 22:
        return None
    if event.action == Action.WRITE:
        _put_files(memory, "worked", event, DAY / 2)
        return None
    read = _put_files(memory, "read", event, DAY / 2)
    worked = recent(memory, "worked", at=event.at, span=DAY / 2)
    if len(read) < limits["night.files"]:
        return None
    if len(worked) >= limits["night.share_of_work"] * len(read):
        return None
    # A night belongs to the day on which it began.
    night = local.date().toordinal() - (local.hour < 6)
    nights = put(memory, "nights", str(night), at=event.at, ref=event.ref, span=10 * DAY)
    return (Response.BLOCK if len(nights) > 1 else Response.NOTIFY), refs(read)


def reading_alone(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Files looked at day after day, in which nothing is ever written."""
    span = 20 * DAY
    if event.action == Action.WRITE:
        _put_files(memory, "worked", event, span)
        for file in event.objects:
            memory.get("alone", {}).pop(file, None)
        return None
    worked = memory.get("worked", {})
    alone = recent(memory, "alone", at=event.at, span=span)
    for file in event.objects:
        if file not in worked and file not in alone:
            alone = put(memory, "alone", file, at=event.at, ref=event.ref, span=span)
    wide = "coordinator" in event.role.split()
    limit = limits["alone.files_coordination" if wide else "alone.files"]
    return (Response.BLOCK, refs(alone)) if len(alone) >= limit else None


def homonym_probing(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """One surname, many first names or birth dates."""
    search = event.search
    if search is None or not search.surname:
        return None
    variant = "|".join(search)
    slot = put(memory, "searches", variant, at=event.at, ref=event.ref, span=DAY)
    same = {key: mark for key, mark in slot.items() if key.startswith(search.surname + "|")}
    if len(same) >= limits["homonym.variants"]:
        return Response.NOTIFY, refs(same)
    return None


def own_name(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Looking for oneself, or for one's own family."""
    search = event.search
    if search is None or facts is None or not facts.name.surname:
        return None
    if search.surname != facts.name.surname:
        return None
    slot = put(memory, "own", search.full, at=event.at, ref=event.ref, span=DAY)
    if search.full == facts.name.full or len(slot) >= limits["own_name.searches"]:
        return Response.NOTIFY, refs(slot)
    return None


def export_spree(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Exports one after another, each small enough to need nobody's agreement."""
    if event.seconded:
        return None
    number = max(len(event.objects), event.count)
    slot = put(memory, "exports", event.ref, at=event.at, ref=event.ref, span=DAY, number=number)
    persons = sum(mark[2] for mark in slot.values())
    if len(slot) >= limits["export.number"] or persons >= limits["export.persons"]:
        return Response.BLOCK, refs(slot)
    return None


def duplicate_enumeration(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Asking the index of duplicates about too many people."""
    slot = put(memory, "requests", event.ref, at=event.at, ref=event.ref, span=DAY)
    if len(slot) >= limits["duplicate.block"]:
        return Response.BLOCK, refs(slot)
    return (Response.NOTIFY, refs(slot)) if len(slot) >= limits["duplicate.requests"] else None


def duplicate_variants(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Asking the index about one surname, or one birth date, written in several ways."""
    search = event.search
    if search is None:
        return None
    slot = put(memory, "variants", "|".join(search), at=event.at, ref=event.ref, span=DAY)
    near = {
        key: mark
        for key, mark in slot.items()
        if _share(search.surname, key.split("|")[0]) or _share(search.born, key.split("|")[2])
    }
    return (Response.NOTIFY, refs(near)) if len(near) >= limits["duplicate.variants"] else None


def _share(one: str, other: str) -> bool:
    return bool(one) and one == other


def probing(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Address after address that opens nothing; the same one asked again counts once."""
    asked = event.objects[0] if event.objects else event.ref
    slot = put(memory, "refused", asked, at=event.at, ref=event.ref, span=HOUR)
    return (Response.NOTIFY, refs(slot)) if len(slot) >= limits["probing.refusals"] else None


def break_glass(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Emergency accesses that follow each other."""
    slot = put(memory, "emergencies", event.ref, at=event.at, ref=event.ref, span=30 * DAY)
    if len(slot) >= limits["break_glass.month"]:
        return Response.BLOCK, refs(slot)
    since = event.at.timestamp() - 7 * DAY
    week = {key: mark for key, mark in slot.items() if mark[0] >= since}
    return (Response.NOTIFY, refs(week)) if len(week) >= limits["break_glass.week"] else None


def mass_share(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Many files handed to others in a day."""
    slot = _put_files(memory, "shared", event, DAY)
    return (Response.BLOCK, refs(slot)) if len(slot) >= limits["share.files"] else None


def revoked_device(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """A device that was withdrawn keeps knocking."""
    slot = put(memory, "knocks", event.ref, at=event.at, ref=event.ref, span=DAY)
    return (Response.NOTIFY, refs(slot)) if len(slot) >= limits["device.refusals"] else None


def stale_account(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """An account asleep for weeks wakes up somewhere new and opens files."""
    if event.action == Action.SIGN_IN:
        asleep = event.previous and (event.at - event.previous).days >= limits["stale.days"]
        if asleep and event.new_network:
            put(memory, "woke", "woke", at=event.at, ref=event.ref, span=DAY)
        return None
    woke = recent(memory, "woke", at=event.at, span=DAY)
    if not woke:
        return None
    read = _put_files(memory, "read", event, DAY)
    return (Response.BLOCK, refs(woke, read)) if len(read) >= limits["stale.files"] else None


def arrival_reading(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """An account used from somewhere new opens file after file and writes hardly anything."""
    span = DAY / 2
    if event.action == Action.SIGN_IN:
        if event.new_network:
            put(memory, "arrived", "arrived", at=event.at, ref=event.ref, span=span)
        return None
    arrived = recent(memory, "arrived", at=event.at, span=span)
    if not arrived:
        return None
    if event.action == Action.WRITE:
        _put_files(memory, "worked", event, span)
        return None
    read = _put_files(memory, "read", event, span)
    if len(read) < limits["arrival.files"]:
        return None
    if 4 * len(recent(memory, "worked", at=event.at, span=span)) >= len(read):
        return None
    return Response.BLOCK, refs(arrived, read)


def created_accounts(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """The accounts that one person has just created open many files between them, and hardly
    write.

    Source: Missions locales, 1 December 2025.
    """
    if event.action == Action.WRITE:
        _put_files(memory, "worked", event, DAY)
        return None
    read = _put_files(memory, "read", event, DAY)
    if len(read) < limits["kin.files"]:
        return None
    worked = recent(memory, "worked", at=event.at, span=DAY)
    return None if 4 * len(worked) >= len(read) else (Response.BLOCK, refs(read))


def password_spray(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """From one place, more different accounts are refused than let in; one that enters is
    blocked.

    Only accounts that exist count towards a block: whoever invents addresses must not close the
    accounts of the honest people of the same network.
    """
    who = str(event.user or f"{UNKNOWN}{event.ref}")
    failed = recent(memory, "failed", at=event.at, span=HOUR)
    if event.action == Action.SIGN_IN:
        entered = put(memory, "entered", who, at=event.at, ref=event.ref, span=HOUR)
        known = [key for key in failed if not key.startswith(UNKNOWN)]
        attacked = len(known) >= limits["spray.accounts"] and len(known) > len(entered)
        return (Response.BLOCK, refs(failed)) if attacked and event.new_network else None
    failed = put(memory, "failed", who, at=event.at, ref=event.ref, span=HOUR)
    entered = recent(memory, "entered", at=event.at, span=HOUR)
    if len(failed) >= limits["spray.accounts"] and len(failed) > len(entered):
        return Response.NOTIFY, refs(failed)
    return None


def credential_stuffing(
    memory: Memory, event: Event, facts: AccountFacts | None, limits: Limits
) -> Signal | None:
    """Everywhere at once, sign-ins fail, mostly for accounts that do not exist here."""
    unknown = int(event.user is None)
    slot = put(memory, "failed", event.ref, at=event.at, ref=event.ref, span=HOUR, number=unknown)
    strangers = sum(mark[2] for mark in slot.values())
    if len(slot) >= limits["stuffing.failures"] and 2 * strangers >= len(slot):
        return Response.NOTIFY, refs(slot)
    return None
