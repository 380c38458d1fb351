"""When the documents of a year are due, and what their dates say. Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from o2r.core.months import add_months
from o2r.projects.conventions.enums import DocumentKind, DocumentState
from o2r.projects.conventions.term import YearOfTerm

_AFTER_START = {
    DocumentKind.FORECAST_BUDGET: "forecast-budget-due-days",
    DocumentKind.FORECAST_ACTIVITY: "forecast-activity-due-days",
}
_AFTER_END = {
    DocumentKind.ACCOUNTS: "accounts-due-months",
    DocumentKind.ACTIVITY_REPORT: "activity-report-due-months",
}


def due_date(kind: DocumentKind, year: YearOfTerm, number: Callable[[str], int]) -> date:
    """When a document of ``year`` is expected; ``number`` gives the delays, by code of rule."""
    if kind in _AFTER_START:
        return year.starts_on + timedelta(days=number(_AFTER_START[kind]))
    return add_months(year.ends_on, number(_AFTER_END[kind]))


def document_state(
    *, due_on: date, received_on: date | None, validated_on: date | None, today: date
) -> DocumentState:
    """What the dates of a document say on a day: it is late the day after it was due."""
    if validated_on is not None:
        return DocumentState.VALIDATED
    if received_on is not None:
        return DocumentState.RECEIVED
    return DocumentState.LATE if due_on < today else DocumentState.EXPECTED
