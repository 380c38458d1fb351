"""Files of conventions that a professional left unfinished."""

from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.projects.conventions.models import ConventionImport

holds_personal_data(
    SubjectKind.ACCOUNT,
    "conventions.ConventionImport",
    title="Fichiers de conventions déposés et pas encore importés",
    rows=lambda user: ConventionImport.objects.filter(owner_id=UUID(user)).order_by(
        "uploaded_at", "id"
    ),
    fields=("file_name", "uploaded_at"),
    erase=erase_rows,
)
