from typing import Any

from django.db.models import QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.territory.models import LocalList


def _forget_who(by: Author, rows: "QuerySet[Any]") -> None:
    """The list stays: zones stand on it."""
    rows.update(imported_by=None)


holds_personal_data(
    SubjectKind.ACCOUNT,
    "territory.LocalList",
    title="Listes locales que vous avez importées",
    rows=lambda user: LocalList.objects.filter(imported_by=user).order_by("imported_at", "id"),
    fields=("kind", "dated", "source", "imported_at"),
    erase=_forget_who,
)
