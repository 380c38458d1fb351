"""What outreach holds of an accompanied person, handed out and erased with their file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.outreach.models import EncounterWords, PartnerSignal, Promise, SignalWords, TrustDate
from o2r.outreach.services.signal_holding import erase_words

PERSON = SubjectKind.PERSON


def _forget_signals(by: Author, rows: "QuerySet[Any]") -> None:
    """What was said goes; that something was sent stays a figure, of nobody."""
    for one in rows.order_by("pk"):
        erase_words(by, one)
    rows.update(person=None)


def _forget_words(by: Author, rows: "QuerySet[Any]") -> None:
    for one in rows.select_related("signal").order_by("pk"):
        erase_words(by, one.signal)


holds_personal_data(
    PERSON,
    "outreach.EncounterWords",
    title="Ce que vous avez dit",
    rows=lambda person: EncounterWords.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("encounter__at", "need_said", "words"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "outreach.Promise",
    title="Ce qui a été promis",
    rows=lambda person: Promise.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("what", "promised_by", "due_on", "state"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "outreach.TrustDate",
    title="Depuis quand le contact est de confiance",
    rows=lambda person: TrustDate.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("since", "ground"),
    kept_because="un jour, que plus rien ne rattache à vous : les totaux en dépendent",
)
holds_personal_data(
    PERSON,
    "outreach.PartnerSignal",
    title="Quand quelqu’un nous a parlé de vous",
    rows=lambda person: PartnerSignal.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("sent_at", "commune", "person_knows"),
    erase=_forget_signals,
)
holds_personal_data(
    PERSON,
    "outreach.SignalWords",
    title="Ce qui nous a été dit de vous",
    # Not by whom: it may put somebody in danger (GDPR art. 15.4).
    rows=lambda person: SignalWords.objects.filter(signal__person_id=UUID(person)).order_by("pk"),
    fields=("called", "whereabouts", "words"),
    erase=_forget_words,
)
