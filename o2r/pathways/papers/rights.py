"""What is held of a person among papers: handed out, erased."""

from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.pathways.papers.models import IssuedDocument, SafeCode, SafeContent, SafeDocument

PERSON = SubjectKind.PERSON
holds_personal_data(
    PERSON,
    "papers.IssuedDocument",
    title="Ce qui a été écrit pour vous",
    rows=lambda person: IssuedDocument.objects.filter(person_id=UUID(person)).order_by(
        "made_at", "pk"
    ),
    fields=("made_at", "made_by__display_name", "kind", "content"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "papers.SafeDocument",
    title="Les papiers de votre coffre",
    rows=lambda person: SafeDocument.objects.filter(person_id=UUID(person)).order_by(
        "added_on", "pk"
    ),
    fields=("added_on", "kind", "title", "expires_on", "state"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "papers.SafeContent",
    title="Les fichiers de votre coffre",
    rows=lambda person: SafeContent.objects.filter(person_id=UUID(person)).order_by("pk"),
    # The file itself is given back from the safe, as it is: here, that it is kept.
    fields=("document__kind", "document__size"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "papers.SafeCode",
    title="Les codes que vous avez donnés",
    rows=lambda person: SafeCode.objects.filter(person_id=UUID(person)).order_by("made_at", "pk"),
    fields=("made_at", "until", "openings", "revoked_at"),
    erase=erase_rows,
)
