"""What happened to a file: moves on the ladder, merges, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from o2r.accounts.models import User
from o2r.people.models import Merge, Person
from o2r.people.said import move_sentence


@dataclass(frozen=True)
class Event:
    """Something that happened to a file, when, and by whom."""

    at: datetime
    words: str
    by: str


Named = dict[UUID, User]
"""Accounts, by key."""


def named_in(person: Person) -> Named:
    """Whoever wrote in a file, moved it or accompanies beside: given to its notes and follow-ups,
    which the file has brought. One query for a page.
    """
    notes, beside = person.notes.all(), person.follow_ups.all()
    moved = {one.moved_by for one in person.moves.all()}
    moved |= {one.merged_by for one in person.merged.all()}
    written = {one.author_id for one in notes} | {one.user_id for one in beside}
    known = User.objects.in_bulk(written | {by for by in moved if by})
    for note in notes:
        note.author = known[note.author_id]
    for follow in beside:
        follow.user = known[follow.user_id]
    return known


def events_of(person: Person, named: Named) -> list[Event]:
    """The moves of a file and what was merged into it, newest first. ``named``: ``named_in``."""
    moves, merges = person.moves.all(), person.merged.all()
    told = [(one.moved_at, move_sentence(one.left, one.reached), one.moved_by) for one in moves]
    told += list(_merged(merges))
    events = [Event(at, words, str(named[by]) if by in named else "") for at, words, by in told]
    return sorted(events, key=lambda one: one.at, reverse=True)


def _merged(merges: Iterable[Merge]) -> Iterable[tuple[datetime, str, UUID | None]]:
    for one in merges:
        yield one.merged_at, "Un autre dossier a été réuni à celui-ci", one.merged_by
        if one.undone_at:
            yield one.undone_at, "Les deux dossiers ont été séparés", None


def merge_of(person: Person) -> Merge | None:
    """The merge by which this file was set aside, while it stands."""
    rows = [one for one in person.merged_into.all() if one.undone_at is None]
    return max(rows, key=lambda one: one.merged_at, default=None)


def merges_into(person: Person) -> list[Merge]:
    """What was merged into this file and can still be put back."""
    return [one for one in person.merged.all() if one.undone_at is None and one.may_be_undone]
