"""An application declared inadmissible: its consortium knows it, knows why, and how to contest."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.reading import services
from o2r.calls.reading.models import Admissibility, CorrectionRequest
from o2r.core import clock
from o2r.core.documents import pdf_available
from o2r.core.notifications.models import Notification
from tests.accounts.factories import enter, someone
from tests.calls.behind import behind_the_belt
from tests.calls.reading import people

REASON = "Le territoire est hors du périmètre de l’appel."


def browser(user) -> Client:
    return enter(Client(), user)


def page(name: str, application: Application) -> str:
    return reverse(f"reading:{name}", args=[application.pk])


def cleared() -> people.Table:
    table = people.opened()
    people.declare(table, table.helene)
    return table


def refuse(table: people.Table, application: Application) -> None:
    with behind_the_belt(table.helene):
        services.decide_admissibility(
            by=people.who(table.helene),
            admissibility=Admissibility.objects.get(application=application),
            to=ApplicationState.INADMISSIBLE,
            reason=REASON,
        )


def told(user) -> list[str]:
    return [one.subject for one in Notification.objects.of(user.pk).filter(kind="inadmissibility")]


def test_every_member_is_told_with_the_reason_and_nobody_else(
    django_capture_on_commit_callbacks,
) -> None:
    table = cleared()
    lead = table.second.members.get(is_lead=True).organisation
    ines = someone(Role.COORDINATOR, lead).user
    with django_capture_on_commit_callbacks(execute=True):
        refuse(table, table.second)
    for user in (ines, table.karim):
        assert told(user) == [f"Candidature n° 2 irrecevable : {table.call.title}"]
    for user in (table.helene, table.rose, table.stranger):
        assert told(user) == []
    one = Notification.objects.of(ines.pk).get(kind="inadmissibility")
    assert REASON in one.body
    assert "voies et délais de recours" in one.body
    assert one.link == reverse("applications:overview", args=[table.second.pk])
    sent = [letter for letter in mail.outbox if ines.email in letter.to]
    assert not sent or REASON in sent[-1].body


def test_the_consortium_reads_why_and_how_to_contest_and_takes_the_letter() -> None:
    table = cleared()
    lead = table.first.members.get(is_lead=True).organisation
    ines = browser(someone(Role.COORDINATOR, lead).user)
    overview = reverse("applications:overview", args=[table.first.pk])
    assert "recours" not in ines.get(overview).content.decode()
    assert ines.get(page("refusal_docx", table.first)).headers["Location"] == overview
    refuse(table, table.first)
    text = ines.get(overview).content.decode()
    assert REASON in text
    assert "Voies et délais de recours" in text
    assert page("refusal_docx", table.first) in text
    docx = ines.get(page("refusal_docx", table.first)).content
    written = ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    assert REASON in written
    assert lead.name in written
    pdf = ines.get(page("refusal_pdf", table.first))
    assert pdf.status_code == (200 if pdf_available() else 302)
    for user in (table.karim, table.stranger):
        assert browser(user).get(page("refusal_docx", table.first)).status_code == 404
        assert browser(user).get(page("refusal_pdf", table.first)).status_code == 404


def test_the_letter_stays_as_it_left_and_a_decision_withdrawn_is_told_too() -> None:
    table = cleared()
    ines = someone(Role.COORDINATOR, table.first.members.get(is_lead=True).organisation).user
    refuse(table, table.first)
    kept = Admissibility.objects.get(application=table.first)
    Application.objects.filter(pk=table.first.pk).update(title="Un autre titre")
    assert table.first.title in kept.letter_body
    table.first.refresh_from_db()
    services.decide_admissibility(
        by=people.who(table.helene),
        admissibility=Admissibility.objects.get(application=table.first),
        to=ApplicationState.ADMISSIBLE,
    )
    assert told(ines)[0] == f"Candidature n° 1 de nouveau en instruction : {table.call.title}"
    overview = reverse("applications:overview", args=[table.first.pk])
    assert REASON not in browser(ines).get(overview).content.decode()
    assert browser(ines).get(page("refusal_docx", table.first)).status_code == 302


def test_a_refusal_is_read_again_before_it_leaves() -> None:
    table = cleared()
    helene, address = browser(table.helene), page("admissibility", table.first)
    sent = {"act": "refuse", "reason": "", "answer_0": "no", "note_0": "à revoir"}
    refused = helene.post(address, sent).content.decode()
    assert "Une décision d’irrecevabilité est motivée" in refused
    asked = helene.post(address, {**sent, "reason": REASON}).content.decode()
    assert "Déclarer cette candidature irrecevable ?" in asked
    assert "Voies et délais de recours" in asked
    table.first.refresh_from_db()
    assert table.first.state == ApplicationState.SUBMITTED
    helene.post(address, {"act": "refuse", "confirmed": "1", "reason": REASON})
    table.first.refresh_from_db()
    assert table.first.state == ApplicationState.INADMISSIBLE
    # What was checked before is still there: nothing was checked on the page of the letter.
    item = Admissibility.objects.get(application=table.first).items[0]
    assert (item["answer"], item["note"]) == ("no", "à revoir")


@pytest.mark.parametrize("act", ["check", "admit", "ask"])
def test_every_button_keeps_what_was_checked(act: str) -> None:
    table = cleared()
    due = clock.today() + timedelta(days=8)
    sent = {"act": act, "answer_0": "yes", "note_0": "à l’heure", "reason": ""}
    if act == "ask":
        sent |= {"what": "Les statuts", "due_on": due.isoformat()}
    address = page("admissibility", table.first)
    assert browser(table.helene).post(address, sent).status_code == 302
    item = Admissibility.objects.get(application=table.first).items[0]
    assert (item["answer"], item["note"]) == ("yes", "à l’heure")
    assert CorrectionRequest.objects.exists() is (act == "ask")


def test_saving_what_was_checked_loses_nothing_else_that_was_typed() -> None:
    table = cleared()
    sent = {"act": "check", "answer_0": "yes", "what": "Les statuts", "reason": "Peut-être"}
    text = browser(table.helene).post(page("admissibility", table.first), sent).content.decode()
    assert "Les statuts" in text
    assert "Peut-être" in text
    assert Admissibility.objects.get(application=table.first).items[0]["answer"] == "yes"
    assert not CorrectionRequest.objects.exists()


def test_asking_for_a_correction_keeps_the_reason_that_was_typed() -> None:
    table = cleared()
    due = (clock.today() + timedelta(days=8)).isoformat()
    sent = {"act": "ask", "answer_0": "yes", "what": "Les statuts", "due_on": due}
    answer = browser(table.helene).post(
        page("admissibility", table.first), sent | {"reason": "Peut-être"}
    )
    text = answer.content.decode()
    assert "La demande est envoyée au consortium." in text
    assert "Peut-être" in text
    assert CorrectionRequest.objects.get().what == "Les statuts"
    # What was asked is asked: its own fields are empty again.
    assert answer.context["correction"].is_bound is False
