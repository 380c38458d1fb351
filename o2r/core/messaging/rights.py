"""What was sent to an accompanied person, handed out and erased with their file."""

from uuid import UUID

from o2r.core.messaging.models import OutgoingMessage
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows

holds_personal_data(
    SubjectKind.PERSON,
    "messaging.OutgoingMessage",
    title="Messages qui vous ont été envoyés",
    rows=lambda person: OutgoingMessage.objects.about(UUID(person)).order_by("created_at", "pk"),
    fields=("created_at", "channel", "state", "text"),
    erase=erase_rows,
)
