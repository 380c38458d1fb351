"""The rows of a child table in the query of its parents, on both engines.

``prefetch_related`` asks one query per table. Where a page reads six of them to show four columns,
the parents bring along what is asked of their children::

    rows = Application.objects.annotate(
        asked=gathered(BudgetLine.objects.filter(application=OuterRef("pk")), "year", "amount")
    )

Each parent then has a list of lists, in no order. Text and whole numbers come as they are; an
identifier and an amount come as text, so that nothing of them is lost on the way.
"""

from typing import Any

from django.db.models import CharField, DecimalField, F, JSONField, QuerySet, Subquery, UUIDField
from django.db.models.functions import Cast

_AS_TEXT = (DecimalField, UUIDField)


class _Gathered(Subquery):
    """A list of lists, as one text: of what the ``count`` first columns of the subquery hold."""

    def __init__(self, rows: "QuerySet[Any, Any]", *, count: int) -> None:
        super().__init__(rows, output_field=JSONField())
        self.columns = ", ".join(f"gathered.c{rank}" for rank in range(count))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        one = f"JSON_ARRAY({self.columns})"
        every = f"JSON_GROUP_ARRAY({one})"
        if connection.vendor == "postgresql":
            every = f"COALESCE(JSON_AGG(JSON_BUILD_ARRAY({self.columns})), '[]')::text"
        # The columns have names of ours: c0, c1…
        template = f"(SELECT {every} FROM (%(subquery)s) gathered)"  # noqa: S608
        return super().as_sql(compiler, connection, template, **context)


def gathered(rows: "QuerySet[Any, Any]", *fields: str) -> Subquery:
    """The values of ``fields`` in each of ``rows``, which refer to their parent (``OuterRef``)."""
    columns = {f"c{rank}": _column(rows, name) for rank, name in enumerate(fields)}
    return _Gathered(rows.order_by().values(**columns), count=len(fields))


def _column(rows: "QuerySet[Any, Any]", name: str) -> Any:
    model: Any = rows.model
    for part in name.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model or model
    kept = field.target_field if hasattr(field, "target_field") else field
    return Cast(name, CharField()) if isinstance(kept, _AS_TEXT) else F(name)
