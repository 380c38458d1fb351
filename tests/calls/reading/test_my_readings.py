"""« Mes lectures » and the cards of the readers: what is closed is said, what is wrong is at its
field, and nothing that closes is done without asking."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import ReadingAccess
from o2r.calls.applications.services.moving import move
from o2r.calls.reading import services
from o2r.calls.reading.models import Assignment
from o2r.core import clock
from tests.accounts.factories import enter
from tests.calls.reading import people
from tests.calls.reading.test_reading_pages import ready


def browser(user) -> Client:
    return enter(Client(), user)


def page(name: str, *args: object) -> str:
    return reverse(f"reading:{name}", args=args)


@pytest.mark.parametrize("how", ["ended", "withdrawn"])
def test_what_was_read_and_is_closed_is_said_and_not_linked(how: str) -> None:
    table, mine, _ = ready()
    people.read(table, mine, table.rose, "4", "4")
    rose, link = browser(table.rose), page("review", mine.pk)
    assert link in rose.get(page("mine")).content.decode()
    if how == "ended":
        helene = people.who(table.helene)
        services.end_reader(by=helene, reader=people.reader_of(table, table.rose))
    else:
        table.first.refresh_from_db()
        move(by=people.who(table.helene), application=table.first, to=ApplicationState.WITHDRAWN)
    text = rose.get(page("mine")).content.decode()
    words = "Votre désignation a pris fin." if how == "ended" else "Candidature retirée."
    assert words in text
    assert "Envoyée" in text
    assert link not in text
    assert rose.get(link).status_code == 404
    assert not ReadingAccess.objects.filter(application=table.first, user=table.rose).exists()


def test_a_reading_set_aside_is_neither_a_draft_nor_late() -> None:
    table, mine, _ = ready()
    people.read(table, mine, table.rose, "4", "4")
    Assignment.objects.update(due_on=clock.today() - timedelta(days=2))
    services.exclude_review(
        by=people.who(table.helene), office=table.office, assignment=mine, reason="Autre appel"
    )
    text = browser(table.rose).get(page("mine")).content.decode()
    assert "Écartée" in text
    assert "En retard" not in text
    assert "Brouillon" not in text


def test_a_reason_that_lacks_is_said_at_the_card_it_concerns() -> None:
    table, mine, theirs = ready()
    people.read(table, theirs, table.karim, "4", "4")
    address = page("reviews", table.first.pk)
    helene = browser(table.helene)
    sent = {"act": "exclude", "assignment": str(theirs.pk), "reason": ""}
    text = helene.post(address, sent).content.decode()
    assert f'href="#{theirs.pk}-reason"' in text
    assert f'href="#{mine.pk}-reason"' not in text
    card = text[text.index(f"Lecteur 2 : {table.karim.display_name}") :]
    assert "field__error" in card
    assert "field__error" not in text[: text.index(f"Lecteur 2 : {table.karim.display_name}")]


def test_a_designation_ends_after_a_question() -> None:
    table, _, _ = ready()
    reader = people.reader_of(table, table.karim)
    helene = browser(table.helene)
    text = helene.get(page("reader", reader.pk)).content.decode()
    assert page("end_reader", reader.pk) in text
    helene.post(page("reader", reader.pk), {"end": "1", "departments": [], "most": ""})
    reader.refresh_from_db()
    assert reader.is_current
    asked = helene.get(page("end_reader", reader.pk)).content.decode()
    assert f"Mettre fin à la désignation de {table.karim.display_name}" in asked
    assert "Ne rien changer" in asked
    helene.post(page("end_reader", reader.pk))
    reader.refresh_from_db()
    assert not reader.is_current
    assert browser(table.karim).get(page("end_reader", reader.pk)).status_code == 404


def test_a_piece_that_is_not_there_is_said_rightly() -> None:
    table, mine, _ = ready()
    absent = reverse("reading:piece", args=[mine.pk, table.first.pk])
    text = browser(table.rose).get(absent, follow=True).content.decode()
    assert "absente, ou pas encore vérifiée" in text
