"""One question by a link, answered once; a red answer has somebody act within a day."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError
from o2r.accounts.services.links import new_secret
from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.pathways.employment.enums import (
    ALERT_MOVES,
    CHECKPOINT_MOVES,
    AlertState,
    Answer,
    CheckpointState,
    Risk,
)
from o2r.pathways.employment.models import Checkpoint, EmploymentAlert
from o2r.pathways.employment.selectors.links import asked_by
from o2r.pathways.employment.services.asking import (
    Given,
    answer_by_link,
    close_alert,
    expire,
    note_answer,
    open_link,
    take_alert,
)
from o2r.pathways.employment.services.moving import move_alert, move_checkpoint
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.pathways.employment.test_jobs import agreed, broken, signed
from tests.people.agreeing import World
from tests.statements import statements

RED = Given(Answer.RED, Risk.TRAVEL, "Je n’ai plus de bus")


def first_of(world: World) -> Checkpoint:
    signed(world)
    return Checkpoint.objects.order_by("due_on").select_related("job")[0]


def linked(world: World, row: Checkpoint) -> str:
    code, _ = new_secret()
    open_link(by=world.by, checkpoint=row, code=code)
    return code


def main_of(client: Client, address: str) -> str:
    """What a page that is gone says."""
    gone = client.get(address)
    assert gone.status_code == 410
    return gone.content.decode().split("<main")[1].split("</main>")[0]


def test_only_the_moves_of_the_tables_are_made(world: World) -> None:
    row = first_of(world)
    row.answer = Answer.GREEN
    for left, to in product(CheckpointState, CheckpointState):
        row.state = left
        if to in CHECKPOINT_MOVES[left]:
            move_checkpoint(row, to, by=None)
        else:
            with pytest.raises(DomainError):
                move_checkpoint(row, to, by=None)
    alert = EmploymentAlert(
        subject=row.person_id, person=row.person, job=row.job, due_at=clock.now()
    )
    alert.save(force_insert=True)
    for before, after in product(AlertState, AlertState):
        alert.state = before
        if after in ALERT_MOVES[before]:
            move_alert(alert, after, by=None)
        else:
            with pytest.raises(DomainError):
                move_alert(alert, after, by=None)


def test_the_page_of_a_link_names_nobody_and_answers_once(client: Client, world: World) -> None:
    code = linked(world, first_of(world))
    address = reverse("employment_answer:answer", args=[code])
    shown = client.get(address)
    body = shown.content.decode()
    assert shown.status_code == 200
    assert "premier jour" in body
    for word in ("Yaya", "Yanis", "Marché", "Inès", str(world.person.pk)):
        assert word not in body
    assert "Merci" in client.post(address, {"answer": "rouge", "risk": "trajet"}).content.decode()
    # The same link, opened twice: what came first stays.
    assert "déjà répondu" in client.get(address).content.decode()
    assert "déjà répondu" in client.post(address, {"answer": "vert"}).content.decode()
    row = Checkpoint.objects.order_by("due_on")[0]
    assert (row.answer, row.risk) == ("rouge", "trajet")
    assert EmploymentAlert.objects.count() == 1


def test_what_is_no_answer_is_asked_again(client: Client, world: World) -> None:
    address = reverse("employment_answer:answer", args=[linked(world, first_of(world))])
    for sent in ({}, {"answer": "bleu"}, {"answer": "vert", "words": "x" * 2001}):
        assert client.post(address, sent).status_code == 200
    assert not Checkpoint.objects.exclude(answer="").exists()


def test_an_old_a_replaced_and_an_unknown_link_say_the_same(client: Client, world: World) -> None:
    row = first_of(world)
    replaced, kept = linked(world, row), linked(world, row)
    old = reverse("employment_answer:answer", args=[kept])
    codes = [replaced, uuid4().hex]
    bodies = {main_of(client, reverse("employment_answer:answer", args=[one])) for one in codes}
    assert asked_by(kept) is not None
    with clock.stopped_at(clock.now() + timedelta(days=30)):
        bodies.add(main_of(client, old))
        assert answer_by_link(code=kept, given=RED) is None
        for one in (kept, uuid4().hex):
            with statements() as asked:
                assert asked_by(one) is None
            assert len(asked) == 1
    assert len(bodies) == 1


def test_a_red_answer_has_somebody_act_within_a_day(world: World) -> None:
    row = first_of(world)
    answer_by_link(code=linked(world, row), given=RED)
    alert = EmploymentAlert.objects.get()
    assert (alert.owner, alert.state) == (world.ines, AlertState.OPEN)
    assert alert.due_at == clock.now() + timedelta(hours=24)
    told = Notification.objects.get(kind="employment-alert")
    assert told.recipient == world.ines.pk
    assert "Yanis" not in told.subject + told.body
    row.refresh_from_db()
    assert b"bus" not in bytes(row.words)


@pytest.mark.parametrize("answer", [Answer.GREEN, Answer.ORANGE])
def test_another_answer_opens_no_alert(world: World, answer: Answer) -> None:
    answer_by_link(code=linked(world, first_of(world)), given=Given(answer))
    assert not EmploymentAlert.objects.exists()


def test_who_coordinates_is_told_when_nobody_follows(world: World) -> None:
    row = first_of(world)
    code = linked(world, row)
    job = row.job
    job.adviser = None
    job.save(update_fields=["adviser"])
    Person.objects.filter(pk=world.person.pk).update(referent=None)
    assert answer_by_link(code=code, given=RED) is not None
    assert EmploymentAlert.objects.get().owner is None


def test_an_alert_is_taken_and_closed_with_words(client: Client, world: World) -> None:
    note_answer(by=world.by, checkpoint=first_of(world), given=RED)
    alert = EmploymentAlert.objects.select_related("job").get()
    for _ in range(2):
        assert take_alert(by=world.by, alert=alert).state == AlertState.TAKEN
    with pytest.raises(DomainError):
        close_alert(by=world.by, alert=alert, done=" ")
    enter(client, world.ines)
    page = reverse("employment:alert", args=[world.person.pk, alert.pk])
    assert "plus de bus" in client.get(page).content.decode()
    assert client.post(page, {"done": "Un covoiturage est trouvé."}).status_code == 302
    assert client.post(page, {"done": "Encore."}).status_code == 302
    assert "covoiturage" in client.get(page).content.decode()
    assert enter(Client(), world.bastien).get(page).status_code == 404


def test_noted_aloud_twice_it_is_noted_once(world: World) -> None:
    row = first_of(world)
    for _ in range(2):
        note_answer(by=world.by, checkpoint=row, given=RED)
    assert EmploymentAlert.objects.count() == 1
    with pytest.raises(DomainError):
        note_answer(by=world.by, checkpoint=row, given=Given(Answer.GREEN))


def test_broken_its_links_answer_nothing(world: World) -> None:
    row = first_of(world)
    code = linked(world, row)
    broken(world, row.job)
    assert asked_by(code) is None
    assert answer_by_link(code=code, given=RED) is None


def test_what_nobody_answers_expires(world: World) -> None:
    row = first_of(world)
    code = linked(world, row)
    with clock.stopped_at(clock.now() + timedelta(days=20)):
        assert expire(clock.now()) == 2
        assert expire(clock.now()) == 0
        assert asked_by(code) is None
        assert note_answer(by=world.by, checkpoint=row, given=Given(Answer.GREEN)).answer


def test_the_link_is_shown_once_to_who_follows(client: Client, world: World) -> None:
    row = first_of(world)
    enter(client, world.ines)
    at = [world.person.pk, row.pk]
    assert client.get(reverse("employment:checkpoint", args=at)).status_code == 200
    made = client.post(reverse("employment:checkpoint_link", args=at))
    code = made.content.decode().split("/suivi-emploi/")[1].split("/")[0]
    assert asked_by(code) is not None
    aloud = {"answer": "orange", "risk": "horaires", "words": ""}
    assert client.post(reverse("employment:checkpoint", args=at), aloud).status_code == 302
    assert asked_by(code).is_answered  # type: ignore[union-attr]
    assert (
        enter(Client(), world.franck)
        .post(reverse("employment:checkpoint_link", args=at))
        .status_code
        == 404
    )


def test_the_board_shows_what_presses_first(client: Client, world: World) -> None:
    row = first_of(world)
    agreed(world, row.job)
    enter(client, world.ines)
    board = reverse("employment:board")
    assert "Rien ne presse" in client.get(board).content.decode()
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        again = enter(Client(), world.ines).get(board)
        assert "Questions à poser" in again.content.decode()
    note_answer(by=world.by, checkpoint=row, given=RED)
    shown = client.get(board).content.decode()
    assert "À traiter sous 24 heures" in shown
    assert "Yaya" in shown
    assert "Yaya" not in enter(Client(), world.bastien).get(board).content.decode()


def test_an_orange_answer_is_on_the_board_until_the_next_one(client: Client, world: World) -> None:
    row = first_of(world)
    note_answer(by=world.by, checkpoint=row, given=Given(Answer.ORANGE, Risk.HOURS))
    enter(client, world.ines)
    board = reverse("employment:board")
    shown = client.get(board).content.decode()
    assert "Une gêne est dite" in shown
    assert "Les horaires" in shown
    assert "Rien ne presse" not in shown
    later = Checkpoint.objects.exclude(pk=row.pk).filter(side=row.side).order_by("due_on")
    with clock.stopped_at(clock.now() + timedelta(days=7)):
        note_answer(by=world.by, checkpoint=later[0], given=Given(Answer.GREEN))
        again = enter(Client(), world.ines).get(board).content.decode()
    assert "Une gêne est dite" not in again
