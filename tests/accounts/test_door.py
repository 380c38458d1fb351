"""Access decisions through pages, on the protected record."""

import re
from collections.abc import Iterator
from typing import ClassVar
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from pytest_django import Settings

from config import urls_with_sample as urls
from o2r.accounts.enums import MembershipRole
from o2r.accounts.middleware import ACTING_AS
from o2r.accounts.models import COOLING, Membership, Substitution
from o2r.accounts.refusals import UNREACHABLE
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.sample.services import open_record
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.journal.sentences import told
from o2r.core.notifications.models import Notification
from o2r.core.watch.enums import Action
from o2r.core.watch.models import Alert, ObservedEvent
from o2r.core.watch.notification_kinds import ABUSE_ALERT
from o2r.core.watch.services import judge_waiting
from o2r.core.watch.thresholds import DEFAULTS
from o2r.proofs.site import sample_keys
from tests.accounts.factories import MembershipFactory, enter, someone

TEXT = "Dort sous le pont, près de la gare."
NOWHERE = "/espace/essai/00000000-0000-4000-8000-000000000000/"


@pytest.fixture(autouse=True)
def _sample_site(settings: Settings) -> Iterator[None]:
    settings.ROOT_URLCONF = "config.urls_with_sample"
    with sample_keys():
        yield


@pytest.fixture
def worker() -> Membership:
    return someone(MembershipRole.CASEWORKER)


@pytest.fixture
def colleague(worker: Membership) -> Membership:
    return someone(MembershipRole.CASEWORKER, worker.organisation)


@pytest.fixture
def stranger() -> Membership:
    return someone(MembershipRole.CASEWORKER)


@pytest.fixture
def record(worker: Membership) -> SampleRecord:
    return open_record(
        by=Author.system("test"),
        organisation=worker.organisation,
        referent=worker.user,
        texts={"narrative": TEXT, "sealed": "Sous scellés."},
    )


def page(record: SampleRecord) -> str:
    return f"/espace/essai/{record.pk}/"


def test_the_referent_reads_the_file_and_the_journal_says_so(
    client: Client, worker: Membership, record: SampleRecord
) -> None:
    answer = enter(client, worker.user).get(page(record))
    assert TEXT in answer.content.decode()
    assert "Sous scellés" not in answer.content.decode()
    entry = JournalEntry.objects.get(kind="person-file", object_id=record.pk)
    assert (entry.user, entry.chain, entry.action) == (
        worker.user_id,
        worker.organisation_id,
        "read",
    )
    assert "narrative" in entry.fields.split(",")
    assert TEXT not in str(vars(entry))


def test_a_colleague_and_a_stranger_get_what_someone_looking_for_nothing_gets(
    colleague: Membership, stranger: Membership, record: SampleRecord
) -> None:
    for person in (colleague, stranger):
        client = enter(Client(), person.user)
        client.get(NOWHERE)  # What the first page of a session writes.
        with CaptureQueriesContext(connection) as forbidden:
            refused = client.get(page(record))
        with CaptureQueriesContext(connection) as nothing:
            absent = client.get(NOWHERE)
        assert refused.status_code == absent.status_code == 404
        assert {**refused.headers} == {**absent.headers}
        first, second = (
            [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in asked.captured_queries]
            for asked in (forbidden, nothing)
        )
        assert first == second


def test_a_refusal_is_written_the_same_whether_the_object_exists_or_not(
    stranger: Membership, record: SampleRecord
) -> None:
    client = enter(Client(), stranger.user)
    for address in (page(record), NOWHERE):
        assert client.get(address).status_code == 404
    refused, absent = JournalEntry.objects.filter(kind="person-file").order_by("number")
    assert refused.object_id == record.pk
    for entry in (refused, absent):
        written = (entry.user, entry.chain, entry.action, entry.decision, entry.reason)
        place = stranger.organisation_id
        assert written == (stranger.user_id, place, "read", "deny", UNREACHABLE)
        assert (entry.fields, entry.basis) == ("", "")
    seen = ObservedEvent.objects.filter(action=Action.REFUSED, user=stranger.user_id)
    assert seen.filter(allowed=False).count() == 2


def test_what_the_platform_shows_to_all_leaves_no_trace_of_a_dead_link(worker: Membership) -> None:
    nowhere = NOWHERE.replace("essai", "equipes")
    answer = enter(Client(), worker.user).get(nowhere)
    assert answer.status_code == 404
    assert not JournalEntry.objects.filter(decision="deny").exists()


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_kept_although_the_page_fails(
    stranger: Membership, record: SampleRecord
) -> None:
    assert enter(Client(), stranger.user).get(page(record)).status_code == 404
    connection.close()
    assert JournalEntry.objects.filter(decision="deny", object_id=record.pk).count() == 1


def test_addresses_tried_one_after_the_other_are_told_to_the_guardians(
    worker: Membership,
) -> None:
    guardian = someone(MembershipRole.MEMBER, worker.organisation, manages_accounts=True)
    client = enter(Client(), worker.user)
    limit = int(DEFAULTS["probing.refusals"])
    for _ in range(3 * limit):
        client.get(NOWHERE)
    judge_waiting()
    assert not Alert.objects.exists()
    for _ in range(limit - 1):
        client.get(f"/espace/essai/{uuid4()}/")
    judge_waiting()
    alert = Alert.objects.get()
    assert (alert.rule, alert.about) == ("probing", worker.user_id)
    assert alert.organisation == guardian.organisation_id
    assert Notification.objects.filter(recipient=guardian.user_id, kind=ABUSE_ALERT).count() == 1
    assert client.get(NOWHERE).status_code == 404


def test_the_journal_says_by_which_right_and_in_whose_place(
    client: Client, worker: Membership, colleague: Membership, record: SampleRecord
) -> None:
    enter(client, worker.user).get(page(record))
    today = clock.today()
    Substitution.objects.create(
        absent=worker.user,
        substitute=colleague.user,
        organisation=worker.organisation,
        first_day=today,
        last_day=today,
    )
    enter(client, colleague.user).get(page(record))
    client.get("/espace/essai/")
    entries = JournalEntry.objects.filter(kind="person-file").order_by("number")
    assert [(one.user, one.action, one.basis, one.in_place_of) for one in entries] == [
        (worker.user_id, "read", "referent", None),
        (colleague.user_id, "read", "referent", worker.user_id),
        (colleague.user_id, "list", "referent", worker.user_id),
    ]
    sentence = told(list(entries))[1].sentence
    assert sentence.endswith(f", en remplacement de {worker.user.display_name}")
    assert told(list(entries))[0].basis == ("référent",)


def test_a_visitor_is_asked_to_sign_in(client: Client, record: SampleRecord) -> None:
    answer = client.get(page(record))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/espace/connexion/")


def test_the_first_day_of_an_account_shows_nobody(
    client: Client, worker: Membership, record: SampleRecord
) -> None:
    worker.personal_data_from = clock.now() + COOLING
    worker.save()
    answer = enter(client, worker.user).get(page(record))
    assert answer.status_code == 403
    assert TEXT not in answer.content.decode()


def test_leaving_an_organisation_takes_effect_at_the_next_request(
    client: Client, worker: Membership, record: SampleRecord
) -> None:
    assert enter(client, worker.user).get(page(record)).status_code == 200
    worker.ended_at = clock.now()
    worker.save()
    assert client.get(page(record)).status_code == 404


def test_a_person_acts_for_one_organisation_at_a_time(
    client: Client, worker: Membership, record: SampleRecord
) -> None:
    other = MembershipFactory(user=worker.user, role=MembershipRole.MEMBER)
    enter(client, worker.user)
    for membership, status in ((worker, 200), (other, 404)):
        session = client.session
        session[ACTING_AS] = str(membership.pk)
        session.save()
        assert client.get(page(record)).status_code == status


def test_a_page_that_says_nothing_of_itself_answers_nobody(
    client: Client, settings: Settings, worker: Membership
) -> None:
    def silent(request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    class Addresses:
        urlpatterns: ClassVar = [*urls.urlpatterns, path("espace/oubli/", silent)]
        handler404 = urls.handler404

    settings.ROOT_URLCONF = Addresses
    assert enter(client, worker.user).get("/espace/oubli/").status_code == 404
