"""The columns that an operator uses, and where their labels come from."""

from uuid import UUID

from o2r.pathways.fse.columns import Column, default_columns, of_json
from o2r.pathways.fse.models import ColumnMapping


def mapping_in_use(organisation: UUID | None) -> ColumnMapping | None:
    """The last version that an operator confirmed; none: our own columns are used."""
    rows = ColumnMapping.objects.filter(organisation=organisation)
    return rows.order_by("-version").first()


def columns_in_use(organisation: UUID | None) -> tuple[Column, ...]:
    """The columns of the last version, or ours. Raises WrongMapping."""
    kept = mapping_in_use(organisation)
    return of_json(kept.columns) if kept else default_columns()
