"""Every write of a person's file: one function per act."""

from o2r.people.services.anonymising import anonymise, anonymise_due
from o2r.people.services.climbing import change_level
from o2r.people.services.opening import Given, open_person

__all__ = ["Given", "anonymise", "anonymise_due", "change_level", "open_person"]
