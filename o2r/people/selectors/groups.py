"""Families and groups, as far as one follows those who are in them.

Who does not follow somebody finds no trace of them: neither a name, nor a number, nor a group of
which nobody else is left to see.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from o2r.core import clock
from o2r.people.enums import GroupKind
from o2r.people.models import GroupMember, Person
from o2r.people.selectors.caseload import Row


def members_of(people: Iterable[Person]) -> list[GroupMember]:
    """The standing rows of groups of people who have brought theirs, the oldest first."""
    today = clock.today()
    rows = [one for person in people for one in person.group_members.all() if one.lasts(today)]
    return sorted(rows, key=lambda one: (one.since, one.pk))


@dataclass(frozen=True)
class Beside:
    """Somebody who goes with a person, and whom one follows too."""

    member: GroupMember
    row: Row


@dataclass(frozen=True)
class GroupShown:
    """A group of somebody. ``member``: their own row; ``beside``: the others, never empty."""

    member: GroupMember
    beside: tuple[Beside, ...]

    @property
    def label(self) -> str:
        return GroupKind(self.member.kind).label.capitalize()

    @property
    def is_full(self) -> bool:
        """Whether nobody can join any more."""
        return self.member.kind == GroupKind.COUPLE


def groups_of(
    person: Person, members: Iterable[GroupMember], rows: Collection[Row]
) -> list[GroupShown]:
    """The groups of somebody, from ``members_of``. ``rows``: the people one follows among them.

    No query.
    """
    known = {row.person.pk: row for row in rows}
    mine: dict[UUID, GroupMember] = {}
    beside: dict[UUID, dict[UUID, Beside]] = {}
    for one in members:
        if one.person_id == person.pk:
            mine.setdefault(one.group, one)
        elif one.person_id in known:
            shown = Beside(one, known[one.person_id])
            beside.setdefault(one.group, {}).setdefault(one.person_id, shown)
    return [
        GroupShown(member, tuple(beside[group].values()))
        for group, member in mine.items()
        if group in beside
    ]


@dataclass(frozen=True)
class GroupAmong:
    """A group, for a form that lists people: those of it who are listed, two at least."""

    key: UUID
    kind: GroupKind
    people: tuple[UUID, ...]


def groups_among(people: Collection[Person]) -> list[GroupAmong]:
    """The groups of people whom one follows, reduced to them, in the order given. One query."""
    turn = {one.pk: rank for rank, one in enumerate(people)}
    found: dict[UUID, tuple[str, set[UUID]]] = {}
    rows = GroupMember.objects.on(clock.today()).filter(person__in=[one.pk for one in people])
    for one in rows.order_by("since", "pk"):
        found.setdefault(one.group, (one.kind, set()))[1].add(one.person_id)
    return [
        GroupAmong(key, GroupKind(kind), tuple(sorted(keys, key=turn.__getitem__)))
        for key, (kind, keys) in found.items()
        if len(keys) > 1
    ]
