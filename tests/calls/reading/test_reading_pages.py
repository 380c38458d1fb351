"""The pages: what each person meets, and what is never lost or shown too early."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.signin.measured_session import prove
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.models import Criterion
from o2r.calls.reading import services
from o2r.calls.reading.forms import mark_of_body
from o2r.calls.reading.models import (
    Admissibility,
    Assignment,
    CorrectionRequest,
    InterestDeclaration,
    Opinion,
    Reader,
    ReadingPlan,
    Review,
)
from o2r.calls.reading.selectors import known
from o2r.core import clock
from tests.accounts.factories import enter, someone
from tests.calls.factories import ApplicationFactory
from tests.calls.reading import people
from tests.calls.reading.test_admissibility import meeting
from tests.statements import statements


def browser(user) -> Client:
    return enter(Client(), user)


def page(name: str, *args: object) -> str:
    return reverse(f"reading:{name}", args=args)


def ready() -> tuple[people.Table, Assignment, Assignment]:
    table = people.opened()
    for user in (table.helene, table.rose, table.karim):
        people.declare(table, user)
    first = people.confide(table, table.first, table.rose)
    second = people.confide(table, table.first, table.karim)
    people.admit(table, table.first)
    return table, first, second


def answers(table: people.Table, user, **ties: str) -> dict[str, str]:
    """What the page of interests posts."""
    sent = {}
    for body in known(table.call, [user.pk]).bodies.values():
        mark = mark_of_body(body.key)
        sent[f"tie_{mark}"] = "tie" if body.name in ties else "none"
        sent[f"nature_{mark}"] = ties.get(body.name, "")
        sent[f"detail_{mark}"] = "Depuis 2019" if body.name in ties else ""
    return sent


def grid(table: people.Table, *marks: str, **fields: str) -> dict[str, str]:
    """What the page of a review posts."""
    sent = {"recommendation": "favourable", "comment": "Un avis", **fields}
    rows = Criterion.objects.filter(call=table.call).order_by("position")
    for one, mark in zip(rows, marks, strict=True):
        sent[f"value_{one.pk.hex}"] = mark
        sent[f"comment_{one.pk.hex}"] = f"Sur {one.code}"
    return sent


def test_a_reader_declares_then_reads_and_a_recusal_closes_at_the_very_next_request() -> None:
    table = people.opened()
    given = people.confide(table, table.first, table.rose)
    rose = browser(table.rose)
    interests, reading = page("interests", table.call.slug), page("review", given.pk)
    assert rose.get(reading).headers["Location"] == interests
    shown = rose.get(page("mine")).content.decode()
    assert "3 organismes" in shown
    assert table.first.title not in shown
    assert rose.post(interests, answers(table, table.rose)).status_code == 302
    opened = rose.get(reading).content.decode()
    assert table.first.title in opened
    assert table.first.answers.first().text in opened
    whole = reverse("applications:read", args=[table.first.pk])
    assert whole in opened
    assert rose.get(whole).status_code == 200
    lead = table.first.members.get(is_lead=True)
    assert rose.post(interests, answers(table, table.rose, **{lead.name: "board"}))
    for address in (reading, page("send", given.pk)):
        assert rose.get(address).status_code == 404
    assert rose.post(reading, grid(table, "5", "5")).status_code == 404
    assert not Review.objects.exists()
    assert table.first.title not in rose.get(page("mine")).content.decode()
    assert rose.get(whole).status_code == 404


def test_a_tie_without_its_nature_is_said_at_its_field_and_nothing_typed_is_lost() -> None:
    table = people.opened()
    sent = answers(table, table.rose, **{table.mission.name: ""})
    shown = browser(table.rose).post(page("interests", table.call.slug), sent)
    text = shown.content.decode()
    assert "Dites de quel lien il s’agit." in text
    assert "Depuis 2019" in text
    assert not InterestDeclaration.objects.exists()


def test_karim_is_told_that_his_own_mission_locale_is_a_candidate() -> None:
    table = people.opened()
    text = browser(table.karim).get(page("interests", table.call.slug)).content.decode()
    assert "Vous travaillez dans cet organisme." in text
    assert "Ses candidatures vous sont fermées." in text


def test_a_mark_out_of_bounds_comes_back_with_its_message_and_all_that_was_typed() -> None:
    table, given, _ = ready()
    rose, address = browser(table.rose), page("review", given.pk)
    posted = rose.post(address, grid(table, "9", "3,5", comment="Trois heures de travail"))
    for answer in (posted, rose.get(address)):
        text = answer.content.decode()
        assert "La note de C1 va de 0 à 5" in text
        assert "« 9 »".replace(" ", "\u00a0") in text
        assert 'value="9"' in text
        assert 'value="3,5"' in text
        assert "Trois heures de travail" in text
        assert "Sur C1" in text
    assert Review.objects.get().comment == "Trois heures de travail"
    confirm = rose.get(page("send", given.pk)).content.decode()
    assert "une note juste pour C1" in confirm


def test_two_windows_of_one_reader_keep_both_texts() -> None:
    table, given, _ = ready()
    rose, address = browser(table.rose), page("review", given.pk)
    rose.post(address, grid(table, "4", "4"))
    rose.post(address, grid(table, "3", "3", revision="1", comment="L’autre fenêtre"))
    late = rose.post(address, grid(table, "1", "1", revision="1", comment="Celle-ci"))
    text = late.content.decode()
    assert "Rien n’est perdu" in text
    assert "Celle-ci" in text
    assert Review.objects.get().comment == "L’autre fenêtre"
    again = grid(table, "1", "1", revision="2", comment="Celle-ci")
    assert rose.post(address, again).status_code == 302
    assert Review.objects.get().comment == "Celle-ci"


def test_a_page_that_saves_by_itself_is_told_what_is_kept_and_what_is_wrong() -> None:
    table, given, _ = ready()
    rose, address = browser(table.rose), page("review", given.pk)
    json = {"headers": {"Accept": "application/json"}}
    kept = rose.post(address, grid(table, "9", "4", revision=""), **json).json()
    assert (kept["state"], kept["revision"]) == ("saved", 1)
    assert "La note de C1 va de 0 à 5" in kept["wrong"][0]
    rose.post(address, grid(table, "3", "3", revision="1"), **json)
    late = rose.post(address, grid(table, "1", "1", revision="1"), **json)
    assert (late.status_code, late.json()["state"]) == (409, "conflict")
    assert "revision" not in late.json()


def test_others_reviews_open_once_ones_own_is_sent_without_their_names() -> None:
    table, mine, theirs = ready()
    people.read(table, theirs, table.karim, "4", "4")
    rose, address = browser(table.rose), page("review", mine.pk)
    assert rose.get(page("review", theirs.pk)).status_code == 404
    assert rose.post(address, grid(table, "2", "2", send="1")).headers["Location"] == page(
        "send", mine.pk
    )
    rose.post(page("send", mine.pk))
    text = rose.get(address).content.decode()
    assert f"Lu par {table.karim.display_name}" in text
    assert "Lecteur 2" in text
    assert f"Lecteur 2 : {table.karim.display_name}" not in text
    assert "<strong>2,00</strong>" in text
    assert rose.get(page("review", theirs.pk)).status_code == 200
    assert rose.post(page("review", theirs.pk), grid(table, "0", "0")).status_code == 404


def test_the_service_sees_who_has_sent_then_the_marks() -> None:
    table, mine, theirs = ready()
    helene = browser(table.helene)
    people.read(table, theirs, table.karim, "4", "4")
    text = helene.get(page("reviews", table.first.pk)).content.decode()
    assert "Lecture envoyée" in text
    assert "Les notes sont cachées" in text
    assert "Lu par" not in text
    people.read(table, mine, table.rose, "2", "2")
    text = helene.get(page("reviews", table.first.pk)).content.decode()
    assert f"Lu par {table.karim.display_name}" in text
    assert table.rose.display_name in text
    text = helene.get(page("examination", table.call.slug)).content.decode()
    assert "3,00" in text
    assert "un lecteur de plus demandé" in text.lower()


def test_an_officer_passes_the_gate_before_reading_or_deciding() -> None:
    table = people.opened()
    helene, address = browser(table.helene), page("admissibility", table.first.pk)
    text = helene.get(address).content.decode()
    assert "Cette candidature vous est fermée" in text
    assert table.first.answers.first().text not in text
    assert "Fermée pour vous" in helene.get(page("examination", table.call.slug)).content.decode()
    helene.post(page("interests", table.call.slug), answers(table, table.helene))
    text = helene.get(address).content.decode()
    assert table.first.answers.first().text in text
    helene.post(address, {"act": "check", "answer_0": "yes", "note_0": "vu"})
    assert Admissibility.objects.get(application=table.first).items[0]["answer"] == "yes"
    helene.post(address, {"act": "admit", "reason": ""})
    table.first.refresh_from_db()
    assert table.first.state == ApplicationState.ADMISSIBLE


def test_a_correction_is_asked_then_answered_by_the_consortium_alone() -> None:
    table = people.opened()
    people.declare(table, table.helene)
    lead = table.first.members.get(is_lead=True).organisation
    ines = browser(someone(Role.COORDINATOR, lead).user)
    due = clock.today() + timedelta(days=8)
    browser(table.helene).post(
        page("admissibility", table.first.pk),
        {"act": "ask", "what": "Les statuts", "due_on": due.isoformat()},
    )
    asked = CorrectionRequest.objects.get()
    assert "Les statuts" in ines.get(page("corrections")).content.decode()
    for user in (table.karim, table.stranger):
        assert browser(user).get(page("correction", asked.pk)).status_code == 404
    address = page("correction", asked.pk)
    text = ines.post(address, {"answer": ""}).content.decode()
    assert "field__error" in text
    file = SimpleUploadedFile("statuts.txt", b"Article premier", "text/plain")
    assert ines.post(address, {"answer": "Les voici", "file": file}).status_code == 302
    asked.refresh_from_db()
    assert (asked.answer, asked.file is not None) == ("Les voici", True)
    text = browser(table.helene).get(address).content.decode()
    assert "Les voici" in text
    # Not verified yet: said, never served.
    assert ines.get(page("correction_file", asked.pk)).status_code == 302


def test_readers_are_named_balanced_and_confirmed_on_the_pages() -> None:
    table = people.set_table()
    helene, slug = browser(table.helene), table.call.slug
    assert "Ouvrir l’instruction" in helene.get(page("examination", slug)).content.decode()
    helene.post(page("start", slug))
    wrong = helene.post(page("readers", slug), {"email": "nulle@part.example"}).content.decode()
    assert "Aucun compte" in wrong
    for user in (table.rose, table.karim):
        helene.post(page("readers", slug), {"email": user.email, "departments": ["63"]})
    assert Reader.objects.filter(call=table.call, departments=["63"]).count() == 2
    text = helene.get(page("assignment", slug)).content.decode()
    assert "Il manque des lecteurs" in text
    rose = people.reader_of(table, table.rose)
    first = f"reader_{table.first.pk.hex}"
    twice = {f"{first}_0": str(rose.pk), f"{first}_1": str(rose.pk)}
    text = helene.post(page("assignment", slug), twice).content.decode()
    assert "Deux fois la même personne" in text
    karim = people.reader_of(table, table.karim)
    chosen = {f"{first}_0": str(rose.pk), f"{first}_1": str(karim.pk)}
    helene.post(page("assignment", slug), chosen)
    assert Assignment.objects.filter(application=table.first).count() == 2
    helene.post(page("reader", rose.pk), {"departments": ["38"], "most": "3"})
    rose.refresh_from_db()
    assert (rose.departments, rose.most) == (["38"], 3)
    helene.post(page("end_reader", karim.pk))
    karim.refresh_from_db()
    assert not karim.is_current
    helene.post(
        page("plan", slug),
        {"due_on": clock.today().isoformat(), "unveiling": "committee", "checklist": "Un\nDeux"},
    )
    assert ReadingPlan.objects.get().checklist == ["Un", "Deux"]


def test_a_third_reader_a_withdrawal_and_a_review_set_aside_on_one_page() -> None:
    table, mine, theirs = ready()
    helene, address = browser(table.helene), page("reviews", table.first.pk)
    people.read(table, theirs, table.karim, "4", "4")
    exclude = {"act": "exclude", "assignment": str(theirs.pk), "reason": "Mauvaise grille"}
    helene.post(address, exclude)
    assert Review.objects.get(assignment=theirs).state == "excluded"
    helene.post(address, {"act": "end", "assignment": str(mine.pk), "reason": "Absente"})
    mine.refresh_from_db()
    assert mine.state == "ended"
    rose = people.reader_of(table, table.rose)
    helene.post(address, {"act": "assign", "reader": str(rose.pk)})
    assert Assignment.objects.filter(reader=rose, state="declared").count() == 1
    stray = {"act": "end", "assignment": str(table.call.pk), "reason": "x"}
    assert helene.post(address, stray).status_code == 404


def test_an_opinion_is_recorded_on_its_page() -> None:
    table = people.opened()
    helene, held = browser(table.helene), meeting()
    sent = {"meeting": str(held.pk), "sense": "reserved", "application": ""}
    refused = helene.post(page("opinions", table.call.slug), sent).content.decode()
    assert "Un avis réservé ou défavorable dit pourquoi." in refused
    helene.post(page("opinions", table.call.slug), {**sent, "text": "À surveiller"})
    text = helene.get(page("opinions", table.call.slug)).content.decode()
    assert "À surveiller" in text
    assert "directrice, France Travail" in text
    assert Opinion.objects.get().given_on == held.day
    assert browser(table.karim).get(page("opinions", table.call.slug)).status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_marks_leave_after_a_fresh_proof(kind: str) -> None:
    table, mine, theirs = ready()
    people.read(table, mine, table.rose, "2,5", "so")
    helene, address = browser(table.helene), page("export", table.call.slug, kind)
    blind = helene.get(address)
    assert blind.status_code == 200
    people.read(table, theirs, table.karim, "4", "4")
    answer = helene.get(address)
    if kind == "xlsx":
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
        assert len(rows) == 7
        assert (rows[1][2], rows[1][7]) == (table.rose.display_name, 2.5)
    if kind == "csv":
        assert table.rose.display_name not in blind.content.decode("utf-8-sig")
        assert table.rose.display_name in answer.content.decode("utf-8-sig")
    stale = clock.now().timestamp() - 7200
    session = helene.session
    prove(session, table.helene, {"mfa": stale, "password": stale})
    session.save()
    assert helene.get(address).status_code in (302, 403)
    assert browser(table.karim).get(address).status_code == 404


def test_strangers_and_candidates_meet_nothing_of_a_reading() -> None:
    table, mine, _ = ready()
    lead = table.first.members.get(is_lead=True).organisation
    candidate = someone(Role.COORDINATOR, lead).user
    people.read(table, mine, table.rose, "4", "4")
    slug = table.call.slug
    addresses = [
        *(page(name, slug) for name in ("examination", "readers", "assignment", "interests")),
        *(page(name, table.first.pk) for name in ("admissibility", "reviews")),
        page("review", mine.pk),
    ]
    for user in (table.stranger, candidate):
        visitor = browser(user)
        assert [visitor.get(one).status_code for one in addresses] == [404] * len(addresses)
    shown = browser(candidate).get(f"/espace/candidatures/{table.first.pk}/").content.decode()
    assert table.rose.display_name not in shown


def test_the_table_of_an_examination_asks_the_database_little() -> None:
    table, mine, _ = ready()
    people.read(table, mine, table.rose, "4", "4")
    for number in range(3, 43):
        ApplicationFactory(call=table.call, number=number)
    helene = browser(table.helene)
    address = page("examination", table.call.slug)
    helene.get(address)
    with statements() as asked:
        text = helene.get(address).content.decode()
    assert len(asked) <= 12
    assert "Candidatures (42 sur 42)" in text
    kept = helene.get(address, {"state": "admissible", "alert": "", "department": "63"})
    assert "Candidatures (1 sur 42)" in kept.content.decode()
    none = helene.get(address, {"department": "974"}).content.decode()
    assert "Aucune candidature ne répond" in none


def test_the_list_of_calls_shows_those_of_the_service() -> None:
    table = people.opened()
    other = people.opened()
    text = browser(table.helene).get(page("home")).content.decode()
    assert table.call.title in text
    assert other.call.title not in text
    assert services.name_reader is not None


def test_the_admissibility_page_shows_what_was_asked_and_decided() -> None:
    table = people.opened()
    people.declare(table, table.helene)
    found = Admissibility.objects.get(application=table.first)
    helene = people.who(table.helene)
    services.ask_correction(
        by=helene, admissibility=found, what="Le RIB", due_on=clock.today() + timedelta(days=3)
    )
    address = page("admissibility", table.first.pk)
    assert "Le RIB" in browser(table.helene).get(address).content.decode()
    services.decide_admissibility(
        by=helene,
        admissibility=Admissibility.objects.get(pk=found.pk),
        to=ApplicationState.INADMISSIBLE,
        reason="Rien n’est arrivé",
    )
    text = browser(table.helene).get(address).content.decode()
    assert "Rien n’est arrivé" in text
    assert 'value="ask"' not in text
