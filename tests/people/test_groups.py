"""Families and groups: each keeps their file, and nothing tells of somebody one does not follow."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.retention.rights import holdings
from o2r.people.enums import GroupKind, GroupRole, ProtectionReason
from o2r.people.models import GroupMember, Person
from o2r.people.selectors.groups import groups_among
from o2r.people.services import (
    accompany,
    anonymise,
    end_group,
    entrust,
    join_group,
    leave_group,
    make_group,
    merge,
    undo_merge,
)
from o2r.people.services.protecting import protect
from tests.accounts.factories import enter
from tests.people.factories import Operator, acting, person


@pytest.fixture
def place() -> Operator:
    return Operator()


@pytest.fixture
def family(place: Operator) -> list[Person]:
    """Nora and her two children, whom Inès follows."""
    return [person(place.ines, name) for name in ("Nora", "Lilia", "Adam")]


def make(place: Operator, *people: Person, kind: GroupKind = GroupKind.HOUSEHOLD) -> GroupMember:
    return make_group(
        by=acting(place.ines),
        kind=kind,
        person=people[0],
        others=people[1:],
        role=GroupRole.PARENT,
        their_role=GroupRole.CHILD,
    )


def page(client: Client, user: object, one: Person) -> str:
    answer = enter(client, user).get(reverse("people:person", args=[one.pk]))  # type: ignore[arg-type]
    return answer.content.decode()


def standing(one: Person) -> int:
    return GroupMember.objects.on(clock.today()).filter(person=one).count()


def test_a_family_is_noted_and_seen_from_each_of_its_files(
    client: Client, place: Operator, family: list[Person]
) -> None:
    nora, lilia, adam = family
    as_ines = enter(client, place.ines)
    form = {"kind": "foyer", "others": [str(lilia.pk), str(adam.pk)], "role": "parent"}
    address = reverse("people:new_group", args=[nora.pk])
    answer = as_ines.post(address, form | {"their_role": "enfant"}, follow=True)
    assert "Famille ou foyer" in answer.content.decode()
    assert "Lilia" in answer.content.decode()
    assert GroupMember.objects.get(person=nora).role == GroupRole.PARENT
    shown = page(client, place.ines, adam)
    assert "Nora" in shown
    assert "Lilia" in shown


def test_nothing_tells_of_a_member_whom_one_does_not_follow(
    client: Client, place: Operator, family: list[Person]
) -> None:
    nora, lilia, adam = family
    make(place, *family)
    accompany(by=acting(place.ines), person=nora, colleague=place.bastien)
    alone = page(client, place.bastien, nora)
    assert "Lilia" not in alone
    assert "Famille ou foyer" not in alone
    accompany(by=acting(place.ines), person=lilia, colleague=place.bastien)
    both = page(client, place.bastien, nora)
    assert "Lilia" in both
    assert "Adam" not in both
    assert [one.people for one in groups_among([nora, lilia])] == [(nora.pk, lilia.pk)]
    assert groups_among([nora]) == []
    assert "Nora" not in page(client, place.claire, nora)
    assert standing(adam) == 1


def test_a_protected_member_is_seen_by_who_is_named_in_the_file_alone(
    client: Client, place: Operator, family: list[Person]
) -> None:
    nora, lilia, adam = family
    make(place, *family)
    for one in (nora, adam):
        accompany(by=acting(place.ines), person=one, colleague=place.bastien)
    protect(by=acting(place.ines), person=lilia, reason=ProtectionReason.VIOLENCE, words="")
    assert "Lilia" in page(client, place.ines, nora)
    shown = page(client, place.bastien, nora)
    assert "Adam" in shown
    assert "Lilia" not in shown


def test_one_writes_only_of_people_one_follows(place: Operator, family: list[Person]) -> None:
    theirs = person(place.bastien, "Sami")
    with pytest.raises(NotAllowed):
        make(place, family[0], theirs)
    member = make(place, *family[:2])
    with pytest.raises(NotAllowed):
        join_group(by=acting(place.ines), member=member, others=[theirs])
    with pytest.raises(NotAllowed):
        leave_group(by=acting(place.bastien), member=member)
    assert standing(theirs) == 0


@pytest.mark.parametrize("kind", [GroupKind.COUPLE, GroupKind.STREET])
def test_a_couple_is_of_two(place: Operator, family: list[Person], kind: GroupKind) -> None:
    member = make(place, *family[:2], kind=kind)
    if kind == GroupKind.COUPLE:
        with pytest.raises(DomainError, match="couple"):
            join_group(by=acting(place.ines), member=member, others=family[2:])
        with pytest.raises(DomainError, match="couple"):
            make(place, *family, kind=kind)
    else:
        join_group(by=acting(place.ines), member=member, others=family)
    assert standing(family[2]) == int(kind == GroupKind.STREET)
    assert standing(family[1]) == 1


def test_a_group_is_of_two_at_least_and_not_of_tomorrow(
    place: Operator, family: list[Person]
) -> None:
    with pytest.raises(DomainError) as refused:
        make(place, family[0], family[0])
    assert refused.value.field == "others"
    with pytest.raises(DomainError) as refused:
        make_group(
            by=acting(place.ines),
            kind=GroupKind.SIBLINGS,
            person=family[0],
            others=family[1:],
            since=clock.today() + timedelta(days=1),
        )
    assert refused.value.field == "since"


def test_one_leaves_then_the_group_is_over(place: Operator, family: list[Person]) -> None:
    make(place, *family)
    rows = {one.person_id: one for one in GroupMember.objects.order_by("pk")}
    later = clock.now() + timedelta(days=40)
    with clock.stopped_at(later):
        leave_group(by=acting(place.ines), member=rows[family[2].pk])
        leave_group(by=acting(place.ines), member=rows[family[2].pk])
        with pytest.raises(DomainError, match="n’est plus"):
            join_group(by=acting(place.ines), member=rows[family[2].pk], others=family[:1])
        assert (standing(family[0]), standing(family[2])) == (1, 0)
        end_group(by=acting(place.ines), member=rows[family[0].pk])
        assert standing(family[1]) == 0
    assert GroupMember.objects.exclude(until=None).count() == 3


def test_ending_a_group_leaves_alone_those_one_does_not_follow(
    place: Operator, family: list[Person]
) -> None:
    member = make(place, *family)
    entrust(by=acting(place.ines), person=family[2], to=place.bastien)
    end_group(by=acting(place.ines), member=member)
    assert [standing(one) for one in family] == [0, 0, 1]


def test_an_erased_member_leaves_no_trace_in_the_group(
    client: Client, place: Operator, family: list[Person]
) -> None:
    nora, lilia, adam = family
    make(place, nora, lilia)
    anonymise(by=acting(place.ines), person=lilia)
    assert not GroupMember.objects.filter(person=lilia).exists()
    assert "Famille ou foyer" not in page(client, place.ines, nora)
    assert standing(adam) == 0


def test_a_merge_brings_the_group_and_gives_it_back(place: Operator, family: list[Person]) -> None:
    nora, lilia, again = family
    make(place, nora, again)
    made = merge(by=acting(place.ines), kept=lilia, gone=again)
    assert (standing(lilia), standing(again)) == (1, 0)
    undo_merge(by=acting(place.ines), merge=made)
    assert (standing(lilia), standing(again)) == (0, 1)


def test_what_is_handed_out_names_nobody_else(place: Operator, family: list[Person]) -> None:
    make(place, *family)
    (held,) = [one for one in holdings() if one.label == "people.GroupMember"]
    (row,) = held.rows(str(family[0].pk))
    assert row.person_id == family[0].pk
    assert set(held.fields) == {"kind", "role", "since", "until"}


def test_the_pages_of_a_group_are_closed_to_who_does_not_see_it(
    client: Client, place: Operator, family: list[Person]
) -> None:
    member = make(place, *family[:2])
    accompany(by=acting(place.ines), person=family[0], colleague=place.bastien)
    for name in ("join_group", "leave_group", "end_group"):
        address = reverse(f"people:{name}", args=[family[0].pk, member.pk])
        assert enter(client, place.bastien).get(address).status_code == 404
        assert enter(client, place.ines).get(address).status_code == 200
    as_ines = enter(client, place.ines)
    added = reverse("people:join_group", args=[family[0].pk, member.pk])
    as_ines.post(added, {"others": [str(family[2].pk)]})
    assert standing(family[2]) == 1
    as_ines.post(reverse("people:leave_group", args=[family[0].pk, member.pk]))
    assert standing(family[0]) == 0
