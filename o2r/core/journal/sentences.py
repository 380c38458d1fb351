"""Entries told in French."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from o2r.core.journal import words
from o2r.core.journal.enums import Decision
from o2r.core.journal.models import JournalEntry

SYSTEM = "system:"


@dataclass(frozen=True)
class Told:
    """One entry as a manager reads it. ``at``: UTC."""

    at: datetime
    sentence: str
    fields: tuple[str, ...]
    reason: str
    basis: tuple[str, ...]
    refused: bool
    number: int
    request_id: str


@dataclass(frozen=True)
class DigestLine:
    """One line for the person concerned: what one organisation did on one day."""

    day: date
    sentence: str


def told(entries: Collection[JournalEntry]) -> list[Told]:
    """``entries`` as sentences, the names asked once for all."""
    people = {one for entry in entries for one in (entry.user, entry.in_place_of) if one}
    users = words.user_names(people)
    return [_told(entry, users) for entry in entries]


def _told(entry: JournalEntry, users: Mapping[UUID, str]) -> Told:
    refused = entry.decision == Decision.DENY
    act = f"{words.action_label(entry.action)} {words.kind_label(entry.kind)}"
    sentence = f"{_author(entry, users)} {act}{_object(entry)}"
    if entry.in_place_of:
        absent = users.get(entry.in_place_of) or f"compte {_short(entry.in_place_of)}"
        sentence += f", en remplacement de {absent}"
    if refused:
        sentence = f"Refusé\u00a0: {sentence}"
    return Told(
        at=entry.at,
        sentence=sentence,
        fields=tuple(words.group_label(one) for one in entry.fields.split(",") if one),
        reason=entry.reason,
        basis=tuple(words.basis_label(one) for one in entry.basis.split(",") if one),
        refused=refused,
        number=entry.number,
        request_id=entry.request_id,
    )


def _author(entry: JournalEntry, users: Mapping[UUID, str]) -> str:
    if entry.user:
        return users.get(entry.user) or f"Compte {_short(entry.user)}"
    if entry.role.startswith(SYSTEM):
        return f"La plateforme (tâche {entry.role.removeprefix(SYSTEM)})"
    return "Quelqu’un sans compte"


def _object(entry: JournalEntry) -> str:
    parts = [f"dossier {_short(entry.object_id)}"] if entry.object_id else []
    if entry.count != 1:
        parts.append(f"{entry.count} objets")
    return f" ({', '.join(parts)})" if parts else ""


def _short(identifier: UUID) -> str:
    """The first figures of an identifier: enough to compare two lines, too few to look it up."""
    return f"{identifier.hex[:4]}…"


def digest_lines(entries: Iterable[JournalEntry], *, says_basis: bool = False) -> list[DigestLine]:
    """Entries on one object, newest first, told by day and organisation to whom it concerns.

    ``says_basis``: with the relation that opened the object.
    """
    kept = list(entries)
    organisations = words.organisation_names(
        {entry.organisation for entry in kept if entry.organisation}
    )
    lines: list[DigestLine] = []
    for day, of_day in groupby(kept, key=lambda entry: timezone.localdate(entry.at)):
        told_once = dict.fromkeys(
            _for_the_person(entry, organisations) + (_by_right(entry) if says_basis else "")
            for entry in of_day
        )
        lines += [digest_line(day, act) for act in told_once]
    return lines


def digest_line(day: date, act: str) -> DigestLine:
    """One line of a digest: ``act`` says who did what, without the day."""
    return DigestLine(day, f"{_day(day)}, {act}")


def _for_the_person(entry: JournalEntry, organisations: Mapping[UUID, str]) -> str:
    act = f"{words.action_label(entry.action)} {words.own_label(entry.kind)}"
    if entry.user is None:
        return f"la plateforme {act}"
    name = organisations.get(entry.organisation) if entry.organisation else None
    return f"une personne de {name or 'la plateforme'} {act}"


def _by_right(entry: JournalEntry) -> str:
    """« (référent) », or nothing for what needed no relation."""
    labels = [words.basis_label(one) for one in entry.basis.split(",") if one]
    return f" ({', '.join(labels)})" if labels else ""


def _day(day: date) -> str:
    first = "1er" if day.day == 1 else str(day.day)
    return f"Le\u00a0{first}\u00a0{date_format(day, 'F Y')}"
