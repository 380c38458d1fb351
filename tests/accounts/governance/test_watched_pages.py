"""Pages that show people, under the eye of the watch: counted, journaled, stopped."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole
from o2r.accounts.governance.agreements import ask_for_agreement, decide_agreement
from o2r.accounts.models import Membership, Organisation
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.sample.services import open_record
from o2r.accounts.signin.measured_session import prove
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.watch.enums import Action
from o2r.core.watch.events import Search
from o2r.core.watch.models import Alert, Block, ObservedEvent, ThresholdAdjustment
from o2r.core.watch.services import judge_waiting
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


def test_a_search_is_told_with_digests_even_when_it_finds_nobody(
    visitor: Client, worker: Membership
) -> None:
    files(worker, 1)
    address = reverse("sample:search")
    found = visitor.post(address, {"surname": "Éssai", "first_name": "nadia"})
    assert "Nadia Essai" in found.content.decode()
    nobody = visitor.post(address, {"surname": "Inconnue"})
    assert "Nadia" not in nobody.content.decode()
    told = ObservedEvent.objects.filter(action=Action.SEARCH, user=worker.user_id)
    assert [len(event.objects_shown) for event in told.order_by("at", "id")] == [1, 0]
    assert [event.search for event in told.order_by("at", "id")] == [
        list(Search.of(surname="essai", first_name="Nadia")),
        list(Search.of(surname="inconnue")),
    ]
    written = JournalEntry.objects.filter(kind="person-file", action="search").order_by("number")
    assert [entry.count for entry in written] == [1, 0]
    assert "essai" not in str([vars(one) for one in [*told, *written]]).lower()


def test_looking_for_oneself_raises_an_alert(visitor: Client, worker: Membership) -> None:
    worker.user.display_name = "Nadia Essai"
    worker.user.save()
    visitor.post(reverse("sample:search"), {"surname": "Essai", "first_name": "Nadia"})
    judge_waiting()
    assert Alert.objects.get().rule == "own-name"


def test_shares_are_told_and_a_series_of_them_blocks(visitor: Client, worker: Membership) -> None:
    ThresholdAdjustment.objects.create(
        code="share.files", value=2, set_at=clock.now(), set_by=uuid4(), reason="essai"
    )
    pages = [reverse("sample:share", args=[page.split("/")[3]]) for page in files(worker, 2)]
    assert [visitor.post(page).status_code for page in pages] == [302, 302]
    assert ObservedEvent.objects.filter(action=Action.SHARE, user=worker.user_id).count() == 2
    written = JournalEntry.objects.filter(kind="person-file", action="share")
    assert {entry.basis for entry in written} == {"referent"}
    assert Alert.objects.get().rule == "mass-share"
    assert visitor.post(pages[0]).status_code == 403


def test_what_one_may_read_and_not_share_is_not_shared(client: Client, worker: Membership) -> None:
    held = someone(MembershipRole.CASEWORKER, worker.organisation)
    (page,) = files(worker, 1)
    SampleRecord.objects.get().co_accompanying.add(held.user)
    enter(client, held.user)
    assert client.get(page).status_code == 200
    answer = client.post(reverse("sample:share", args=[page.split("/")[3]]))
    assert answer.status_code == 404
    assert not ObservedEvent.objects.filter(action=Action.SHARE).exists()
    entry = JournalEntry.objects.get(kind="person-file", action="share")
    assert (entry.decision, entry.reason) == ("deny", "unreachable")


def test_a_large_export_needs_an_agreement_used_once(visitor: Client, worker: Membership) -> None:
    ThresholdAdjustment.objects.create(
        code="quota.export_alone", value=1, set_at=clock.now(), set_by=uuid4(), reason="essai"
    )
    files(worker, 2)
    address = reverse("sample:export_all")
    alone = visitor.get(address)
    assert alone.status_code == 403
    assert "Nadia" not in alone.content.decode()
    second = someone(MembershipRole.MEMBER, worker.organisation, is_dpo=True)
    by = actor_for(worker.user)
    asked = ask_for_agreement(by=by, persons=2, purpose="Bilan annuel")
    decide_agreement(by=actor_for(second.user), agreement=asked, agrees=True)
    leaving = visitor.get(address)
    assert leaving.status_code == 200
    assert leaving.content.decode().count("Nadia Essai") == 2
    event = ObservedEvent.objects.get(action=Action.EXPORT)
    assert (event.seconded, len(event.objects_shown)) == (True, 2)
    asked.refresh_from_db()
    assert asked.used_at is not None
    assert visitor.get(address).status_code == 403


def test_reads_at_noon_overseas_are_no_night(visitor: Client, worker: Membership) -> None:
    Organisation.objects.filter(pk=worker.organisation_id).update(time_zone="Pacific/Tahiti")
    for code in ("night.files", "night.share_of_work"):
        ThresholdAdjustment.objects.create(
            code=code, value=1, set_at=clock.now(), set_by=uuid4(), reason="essai"
        )
    (page,) = files(worker, 1)
    visitor.get(page)
    night = datetime(2026, 3, 10, 1, tzinfo=UTC)
    ObservedEvent.objects.filter(action=Action.REVEAL).update(at=night)
    judge_waiting()
    assert not Alert.objects.exists()
    Organisation.objects.filter(pk=worker.organisation_id).update(time_zone="Europe/Paris")
    ObservedEvent.objects.filter(action=Action.REVEAL).update(judged=False)
    judge_waiting()
    assert Alert.objects.get().rule == "night-reading"


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
