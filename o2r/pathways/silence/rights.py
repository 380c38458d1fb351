"""What is kept of the silences of an accompanied person, handed out and erased with their file."""

from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.pathways.silence.models import ExpectedContact, SilenceAlert

PERSON = SubjectKind.PERSON

holds_personal_data(
    PERSON,
    "silence.ExpectedContact",
    title="Quand vous étiez attendu",
    rows=lambda person: ExpectedContact.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("expected_on", "is_absence", "said_on"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "silence.SilenceAlert",
    title="Quand votre silence nous a inquiétés",
    rows=lambda person: SilenceAlert.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("opened_on", "silent_since", "reasons", "state", "set_aside_because"),
    erase=erase_rows,
)
