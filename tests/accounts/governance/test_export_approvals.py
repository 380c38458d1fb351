"""A large export needs two people: the one who asks is never the one who agrees."""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse
from pytest_django import Settings

from config import urls_with_sample as urls
from o2r.accounts.acting import actor_for
from o2r.accounts.door import door, exported, visible
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import NotAllowed
from o2r.accounts.governance.agreements import (
    AlreadyDecided,
    PurposeMissing,
    agreement_for,
    ask_for_agreement,
    decide_agreement,
)
from o2r.accounts.governance.models import APPROVED_FOR, ExportApproval
from o2r.accounts.models import Membership
from o2r.accounts.requests import SignedInRequest
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.sample.services import open_record
from o2r.core import clock
from o2r.core.clock import stopped_at
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.watch.models import ObservedEvent, ThresholdAdjustment
from o2r.proofs.site import sample_keys
from tests.accounts.factories import enter, someone

PURPOSE = "Bilan annuel demandé par la DREETS, effacé le 31 décembre."
PAGE = "governance:exports"


@door("person-file", "export")
def everyone(request: SignedInRequest) -> HttpResponse:
    rows = exported(request, list(visible(request, SampleRecord.objects.order_by("pk"))))
    return HttpResponse(f"{len(rows)} personnes")


class Addresses:
    urlpatterns: ClassVar = [*urls.urlpatterns, path("espace/tout/", everyone)]
    handler404 = urls.handler404


@pytest.fixture(autouse=True)
def _large_from_two_people_on(settings: Settings) -> Iterator[None]:
    settings.ROOT_URLCONF = Addresses
    ThresholdAdjustment.objects.create(
        code="quota.export_alone", value=1, set_at=clock.now(), set_by=uuid4(), reason="essai"
    )
    with sample_keys():
        yield


@pytest.fixture
def worker() -> Membership:
    held = someone(MembershipRole.CASEWORKER)
    for _ in range(2):
        open_record(
            by=Author.system("test"),
            organisation=held.organisation,
            referent=held.user,
            texts={"identity": "Nadia Essai"},
        )
    return held


@pytest.fixture
def dpo(worker: Membership) -> Membership:
    return someone(MembershipRole.MEMBER, worker.organisation, is_dpo=True)


def ask(worker: Membership, persons: int = 2) -> ExportApproval:
    return ask_for_agreement(by=actor_for(worker.user), persons=persons, purpose=PURPOSE)


def answer(dpo: Membership, asked: ExportApproval, *, agrees: bool = True) -> ExportApproval:
    return decide_agreement(by=actor_for(dpo.user), agreement=asked, agrees=agrees)


def test_alone_the_export_stops_and_says_whom_to_ask(client: Client, worker: Membership) -> None:
    page = enter(client, worker.user).get("/espace/tout/")
    assert page.status_code == 403
    assert reverse(PAGE) in page.content.decode()
    assert JournalEntry.objects.get(kind="person-file", action="export").decision == "deny"
    assert not ObservedEvent.objects.filter(action="export").exists()


def test_with_an_agreement_it_leaves_once(
    client: Client, worker: Membership, dpo: Membership
) -> None:
    answer(dpo, ask(worker))
    enter(client, worker.user)
    assert client.get("/espace/tout/").content.decode() == "2 personnes"
    event = ObservedEvent.objects.get(action="export")
    assert event.seconded
    assert event.count == 2
    assert client.get("/espace/tout/").status_code == 403


def test_screens_ask_and_answer(client: Client, worker: Membership, dpo: Membership) -> None:
    posted = {"persons": "2", "purpose": PURPOSE}
    assert enter(Client(), worker.user).post(reverse(PAGE), posted).status_code == 302
    asked = ExportApproval.objects.get()
    listed = enter(client, dpo.user).get(reverse(PAGE)).content.decode()
    assert PURPOSE in listed
    decide = reverse("governance:decide_export", args=[asked.pk])
    assert client.post(decide, {"answer": "yes"}).status_code == 302
    asked.refresh_from_db()
    assert asked.is_approved
    assert asked.decided_by == dpo.user
    assert "accordé" in enter(Client(), worker.user).get(reverse(PAGE)).content.decode().lower()
    assert not any(PURPOSE in str(vars(entry)) for entry in JournalEntry.objects.order_by("number"))
    assert not any("Nadia" in message.body for message in mail.outbox)


def test_anything_but_a_clear_yes_is_a_no(
    client: Client, worker: Membership, dpo: Membership
) -> None:
    asked = ask(worker)
    decide = reverse("governance:decide_export", args=[asked.pk])
    enter(client, dpo.user).post(decide, {"answer": "peut-être"})
    asked.refresh_from_db()
    assert asked.is_approved is False


def test_nobody_agrees_with_themselves(client: Client) -> None:
    both = someone(MembershipRole.CASEWORKER, is_dpo=True, manages_accounts=True)
    asked = ask(both)
    with pytest.raises(NotAllowed):
        answer(both, asked)
    decide = reverse("governance:decide_export", args=[asked.pk])
    assert enter(client, both.user).post(decide, {"answer": "yes"}).status_code == 404


def test_neither_a_colleague_nor_another_organisation_answers(
    client: Client, worker: Membership
) -> None:
    asked = ask(worker)
    decide = reverse("governance:decide_export", args=[asked.pk])
    colleague = someone(MembershipRole.CASEWORKER, worker.organisation)
    elsewhere = someone(MembershipRole.MEMBER, is_dpo=True)
    for person in (colleague, elsewhere):
        assert enter(Client(), person.user).post(decide, {"answer": "yes"}).status_code == 404
        assert PURPOSE not in enter(Client(), person.user).get(reverse(PAGE)).content.decode()


def test_an_agreement_lasts_a_day_covers_its_number_and_may_be_refused(
    worker: Membership, dpo: Membership
) -> None:
    actor = actor_for(worker.user)
    answer(dpo, ask(worker), agrees=False)
    assert agreement_for(actor, 1) is None
    given = answer(dpo, ask(worker))
    assert agreement_for(actor, 2) == given
    assert agreement_for(actor, 3) is None
    assert agreement_for(actor_for(dpo.user), 1) is None
    with stopped_at(clock.now() + APPROVED_FOR + timedelta(seconds=1)):
        assert agreement_for(actor, 2) is None


def test_a_second_answer_and_a_request_without_purpose_are_refused(
    worker: Membership, dpo: Membership
) -> None:
    asked = ask(worker)
    answer(dpo, asked)
    with pytest.raises(AlreadyDecided):
        answer(dpo, asked, agrees=False)
    for persons, purpose in ((2, " "), (0, PURPOSE)):
        with pytest.raises(PurposeMissing):
            ask_for_agreement(by=actor_for(worker.user), persons=persons, purpose=purpose)
