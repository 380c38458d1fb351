"""What visitors wrote, by the address they wrote with; what a professional left unfinished."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.projects.models import ErrorReport, ImportDraft, RelayMessage


def _forget_reporter(by: Author, rows: "QuerySet[Any]") -> None:
    """The address goes; what is wrong in the page stays to be corrected."""
    rows.update(reporter_email="")


holds_personal_data(
    SubjectKind.VISITOR,
    "projects.RelayMessage",
    title="Messages que vous avez écrits à un projet",
    rows=lambda email: RelayMessage.objects.filter(sender_email__iexact=email).order_by(
        "written_at", "id"
    ),
    fields=("project__title", "sender_name", "sender_email", "message", "written_at"),
    correctable=["sender_name"],
    erase=erase_rows,
    oppose=erase_rows,
)
holds_personal_data(
    SubjectKind.VISITOR,
    "projects.ErrorReport",
    title="Erreurs que vous avez signalées",
    rows=lambda email: ErrorReport.objects.filter(reporter_email__iexact=email).order_by(
        "reported_at", "id"
    ),
    fields=("project__title", "message", "reporter_email", "reported_at", "state", "treatment"),
    # Their words may name them: an erasure takes the whole report.
    erase=erase_rows,
    oppose=_forget_reporter,
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "projects.ImportDraft",
    title="Fichiers déposés et pas encore importés",
    rows=lambda user: ImportDraft.objects.filter(owner_id=UUID(user)).order_by("uploaded_at", "id"),
    fields=("file_name", "uploaded_at"),
    erase=erase_rows,
)
