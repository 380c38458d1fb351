"""Acts on the funded projects: one function per act, keyword-only, the actor first."""

from o2r.projects.services.examples import load_examples
from o2r.projects.services.importing import forget_import_draft, import_projects, keep_import_draft
from o2r.projects.services.messages import (
    deliver_message,
    report_error,
    send_relay_message,
    treat_report,
)
from o2r.projects.services.publication import (
    confirm_project,
    publish,
    record_predecessor,
    record_regional_contact,
    withdraw,
)

__all__ = [
    "confirm_project",
    "deliver_message",
    "forget_import_draft",
    "import_projects",
    "keep_import_draft",
    "load_examples",
    "publish",
    "record_predecessor",
    "record_regional_contact",
    "report_error",
    "send_relay_message",
    "treat_report",
    "withdraw",
]
