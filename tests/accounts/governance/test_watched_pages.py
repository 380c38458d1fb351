"""Pages that show people, under the eye of the watch: counted, journaled, stopped."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import Membership
from o2r.accounts.sample.services import open_record
from o2r.accounts.signin.measured_session import prove
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.watch.enums import Action
from o2r.core.watch.models import Alert, Block, ObservedEvent, ThresholdAdjustment
from o2r.proofs.site import sample_keys
from tests.accounts.factories import enter, someone

STEP_UP, BLOCK = 2, 4


@pytest.fixture(autouse=True)
def _short_quotas(settings: Settings) -> Iterator[None]:
    settings.ROOT_URLCONF = "config.urls_with_sample"
    limits = {
        "quota.step_up": STEP_UP,
        "quota.unusual_step_up": STEP_UP,
        "quota.block": BLOCK,
        "quota.unusual_block": BLOCK,
    }
    for code, value in limits.items():
        ThresholdAdjustment.objects.create(
            code=code, value=value, set_at=clock.now(), set_by=uuid4(), reason="essai"
        )
    with sample_keys():
        yield


@pytest.fixture
def worker() -> Membership:
    return someone(MembershipRole.CASEWORKER)


@pytest.fixture
def visitor(client: Client, worker: Membership) -> Client:
    return enter(client, worker.user)


def files(worker: Membership, number: int) -> list[str]:
    """Addresses of files that the worker follows."""
    return [
        reverse(
            "sample:record",
            args=[
                open_record(
                    by=Author.system("test"),
                    organisation=worker.organisation,
                    referent=worker.user,
                    texts={"identity": "Nadia Essai", "narrative": "Dort dehors."},
                ).pk
            ],
        )
        for _ in range(number)
    ]


def forget_the_fresh_proof(visitor: Client, worker: Membership) -> None:
    session = visitor.session
    prove(session, worker.user, {"mfa": clock.now().timestamp() - 7200})
    session.save()


def test_each_showing_is_told_to_the_watch_with_what_was_shown(
    visitor: Client, worker: Membership
) -> None:
    (page,) = files(worker, 1)
    visitor.get(page)
    event = ObservedEvent.objects.get(action=Action.REVEAL)
    assert event.user == worker.user_id
    assert event.objects_shown == [page.rstrip("/").rpartition("/")[2]]
    entry = JournalEntry.objects.get(kind="person-file", action="read")
    assert "identity" in entry.fields.split(",")


def test_work_in_a_file_is_told_too(visitor: Client, worker: Membership) -> None:
    (page,) = files(worker, 1)
    visitor.post(page, {"group": "narrative", "text": "A un toit."})
    assert ObservedEvent.objects.filter(action=Action.WRITE, user=worker.user_id).count() == 1


def test_many_files_in_an_hour_ask_for_a_proof_then_go_on(
    visitor: Client, worker: Membership
) -> None:
    pages = files(worker, STEP_UP + 1)
    forget_the_fresh_proof(visitor, worker)
    assert [visitor.get(page).status_code for page in pages[:STEP_UP]] == [200, 200]
    stopped = visitor.get(pages[-1])
    assert stopped.status_code == 302
    assert stopped["Location"].startswith(reverse("signin:step_up"))
    assert pages[-1].split("/")[3] in stopped["Location"]
    refused = JournalEntry.objects.get(kind="person-file", decision="deny")
    assert refused.reason == "quota: step-up"
    enter(visitor, worker.user)
    assert visitor.get(pages[-1]).status_code == 200


def test_too_many_files_block_the_account_and_the_refusal_stays_written(
    visitor: Client, worker: Membership
) -> None:
    pages = files(worker, BLOCK + 1)
    assert [visitor.get(page).status_code for page in pages[:BLOCK]] == [200] * BLOCK
    stopped = visitor.get(pages[-1])
    assert stopped.status_code == 403
    assert "suspendu" in stopped.content.decode()
    assert "Nadia" not in stopped.content.decode()
    assert Block.objects.filter(user=worker.user_id, lifted_at=None).count() == 1
    assert Alert.objects.get().organisation == worker.organisation_id
    assert JournalEntry.objects.get(decision="deny").reason == "quota: block"
    # What was already open closes as well.
    assert visitor.get(pages[0]).status_code == 403


def test_a_list_counts_everyone_it_shows(visitor: Client, worker: Membership) -> None:
    files(worker, BLOCK + 1)
    answer = visitor.get(reverse("sample:records"))
    assert answer.status_code == 403
    assert "Nadia" not in answer.content.decode()


def test_a_form_sent_without_a_fresh_proof_waits_for_it(
    visitor: Client, worker: Membership
) -> None:
    pages = files(worker, STEP_UP + 1)
    forget_the_fresh_proof(visitor, worker)
    for page in pages[:STEP_UP]:
        visitor.get(page)
    typed = {"group": "narrative", "text": "un récit"}
    answer = visitor.post(pages[-1], typed)
    assert answer.url.startswith(reverse("signin:step_up"))
    kept = visitor.get(reverse("signin:kept_form")).context["typed"]
    assert (kept.path, dict(kept.fields)) == (pages[-1], typed)


def test_a_form_too_large_to_be_kept_leads_back_to_its_page_and_nowhere_else(
    visitor: Client, worker: Membership
) -> None:
    pages = files(worker, STEP_UP + 1)
    forget_the_fresh_proof(visitor, worker)
    for page in pages[:STEP_UP]:
        visitor.get(page)
    typed = {"group": "narrative", "text": "x" * 1_000_001}
    origin = f"http://testserver{pages[-1]}"
    answer = visitor.post(pages[-1], typed, headers={"referer": origin})
    assert answer.status_code == 403
    assert f"{reverse('signin:step_up')}?next=" in answer.content.decode()
    elsewhere = visitor.post(pages[-1], typed, headers={"referer": "https://pirate.example/x"})
    assert "pirate" not in elsewhere.content.decode()


def test_coming_in_and_being_refused_are_told_to_the_watch(client: Client) -> None:
    held = someone(MembershipRole.CASEWORKER)
    held.user.set_password("un très long mot de passe d’essai")
    held.user.save()
    address = reverse("accounts:login")
    client.post(address, {"email": held.user.email, "password": "mauvais"})
    client.post(address, {"email": "inconnu@exemple.example", "password": "mauvais"})
    enter(client, held.user)
    told = ObservedEvent.objects.order_by("at", "id").values_list("action", "user", "allowed")
    assert sorted(told, key=str) == sorted(
        [
            (Action.SIGN_IN_FAILED, held.user_id, False),
            (Action.SIGN_IN_FAILED, None, False),
            (Action.SIGN_IN, held.user_id, True),
        ],
        key=str,
    )
    refused = ObservedEvent.objects.filter(action=Action.SIGN_IN_FAILED).order_by("at")
    places = set(refused.values_list("network", flat=True))
    assert len(places) == 1
    assert not places & {"", "127.0.0.1", "127.0"}
