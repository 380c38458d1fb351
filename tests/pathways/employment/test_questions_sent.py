"""A question sent by SMS or mail: with a yes, at a kept hour, once, whatever the provider does."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.services.links import new_secret
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.core.messaging.enums import Channel, MessageState
from o2r.core.messaging.models import OutgoingMessage
from o2r.core.messaging.providers import Answer as Told
from o2r.core.messaging.providers import NotTaken, Parcel, Receipt, Refused, Unsure
from o2r.core.messaging.services import send_due
from o2r.pathways.appointments.enums import ReminderChannel, SuspensionReason
from o2r.pathways.appointments.services.preferring import Choices, choose
from o2r.pathways.employment.enums import Answer, CheckpointState
from o2r.pathways.employment.models import Checkpoint
from o2r.pathways.employment.selectors.posing import last_posed
from o2r.pathways.employment.services.asking import Given, note_answer
from o2r.pathways.employment.services.following import forget_contact
from o2r.pathways.employment.services.posing import send_question
from o2r.people.enums import ContactKind
from o2r.people.services import Means, add_contact
from tests.accounts.factories import enter
from tests.pathways.employment.test_checkpoints import first_of, linked
from tests.pathways.employment.test_jobs import agreed, broken
from tests.people.agreeing import World

SMS, MAIL = Channel.SMS, Channel.MAIL
SITE = "https://o2r.example/q/"


class Wire:
    """A provider of this machine: ``mood`` says what it does with the next messages."""

    def __init__(self) -> None:
        self.mood: Callable[[Parcel], Receipt] = self.take
        self.left: list[Parcel] = []
        self.told = Told.UNSAID

    def take(self, parcel: Parcel) -> Receipt:
        self.left.append(parcel)
        return Receipt("ok")

    def send(self, parcel: Parcel) -> Receipt:
        return self.mood(parcel)

    def ask(self, parcel: Parcel) -> Told:
        return self.told


@pytest.fixture(autouse=True)
def wire(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Wire:
    made = Wire()
    settings.SMS_PROVIDER = "file"
    monkeypatch.setattr("o2r.core.messaging.services.provider_for", lambda channel: made)
    return made


def yes(world: World, *channels: ReminderChannel, **more: Any) -> None:
    choices = Choices(says_yes=True, channels=list(channels or (ReminderChannel.SMS,)), **more)
    choose(by=world.by, person=world.person, choices=choices)


def sent(world: World, row: Checkpoint, channel: Channel = SMS) -> Checkpoint:
    code, _ = new_secret()
    return send_question(
        by=world.by, checkpoint=row, channel=channel, code=code, address=SITE + code
    )


def fate() -> list[str]:
    return list(
        OutgoingMessage.objects.order_by("created_at", "pk").values_list("state", flat=True)
    )


def work(after: timedelta = timedelta()) -> None:
    with clock.stopped_at(clock.now() + after):
        send_due(clock.now())


def test_it_leaves_once_however_often_it_is_asked(world: World, wire: Wire) -> None:
    yes(world)
    row = first_of(world)
    for _ in range(3):
        assert sent(world, row).state == CheckpointState.SENT
    work()
    assert sent(world, row).state == CheckpointState.SENT
    work(timedelta(hours=1))
    assert fate() == ["parti"]
    assert len(wire.left) == 1
    text = wire.left[0].text
    assert "Yanis" not in text
    assert "Yaya" not in text
    assert "Cuisine" not in text


def test_its_link_answers_once(world: World, wire: Wire, client: Client) -> None:
    yes(world)
    sent(world, first_of(world))
    work()
    found = re.search(r"/q/([\w-]+)", wire.left[0].text)
    assert found
    page = reverse("employment_answer:answer", args=[found[1]])
    assert client.get(page).status_code == 200
    assert "Merci" in client.post(page, {"answer": "vert"}).content.decode()
    assert "déjà répondu" in client.post(page, {"answer": "rouge"}).content.decode()
    assert Checkpoint.objects.exclude(answer="").get().answer == Answer.GREEN


def test_without_a_yes_or_during_a_pause_nothing_leaves(world: World) -> None:
    row = first_of(world)
    with pytest.raises(DomainError, match="pas dit oui"):
        sent(world, row)
    yes(world, suspended=[ReminderChannel.SMS], reason=SuspensionReason.ASKED)
    with pytest.raises(DomainError, match="suspendu"):
        sent(world, row)
    with pytest.raises(DomainError, match="pas dit oui"):
        sent(world, row, MAIL)
    row.refresh_from_db()
    assert row.state == CheckpointState.PLANNED
    assert not OutgoingMessage.objects.exists()


def test_a_yes_taken_back_before_the_hour_is_heard(world: World, wire: Wire) -> None:
    yes(world)
    sent(world, first_of(world))
    choose(by=world.by, person=world.person, choices=Choices(says_yes=False, channels=[]))
    work()
    assert fate() == ["annule"]
    assert not wire.left


def test_quiet_hours_are_kept(world: World, wire: Wire) -> None:
    yes(world)
    night = clock.now().replace(hour=22)
    row = first_of(world)
    with clock.stopped_at(night):
        sent(world, row)
        work()
    assert fate() == ["attente"]
    with clock.stopped_at(night + timedelta(hours=10)):
        work()
    assert not wire.left
    with clock.stopped_at(night + timedelta(hours=11, minutes=5)):
        work()
    assert fate() == ["parti"]


def test_answered_or_replaced_meanwhile_it_stays_here(world: World, wire: Wire) -> None:
    yes(world)
    row = first_of(world)
    sent(world, row)
    linked(world, row)
    work()
    assert fate() == ["annule"]
    sent(world, row)
    note_answer(by=world.by, checkpoint=row, given=Given(Answer.GREEN))
    work()
    assert fate() == ["annule", "annule"]
    assert not wire.left


def test_a_job_broken_meanwhile_asks_nothing(world: World, wire: Wire) -> None:
    yes(world)
    row = first_of(world)
    sent(world, row)
    broken(world, row.job)
    work()
    assert fate() == ["annule"]
    assert not wire.left


def test_a_provider_that_takes_nothing_is_tried_again(world: World, wire: Wire) -> None:
    def hangs(parcel: Parcel) -> Receipt:
        raise NotTaken("injoignable")

    yes(world)
    wire.mood = hangs
    sent(world, first_of(world))
    work()
    assert fate() == ["attente"]
    wire.mood = wire.take
    work(timedelta(minutes=5))
    assert fate() == ["parti"]
    assert len(wire.left) == 1


def test_nonsense_is_asked_about_before_anything_leaves_again(world: World, wire: Wire) -> None:
    def nonsense(parcel: Parcel) -> Receipt:
        wire.left.append(parcel)
        raise Unsure("illisible")

    yes(world)
    wire.mood = nonsense
    row = first_of(world)
    sent(world, row)
    work()
    assert fate() == ["inconnu"]
    sent(world, row)
    wire.told = Told.TAKEN
    work(timedelta(minutes=6))
    assert fate() == ["parti"]
    assert len(wire.left) == 1


def test_what_was_refused_may_be_sent_again(world: World, wire: Wire) -> None:
    def refuses(parcel: Parcel) -> Receipt:
        raise Refused("numero")

    yes(world)
    wire.mood = refuses
    row = first_of(world)
    sent(world, row)
    work()
    posed = last_posed(row)
    assert posed is not None
    assert (posed.state, posed.is_gone) == (MessageState.FAILED, False)
    wire.mood = wire.take
    sent(world, row)
    work()
    assert sorted(fate()) == ["parti", "refuse"]


def test_the_employer_is_asked_while_the_person_agrees(world: World, wire: Wire) -> None:
    row = first_of(world)
    agreed(world, row.job)
    theirs = Checkpoint.objects.filter(side="employeur").select_related("job")[0]
    with pytest.raises(DomainError, match="aucun contact"):
        sent(world, theirs, MAIL)
    sent(world, theirs)
    message = OutgoingMessage.objects.get()
    said = read_sealed(message, "recipient", organisation=world.operator.pk)
    assert said["recipient"].replace(" ", "").endswith("39980009")
    forget_contact(by=world.by, job=row.job)
    work()
    assert fate() == ["annule"]
    assert not wire.left


def test_by_mail_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    yes(world, ReminderChannel.MAIL)
    means = Means(kind=ContactKind.EMAIL, value="yanis@example.org")
    add_contact(by=world.by, person=world.person, means=means)
    sent(world, first_of(world), MAIL)
    work()
    assert fate() == ["parti"]
    assert SITE in str(mail.outbox[-1].body)


def test_from_the_page_of_the_question(world: World, client: Client) -> None:
    row = first_of(world)
    enter(client, world.ines)
    page = reverse("employment:checkpoint", args=[world.person.pk, row.pk])
    act = reverse("employment:checkpoint_send", args=[world.person.pk, row.pk])
    assert "pas dit oui" in client.get(page).content.decode()
    told = client.post(act, {"channel": "sms"}, follow=True).content.decode()
    assert "n’est pas partie par SMS" in told
    yes(world)
    assert "Envoyer par SMS" in client.get(page).content.decode()
    for _ in range(2):
        told = client.post(act, {"channel": "sms"}, follow=True).content.decode()
        assert "dès que l’heure le permet" in told
    client.post(act, {"channel": "pigeon"})
    assert OutgoingMessage.objects.count() == 1
    assert "Envoyer par SMS" not in told


def test_a_colleague_who_does_not_follow_sends_nothing(world: World) -> None:
    yes(world)
    row = first_of(world)
    with pytest.raises(NotAllowed):
        send_question(
            by=world.actor("bastien"), checkpoint=row, channel=SMS, code="c" * 43, address=SITE
        )
    client = enter(Client(), world.bastien)
    act = reverse("employment:checkpoint_send", args=[world.person.pk, row.pk])
    assert client.post(act, {"channel": "sms"}).status_code == 404
