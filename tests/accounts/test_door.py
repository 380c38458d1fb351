"""Access decisions through pages, on the protected record."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from config import urls_with_sample as urls
from o2r.accounts.enums import MembershipRole
from o2r.accounts.middleware import ACTING_AS
from o2r.accounts.models import COOLING, Membership
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.sample.services import open_record
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
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
        refused, absent = client.get(page(record)), client.get(NOWHERE)
        assert refused.status_code == absent.status_code == 404
        assert {**refused.headers} == {**absent.headers}
        assert not JournalEntry.objects.filter(kind="person-file", object_id=record.pk).exists()


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
