"""What is typed and not sent: kept for who typed it, shown again, gone once sent or too old."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.models import DataKey
from o2r.core.journal.authors import Author
from o2r.core.retention.services import run
from o2r.outreach.enums import Awareness
from o2r.outreach.models import Encounter, EntryDraft
from o2r.people.enums import IdentityLevel
from o2r.people.models import Merge
from o2r.people.services import Given, anonymise, merge, open_person
from o2r.people.services.anonymising import settle_merges
from tests.accounts.factories import enter, someone
from tests.outreach.factories import VENISSIEUX
from tests.outreach.signalled import project

__all__ = ["project"]

JOB = Author.system("retention")
WORDS = "Il a dormi dehors ثلاث ليالٍ 🌧"


def keep(browser: Client, name: str, fields: dict[str, str], query: str = "") -> dict[str, str]:
    answer = browser.post(reverse(f"outreach:{name}") + query, {"text": urlencode(fields)})
    assert answer.status_code == 200
    return dict(answer.json())


def meeting() -> dict[str, str]:
    return {
        "entry": str(uuid4()),
        "kind": "rencontre",
        "nickname": "Petit-Louis",
        "count_men": "2",
        "words": WORDS,
        "channel": "rue",
    }


def test_a_meeting_begun_is_shown_again_and_is_gone_once_sent(as_ines: Client) -> None:
    fields, page = meeting(), reverse("outreach:encounter_new")
    assert keep(as_ines, "encounter_draft", fields)["state"] == "saved"
    shown = as_ines.get(page).text
    assert "Votre saisie commencée est reprise" in shown
    for kept in (fields["entry"], "Petit-Louis", WORDS):
        assert kept in shown
    assert as_ines.post(page, fields).status_code == 302
    assert Encounter.objects.get().pk.hex == fields["entry"].replace("-", "")
    assert "Votre saisie commencée" not in as_ines.get(page).text


def test_what_is_kept_is_sealed_and_nobody_else_reads_it(
    as_ines: Client, passerelles: Organisation
) -> None:
    keep(as_ines, "encounter_draft", meeting())
    row = EntryDraft.objects.get()
    assert b"Louis" not in bytes(row.fields)
    colleague, stranger = Client(), Client()
    enter(colleague, someone(Role.OUTREACH_WORKER, passerelles).user)
    enter(stranger, someone(Role.OUTREACH_WORKER).user)
    for other in (colleague, stranger):
        assert "Petit-Louis" not in other.get(reverse("outreach:encounter_new")).text


def test_it_is_given_up_by_a_button(as_ines: Client) -> None:
    keep(as_ines, "encounter_draft", meeting())
    answer = as_ines.post(reverse("outreach:encounter_draft"), {"give_up": "1"})
    assert answer.headers["Location"] == reverse("outreach:encounter_new")
    assert "Petit-Louis" not in as_ines.get(answer.headers["Location"]).text


def test_the_report_of_a_day_keeps_the_draft_of_that_day(as_ines: Client) -> None:
    page = reverse("outreach:daily_report_write")
    today, yesterday = clock.today(), clock.today() - timedelta(days=1)
    query = f"?day={today.isoformat()}&team="
    assert query.replace("&", "&amp;") in as_ines.get(page + query).text
    keep(as_ines, "daily_report_draft", {"text": WORDS, "revision": "0"}, query)
    assert WORDS in as_ines.get(page + query).text
    assert WORDS not in as_ines.get(f"{page}?day={yesterday.isoformat()}&team=").text


def test_an_observation_begun_is_shown_again(as_ines: Client) -> None:
    keep(as_ines, "observation_draft", {"entry": str(uuid4()), "text": WORDS, "kind": "tension"})
    assert WORDS in as_ines.get(reverse("outreach:observation_new")).text


def test_a_form_too_long_is_refused_in_words(as_ines: Client) -> None:
    said = keep(as_ines, "encounter_draft", {"words": "é" * 60_000})
    assert said["state"] == "refused"
    assert "Enregistrez-la" in said["message"]


def test_a_signal_begun_by_an_adviser_is_shown_again_for_that_commune(
    client: Client, karim: User, ines: User, passerelles: Organisation, project: Any
) -> None:
    enter(client, karim)
    page = reverse("outreach:signal_send") + f"?commune-code={VENISSIEUX}&commune=V"
    query = f"?commune-code={VENISSIEUX}"
    shown = client.get(page).text
    assert reverse("outreach:signal_draft") + query in shown
    fields = {
        "code": "d" * 43,
        "commune": VENISSIEUX,
        "operator": str(passerelles.pk),
        "words": WORDS,
        "person_knows": Awareness.AGREES.value,
        "sender_name": "Karim Tessier",
        "sender_contact": "06 39 98 00 00",
    }
    assert keep(client, "signal_draft", fields, query)["state"] == "saved"
    assert WORDS in client.get(page).text
    other = enter(Client(), someone(Role.PARTNER_ADVISER).user)
    assert WORDS not in other.get(page).text
    assert client.post(page, fields).headers["Location"] == reverse("outreach:signals_sent")
    assert WORDS not in client.get(page).text
    keep(client, "signal_draft", fields, query)
    given_up = client.post(reverse("outreach:signal_draft") + query, {"give_up": "1"})
    assert WORDS not in client.get(given_up.headers["Location"]).text


@pytest.mark.parametrize(
    "page", ["encounter_draft", "observation_draft", "daily_report_draft", "signal_draft"]
)
def test_who_may_not_write_keeps_nothing(page: str) -> None:
    browser = Client()
    enter(browser, someone(Role.STATE_OFFICER).user)
    assert browser.post(reverse(f"outreach:{page}"), {"text": "a=1"}).status_code == 404
    assert not EntryDraft.objects.exists()


def test_it_goes_with_its_key_after_some_days(as_ines: Client) -> None:
    keep(as_ines, "encounter_draft", meeting())
    subject = EntryDraft.objects.get().subject
    later = clock.now() + timedelta(days=9)
    with clock.stopped_at(later):
        list(run(by=JOB, now=later, only="outreach.EntryDraft"))
    assert not EntryDraft.objects.exists()
    assert not DataKey.objects.filter(subject=subject).exists()


def test_what_was_begun_about_somebody_goes_with_them_whoever_began_it(
    as_ines: Client, ines: User, passerelles: Organisation
) -> None:
    """By the key of the file or by a name alone in its field; what is about others stays."""
    given = Given(known_as="Momo", first_name="Mohamed")
    person = open_person(by=actor_for(ines), given=given, level=IdentityLevel.DECLARED)
    begun: list[tuple[dict[str, Any], bool]] = [
        ({"persons": str(person.pk), "words": WORDS}, True),
        ({"nickname": " MOMO ", "words": WORDS}, True),
        ({"nickname": "Momo-Lyon", "words": "vu avec Mohamed"}, False),
        ({"persons": str(uuid4())}, False),
    ]
    kept = []
    for fields, goes in begun:
        browser, colleague = Client(), someone(Role.OUTREACH_WORKER, passerelles).user
        enter(browser, colleague)
        keep(browser, "encounter_draft", fields)
        kept.append((EntryDraft.objects.get(author=colleague), goes))
    anonymise(by=actor_for(ines), person=person)
    for draft, goes in kept:
        assert EntryDraft.objects.filter(pk=draft.pk).exists() is not goes
        assert DataKey.objects.filter(subject=draft.subject).exists() is not goes


@pytest.mark.parametrize("is_settled", [True, False])
def test_a_file_that_a_merge_set_aside_takes_no_draft_of_who_stays(
    as_ines: Client, ines: User, is_settled: bool
) -> None:
    """It takes those of its name when the person goes, and none when it alone is forgotten."""
    by = actor_for(ines)
    kept, gone = (open_person(by=by, given=Given(known_as=name)) for name in ("Momo", "Zazou"))
    merge(by=by, kept=kept, gone=gone)
    keep(as_ines, "encounter_draft", {"nickname": "Zazou"})
    if is_settled:
        settle_merges(JOB, Merge.objects.all())
    else:
        anonymise(by=by, person=kept)
    assert EntryDraft.objects.exists() is is_settled
