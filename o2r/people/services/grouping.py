"""Families and groups: made, joined, left, ended, by who follows everybody they write of."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.people.enums import GroupKind, GroupRole
from o2r.people.models import GroupMember, Person
from o2r.people.services.holding import held, touched

GROUP = "écrire qui va avec cette personne"
IN_A_COUPLE = 2


@transaction.atomic
def make_group(
    *,
    by: Actor,
    kind: GroupKind,
    person: Person,
    others: Collection[Person],
    role: GroupRole | None = None,
    their_role: GroupRole | None = None,
    since: date | None = None,
) -> GroupMember:
    """Say that people go together; each keeps their file. Gives the row of ``person``.

    ``since``: today when nobody knows. Raises NotAllowed for somebody whom ``by`` does not follow;
    DomainError for a person alone, a couple of three, or a day to come.
    """
    day = since or clock.today()
    if day > clock.today():
        raise DomainError("Ce jour est à venir. Laissez vide si vous ne savez pas.", field="since")
    beside = {one.pk: one for one in others if one.pk != person.pk}
    if not beside:
        raise DomainError("Choisissez au moins une autre personne.", field="others")
    _check_size(kind, 1 + len(beside))
    rows = _held(by, [person, *beside.values()])
    group = uuid4()
    made = {
        one.pk: _add(by, group, kind, one, role if one.pk == person.pk else their_role, day)
        for one in rows
    }
    return made[person.pk]


@transaction.atomic
def join_group(
    *,
    by: Actor,
    member: GroupMember,
    others: Collection[Person],
    role: GroupRole | None = None,
) -> list[GroupMember]:
    """Add people to the group of somebody; who is in it already stays as they are.

    Raises NotAllowed; DomainError for a group that is over, a couple of three, or nobody.
    """
    rows = {one.pk: one for one in _held(by, [member.person, *others])}
    there = _standing(member)
    if not others:
        raise DomainError("Choisissez au moins une personne.", field="others")
    if member.person_id not in there:
        raise DomainError("Cette personne n’est plus dans ce groupe. Formez-en un autre.")
    new = [one for key, one in rows.items() if key not in there]
    _check_size(GroupKind(member.kind), len(there) + len(new))
    kind = GroupKind(member.kind)
    return [_add(by, member.group, kind, one, role, clock.today()) for one in new]


@transaction.atomic
def leave_group(*, by: Actor, member: GroupMember) -> None:
    """Somebody no longer belongs to a group; the others stay. A second time changes nothing.

    Raises NotAllowed.
    """
    (row,) = _held(by, [member.person])
    if member.person_id in _standing(member):
        _close(by, member, row)


@transaction.atomic
def end_group(*, by: Actor, member: GroupMember) -> None:
    """A group is over, for those of it whom ``by`` follows: the others are told nothing of.

    Raises NotAllowed when ``by`` does not follow the person of ``member``.
    """
    _held(by, [member.person])
    rows = GroupMember.objects.on(clock.today()).filter(group=member.group)
    rows = rows.filter(person__in=Person.objects.followed().followed_by(by))
    found = {one.person_id: one for one in rows.select_related("person").order_by("pk")}
    for person in _held(by, [one.person for one in found.values()]):
        _close(by, found[person.pk], person)


def _held(by: Actor, people: Collection[Person]) -> list[Person]:
    """The files of these people, locked in one order. Raises NotAllowed, DomainError."""
    return [
        held(by=by, person=one, act=GROUP)
        for one in sorted({one.pk: one for one in people}.values(), key=lambda one: one.pk)
    ]


def _standing(member: GroupMember) -> set[UUID]:
    """Who is in the group of somebody today."""
    rows = GroupMember.objects.on(clock.today()).filter(group=member.group)
    return set(rows.order_by("pk").values_list("person", flat=True))


def _add(
    by: Actor, group: UUID, kind: GroupKind, person: Person, role: GroupRole | None, since: date
) -> GroupMember:
    row = GroupMember.objects.create(
        group=group, kind=kind, person=person, role=role or "", since=since
    )
    touched(person)
    written(by, "update", person, "identity")
    return row


def _close(by: Actor, member: GroupMember, person: Person) -> None:
    """End it before today: the next page no longer shows it. One of today was a mistake."""
    if member.since >= clock.today():
        member.delete()
    else:
        member.until = clock.today() - timedelta(days=1)
        member.save(update_fields=["until"])
    touched(person)
    written(by, "update", person, "identity")


def _check_size(kind: GroupKind, size: int) -> None:
    if kind == GroupKind.COUPLE and size > IN_A_COUPLE:
        raise DomainError(
            "Un couple réunit deux personnes. Pour plus de monde, choisissez la famille ou le "
            "groupe.",
            field="others",
        )
