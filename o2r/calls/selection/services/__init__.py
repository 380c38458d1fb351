"""Acts of the committee room."""

from o2r.calls.selection.services.confirming import confirm_decisions, replace_decision
from o2r.calls.selection.services.contracting import open_convention_of
from o2r.calls.selection.services.deciding import DecisionFields, decide, decide_all
from o2r.calls.selection.services.demonstration import create_demo_committee
from o2r.calls.selection.services.letters import edit_letter, send_letter, write_letters
from o2r.calls.selection.services.minutes import generate_minutes
from o2r.calls.selection.services.publishing import (
    cancel_publication,
    publish_due_results,
    schedule_results,
)
from o2r.calls.selection.services.scenarios import (
    choose,
    delete_scenario,
    make_scenario,
    rename_scenario,
    save_choices,
)

__all__ = [
    "DecisionFields",
    "cancel_publication",
    "choose",
    "confirm_decisions",
    "create_demo_committee",
    "decide",
    "decide_all",
    "delete_scenario",
    "edit_letter",
    "generate_minutes",
    "make_scenario",
    "open_convention_of",
    "publish_due_results",
    "rename_scenario",
    "replace_decision",
    "save_choices",
    "schedule_results",
    "send_letter",
    "write_letters",
]
