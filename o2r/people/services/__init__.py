"""Every write of a person's file: one function per act."""

from o2r.people.services.agreeing import (
    Terms,
    end_with_others,
    give,
    propose,
    refuse,
    stop_sharing,
    withdraw,
)
from o2r.people.services.anonymising import anonymise, anonymise_due
from o2r.people.services.cancelling import cancel_opening
from o2r.people.services.cards import (
    ask_with_card,
    cancel_card,
    cancel_with_card,
    issue_card,
    open_by_word,
    stop_opened,
    stop_with_card,
)
from o2r.people.services.climbing import change_level
from o2r.people.services.contacting import Means, add_contact, change_contact, remove_contact
from o2r.people.services.describing import describe
from o2r.people.services.following import accompany, entrust, hand_over, stop_accompanying
from o2r.people.services.grouping import end_group, join_group, leave_group, make_group
from o2r.people.services.informing import inform
from o2r.people.services.merging import merge, undo_merge
from o2r.people.services.naming import rename
from o2r.people.services.noting import complete_note, correct_note, keep_draft, write_note
from o2r.people.services.opening import Given, open_person
from o2r.people.services.sharing import close_ended

__all__ = [
    "Given",
    "Means",
    "Terms",
    "accompany",
    "add_contact",
    "anonymise",
    "anonymise_due",
    "ask_with_card",
    "cancel_card",
    "cancel_opening",
    "cancel_with_card",
    "change_contact",
    "change_level",
    "close_ended",
    "complete_note",
    "correct_note",
    "describe",
    "end_group",
    "end_with_others",
    "entrust",
    "give",
    "hand_over",
    "inform",
    "issue_card",
    "join_group",
    "keep_draft",
    "leave_group",
    "make_group",
    "merge",
    "open_by_word",
    "open_person",
    "propose",
    "refuse",
    "remove_contact",
    "rename",
    "stop_accompanying",
    "stop_opened",
    "stop_sharing",
    "stop_with_card",
    "undo_merge",
    "withdraw",
    "write_note",
]
