"""Every write of the index between operators: one function per act."""

from o2r.people.between.services.answering import accept, decline
from o2r.people.between.services.asking import NoneLeft, ask_between
from o2r.people.between.services.objecting import allow_again, object_to_index
from o2r.people.between.services.participating import join, leave

__all__ = [
    "NoneLeft",
    "accept",
    "allow_again",
    "ask_between",
    "decline",
    "join",
    "leave",
    "object_to_index",
]
