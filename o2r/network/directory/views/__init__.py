"""Pages of the directory, and of the register of unmet needs."""

from o2r.network.directory.views.entries import (
    add_service,
    change_service,
    mailbox,
    service_state,
)
from o2r.network.directory.views.importing import imports
from o2r.network.directory.views.needs import note_need, unmet_needs
from o2r.network.directory.views.notes import answer, forget_note, note, report, reports
from o2r.network.directory.views.services import service, services

__all__ = [
    "add_service",
    "answer",
    "change_service",
    "forget_note",
    "imports",
    "mailbox",
    "note",
    "note_need",
    "report",
    "reports",
    "service",
    "service_state",
    "services",
    "unmet_needs",
]
