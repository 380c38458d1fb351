"""Acts on the funded projects: one function per act, keyword-only, the actor first."""

from o2r.projects.services.correcting import Sheet, correct_project, follow_correction
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
    follow_convention,
    publish,
    record_predecessor,
    record_regional_contact,
    withdraw,
)

__all__ = [
    "Sheet",
    "confirm_project",
    "correct_project",
    "deliver_message",
    "follow_convention",
    "follow_correction",
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
