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
from o2r.people.services.cards import (
    cancel_card,
    cancel_with_card,
    issue_card,
    open_by_word,
    stop_opened,
    stop_with_card,
)
from o2r.people.services.climbing import change_level
from o2r.people.services.informing import inform
from o2r.people.services.opening import Given, open_person
from o2r.people.services.sharing import close_ended

__all__ = [
    "Given",
    "Terms",
    "anonymise",
    "anonymise_due",
    "cancel_card",
    "cancel_with_card",
    "change_level",
    "close_ended",
    "end_with_others",
    "give",
    "inform",
    "issue_card",
    "open_by_word",
    "open_person",
    "propose",
    "refuse",
    "stop_opened",
    "stop_sharing",
    "stop_with_card",
    "withdraw",
]
