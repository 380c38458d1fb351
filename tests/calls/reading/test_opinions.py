"""Opinions of instances: corrected with a reason, never recorded twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.reading import services
from o2r.calls.reading.enums import OpinionSense
from o2r.calls.reading.models import Opinion, OpinionRevision
from o2r.core.files.models import StoredFile
from o2r.core.journal.models import JournalEntry
from o2r.network.committees.models import Attendance
from tests.accounts.factories import enter
from tests.calls.behind import behind_the_belt
from tests.calls.reading import people
from tests.calls.reading.test_admissibility import meeting


def recorded(table: people.Table, **fields) -> Opinion:
    return services.record_opinion(
        by=people.who(table.helene),
        office=table.office,
        meeting=fields.pop("meeting", None) or meeting(),
        sense=OpinionSense.FAVOURABLE,
        **fields,
    )


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"%PDF-1.4\n%{name}\n%%EOF\n".encode(), "application/pdf")


def test_an_opinion_is_corrected_and_what_it_said_is_kept() -> None:
    table = people.opened()
    helene = people.who(table.helene)
    made = recorded(table, application=table.first, text="Avant", upload=pdf("avant.pdf"))
    with behind_the_belt(table.helene):
        changed = services.correct_opinion(
            by=helene,
            opinion=made,
            meeting=made.meeting,
            sense=OpinionSense.RESERVED,
            text="Après",
            application=table.second,
            reason="Mauvaise candidature",
            upload=pdf("apres.pdf"),
        )
    assert (changed.sense, changed.text) == (OpinionSense.RESERVED, "Après")
    assert changed.application == table.second
    before = OpinionRevision.objects.get()
    assert (before.text, before.application) == ("Avant", table.first)
    assert (before.reason, before.corrected_by) == ("Mauvaise candidature", table.helene)
    kept = StoredFile.objects.filter(attached_id=made.pk)
    assert [one.original_name for one in kept] == ["apres.pdf"]
    entry = JournalEntry.objects.get(action="opinion.correct")
    assert entry.object_id == made.pk


def test_a_correction_says_why_and_holds_to_the_same_rules() -> None:
    table = people.opened()
    helene, held = people.who(table.helene), meeting()
    recorded(table, meeting=held)
    made = recorded(table, meeting=held, application=table.first)
    wrongs = (
        ({"reason": " "}, "Dites pourquoi"),
        ({"application": None}, "déjà enregistré"),
        ({"sense": OpinionSense.UNFAVOURABLE}, "dit pourquoi"),
        ({"meeting": meeting(days=3)}, "n’a pas eu lieu"),
        ({"meeting": meeting("93", present=False)}, "présents de cette réunion"),
    )
    right = {
        "meeting": held,
        "sense": OpinionSense.FAVOURABLE,
        "application": table.first,
        "reason": "Erreur de saisie",
    }
    for wrong, words in wrongs:
        with pytest.raises(DomainError, match=words):
            services.correct_opinion(by=helene, opinion=made, **{**right, **wrong})
    assert not OpinionRevision.objects.exists()
    with pytest.raises(NotAllowed):
        services.correct_opinion(by=people.who(table.karim), opinion=made, **right)
    # The names of who came last less long than the opinion: it keeps their functions.
    Attendance.objects.filter(meeting=held).delete()
    again = services.correct_opinion(by=helene, opinion=made, **right)
    assert again.present == [{"body": "France Travail", "function": "directrice"}]


def test_an_opinion_is_corrected_on_its_page() -> None:
    table = people.opened()
    made = recorded(table, text="Avant")
    address = reverse("reading:correct_opinion", args=[made.pk])
    helene = enter(Client(), table.helene)
    opinions = reverse("reading:opinions", args=[table.call.slug])
    assert address in helene.get(opinions).content.decode()
    assert "Avant" in helene.get(address).content.decode()
    sent = {"meeting": str(made.meeting_id), "application": "", "sense": "reserved"}
    sent |= {"text": "Après", "given_on": "", "reason": ""}
    assert "field__error" in helene.post(address, sent).content.decode()
    assert helene.post(address, {**sent, "reason": "Sens inversé"}).status_code == 302
    text = helene.get(opinions).content.decode()
    assert "Après" in text
    assert "Sens inversé" in text
    assert "Avant" in helene.get(address).content.decode()
    assert enter(Client(), table.karim).get(address).status_code == 404
    again = {**sent, "application": "", "text": "Deuxième", "sense": "reserved"}
    refused = helene.post(opinions, again).content.decode()
    assert "Corrigez-le" in refused
    assert Opinion.objects.count() == 1
