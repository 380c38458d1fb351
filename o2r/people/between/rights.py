"""What a person is told of the index: that they said no."""

from uuid import UUID

from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.people.between.models import IndexObjection

holds_personal_data(
    SubjectKind.PERSON,
    "between.IndexObjection",
    title="Ne pas être cherché par d’autres opérateurs",
    rows=lambda person: IndexObjection.objects.filter(person_id=UUID(person)),
    fields=("since",),
    erase=erase_rows,
)
