"""What happened to a file: moves on the ladder, merges, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from o2r.accounts.answers import user_names
from o2r.people.models import Merge, Person
from o2r.people.said import move_sentence


@dataclass(frozen=True)
class Event:
    """Something that happened to a file, when, and by whom."""

    at: datetime
    words: str
    by: str


def events_of(person: Person) -> list[Event]:
    """The moves of a file and what was merged into it, newest first. Three queries."""
    moves = list(person.moves.order_by("moved_at", "pk"))
    merges = list(person.merged.order_by("merged_at", "pk"))
    told = [(one.moved_at, move_sentence(one.left, one.reached), one.moved_by) for one in moves]
    told += list(_merged(merges))
    names = user_names({by for _, _, by in told if by})
    events = [Event(at, words, names.get(by, "") if by else "") for at, words, by in told]
    return sorted(events, key=lambda one: one.at, reverse=True)


def _merged(merges: Iterable[Merge]) -> Iterable[tuple[datetime, str, UUID | None]]:
    for one in merges:
        yield one.merged_at, "Un autre dossier a été réuni à celui-ci", one.merged_by
        if one.undone_at:
            yield one.undone_at, "Les deux dossiers ont été séparés", None


def merge_of(person: Person) -> Merge | None:
    """The merge by which this file was set aside, while it stands. One query."""
    rows = person.merged_into.filter(undone_at=None).select_related("kept")
    return rows.order_by("-merged_at", "pk").first()


def merges_into(person: Person) -> list[Merge]:
    """What was merged into this file and can still be put back. One query."""
    rows = person.merged.filter(undone_at=None).select_related("gone").order_by("merged_at", "pk")
    return [one for one in rows if one.may_be_undone]
