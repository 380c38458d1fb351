"""What is read of a protected file: since when, why, and who has opened it."""

from dataclasses import dataclass
from datetime import datetime

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.people.enums import ProtectionReason
from o2r.people.models import Person, ProtectedReading

MOST_READINGS = 200


@dataclass(frozen=True)
class Standing:
    """A protection in force, in words."""

    since: datetime
    by: User
    reason: str
    words: str


def protection_of(actor: Actor, person: Person) -> Standing | None:
    """The protection in force of a file already opened by ``actor``; None when it has none."""
    rows = person.protections.filter(ended_at=None).select_related("by")
    kept = rows.order_by("-since", "pk").first()
    if kept is None or actor.organisation is None:
        return None
    try:
        texts = read_sealed(kept, "reason", "words", organisation=actor.organisation)
    except NoKey:
        texts = {"reason": "", "words": ""}
    known = texts["reason"] in ProtectionReason.values
    label = ProtectionReason(texts["reason"]).label if known else ""
    return Standing(kept.since, kept.by, label, texts["words"])


def readings_of(person: Person) -> list[ProtectedReading]:
    """Who opened a file, the latest first, day by day."""
    rows = ProtectedReading.objects.filter(person=person).select_related("reader")
    return list(rows.order_by("-last_at", "pk")[:MOST_READINGS])
