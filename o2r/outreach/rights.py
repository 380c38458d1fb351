"""What outreach holds of an accompanied person, handed out and erased with their file."""

from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.outreach.models import EncounterWords, Promise, TrustDate

PERSON = SubjectKind.PERSON

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
    erase=erase_rows,
)
