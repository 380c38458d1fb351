"""How complete the sheets of operations are, counted by the database: no answer is opened."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q

from o2r.core import clock
from o2r.core.belt import errand
from o2r.pathways.fse.completeness import Completeness
from o2r.pathways.fse.models import Operation, ParticipantSheet
from o2r.pathways.fse.rules import exit_weeks


def _overdue() -> Q:
    """Without an exit, although the operation ended weeks ago."""
    limit = clock.today() - timedelta(weeks=exit_weeks())
    return Q(left_on=None, operation__ends_on__lt=limit)


def lacking() -> Q:
    """The sheets that lack something."""
    return Q(missing_entry__gt=0) | Q(missing_exit__gt=0) | _overdue()


# Counts alone: the sheets of protected files are in the share, and told of nobody.
@errand("fse-figures")
def completeness(operations: Iterable[Operation]) -> dict[UUID, Completeness]:
    """How complete each operation is. One query."""
    keys = [one.pk for one in operations]
    rows = ParticipantSheet.objects.filter(operation__in=keys).each_once()
    counted = (
        rows.order_by("operation")
        .values("operation")
        .annotate(
            total=Count("pk"),
            incomplete=Count("pk", filter=lacking()),
            unreachable=Count("pk", filter=Q(is_reachable=False)),
            overdue=Count("pk", filter=_overdue()),
        )
        .values_list("operation", "total", "incomplete", "unreachable", "overdue")
    )
    found = {key: Completeness(*numbers) for key, *numbers in counted}
    return {key: found.get(key, Completeness()) for key in keys}


def completeness_of(operation: Operation) -> Completeness:
    """How complete an operation is. One query."""
    return completeness([operation])[operation.pk]
