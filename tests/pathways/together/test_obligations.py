"""Meetings around a person and what is asked: noted once, settled once, contradictions shown."""

from datetime import time, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways.together.enums import OBLIGATION_MOVES, ObligationKind, ObligationState
from o2r.pathways.together.models import Meeting, Obligation
from o2r.pathways.together.services.asking import Asked, Noted, ask, note_meeting, settle
from o2r.pathways.together.services.moving import move_obligation
from o2r.people.services import merge, undo_merge
from tests.accounts.factories import enter
from tests.pathways.together.test_care_members import known_member, lead
from tests.people.agreeing import World, another

TOMORROW = timedelta(days=1)


def asked(world: World, **given: object) -> Obligation:
    known: dict[str, object] = {
        "kind": ObligationKind.PAPERS,
        "what": "Apporter la carte d’identité",
        "due_on": clock.today() + TOMORROW,
        "code": uuid4().hex,
        **given,
    }
    return ask(by=world.by, person=world.person, asked=Asked(**known))  # type: ignore[arg-type]


def test_only_the_moves_of_the_table_are_made_on_what_is_asked(world: World) -> None:
    row = asked(world)
    for left, to in product(ObligationState, ObligationState):
        row.state = left
        if to in OBLIGATION_MOVES[left]:
            move_obligation(row, to, by=None)
            assert row.state == to
        else:
            with pytest.raises(DomainError):
                move_obligation(row, to, by=None)


def test_asked_twice_by_one_form_it_is_asked_once_and_sealed(world: World) -> None:
    code = uuid4().hex
    made = asked(world, code=code)
    assert asked(world, code=code) == made
    assert b"carte" not in bytes(made.what)


def test_what_cannot_be_is_refused_at_its_field(world: World) -> None:
    today = clock.today()
    wrong: list[tuple[dict[str, object], str]] = [
        ({"what": " "}, "what"),
        ({"what": "x" * 201}, "what"),
        ({"due_on": today - TOMORROW}, "due_on"),
        ({"due_on": today + 800 * TOMORROW}, "due_on"),
        ({"starts": time(9)}, "ends"),
        ({"starts": time(9), "ends": time(9)}, "ends"),
        ({"commune": "99999"}, "commune"),
        ({"asked_by": uuid4()}, "asked_by"),
    ]
    for given, field in wrong:
        with pytest.raises(DomainError) as refused:
            asked(world, **given)
        assert refused.value.field == field
    assert not Obligation.objects.exists()


def test_done_twice_is_done_once(world: World) -> None:
    row = asked(world)
    first = settle(by=world.by, obligation=row, to=ObligationState.KEPT)
    again = settle(by=world.by, obligation=row, to=ObligationState.KEPT)
    assert again.settled_at == first.settled_at
    with pytest.raises(DomainError):
        settle(by=world.by, obligation=row, to=ObligationState.MISSED)


def test_two_demands_at_one_hour_are_shown_where_the_person_is(
    client: Client, world: World
) -> None:
    roux = known_member(world)
    lead(world)
    hours = {"starts": time(9), "ends": time(10)}
    asked(world, what="Venir à l’atelier CV", kind=ObligationKind.WORKSHOP, **hours)
    asked(world, what="Passer au CCAS", asked_by=roux.pk, **hours)
    enter(client, world.ines)
    for page in (
        reverse("people:person", args=[world.person.pk]),
        reverse("together:group", args=[world.person.pk]),
    ):
        shown = client.get(page).content.decode()
        assert "À la même heure" in shown
        assert "Passer au CCAS" in shown


def test_what_a_member_promises_is_no_demand_on_the_person(client: Client, world: World) -> None:
    roux = known_member(world)
    hours = {"starts": time(9), "ends": time(10)}
    asked(world, what="Venir à l’atelier CV", **hours)
    asked(world, what="Envoyer le dossier", asked_to=roux.pk, **hours)
    enter(client, world.ines)
    shown = client.get(reverse("together:who_does_what", args=[world.person.pk])).content.decode()
    assert "Envoyer le dossier" in shown
    group = client.get(reverse("together:group", args=[world.person.pk])).content.decode()
    assert "À la même heure" not in group


def test_a_meeting_says_who_was_there_and_what_is_decided(client: Client, world: World) -> None:
    roux = known_member(world)
    noted = Noted(clock.today(), time(9), uuid4().hex, present=[roux.pk], said="Yaya veut essayer.")
    made = note_meeting(by=world.by, person=world.person, noted=noted)
    assert note_meeting(by=world.by, person=world.person, noted=noted) == made
    asked(world, what="Appeler la cuisine", meeting=made.pk)
    enter(client, world.ines)
    page = reverse("together:meeting", args=[world.person.pk, made.pk])
    shown = client.get(page).content.decode()
    assert "Mme Roux" in shown
    assert "Yaya veut essayer." in shown
    assert "Appeler la cuisine" in shown
    other = reverse("together:meeting", args=[another(world).person.pk, made.pk])
    assert client.get(other).status_code == 404


def test_a_meeting_to_come_is_not_noted(world: World) -> None:
    noted = Noted(clock.today() + TOMORROW, time(9), uuid4().hex)
    with pytest.raises(DomainError):
        note_meeting(by=world.by, person=world.person, noted=noted)


def test_by_the_pages(client: Client, world: World) -> None:
    enter(client, world.ines)
    meet = reverse("together:meeting_new", args=[world.person.pk])
    sent = {"day": "2026-12-01", "hour": "09:00", "said": "", "commune": "", "code": ""}
    assert client.post(meet, sent).status_code == 302
    assert not Meeting.objects.get().person_was_there
    new = reverse("together:obligation_new", args=[world.person.pk])
    given = {"what": "Venir", "kind": "rendez-vous", "due_on": "2026-12-02", "commune": "Vienne"}
    assert client.post(new, given | {"due_on": "2026-11-02"}).status_code == 200
    assert client.post(new, given).status_code == 302
    row = Obligation.objects.get()
    assert row.commune == "38544"
    done = reverse("together:obligation_act", args=[world.person.pk, row.pk, "fait"])
    for _ in range(2):
        assert client.post(done).status_code == 302
    row.refresh_from_db()
    assert row.state == ObligationState.KEPT
    wrong = reverse("together:obligation_act", args=[world.person.pk, row.pk, "a-faire"])
    assert client.post(wrong).status_code == 404


def test_two_files_made_one_have_one_group_and_part_again(world: World) -> None:
    gone = another(world)
    lead(world)
    lead(gone)
    known_member(gone)
    asked(gone)
    done = merge(by=world.by, kept=world.person, gone=gone.person)
    rows = world.person.care_members.all()
    assert sorted(rows.values_list("state", flat=True)) == ["actif", "actif", "termine"]
    assert world.person.obligations.count() == 1
    undo_merge(by=world.by, merge=done)
    assert gone.person.obligations.count() == 1
    assert world.person.care_members.count() == 1
