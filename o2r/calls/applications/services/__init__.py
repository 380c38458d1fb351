"""Acts on an application: one function for each."""

from o2r.calls.applications.services.answers import Conflict, Saved, write_answer
from o2r.calls.applications.services.budgeting import write_budget
from o2r.calls.applications.services.completing import (
    LeadGiven,
    complete_imported,
    join_taken_over,
    remove_taken_over,
)
from o2r.calls.applications.services.consortium import (
    add_member,
    change_lead,
    change_member,
    remove_member,
)
from o2r.calls.applications.services.demonstration import create_demo_application
from o2r.calls.applications.services.drafts import Started, start_application, write_facts
from o2r.calls.applications.services.guarding import why_closed, why_not_yours
from o2r.calls.applications.services.importing import (
    forget_dossiers,
    import_dossiers,
    keep_dossiers,
    late_dossiers,
)
from o2r.calls.applications.services.invitations import (
    accept_member,
    invitation_behind,
    invite_member,
    withdraw_invitation,
)
from o2r.calls.applications.services.pieces import join_piece, remove_piece
from o2r.calls.applications.services.presences import leave, touch
from o2r.calls.applications.services.reminding import remind_drafts
from o2r.calls.applications.services.signing import ask_to_sign, sign_off, unsign
from o2r.calls.applications.services.telling import people_of

__all__ = [
    "Conflict",
    "LeadGiven",
    "Saved",
    "Started",
    "accept_member",
    "add_member",
    "ask_to_sign",
    "change_lead",
    "change_member",
    "complete_imported",
    "create_demo_application",
    "forget_dossiers",
    "import_dossiers",
    "invitation_behind",
    "invite_member",
    "join_piece",
    "join_taken_over",
    "keep_dossiers",
    "late_dossiers",
    "leave",
    "people_of",
    "remind_drafts",
    "remove_member",
    "remove_piece",
    "remove_taken_over",
    "sign_off",
    "start_application",
    "touch",
    "unsign",
    "why_closed",
    "why_not_yours",
    "withdraw_invitation",
    "write_answer",
    "write_budget",
    "write_facts",
]
