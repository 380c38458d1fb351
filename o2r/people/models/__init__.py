"""Persons, what is sealed of them, what they agreed to, and who may open their file."""

from o2r.people.models.agreements import (
    Agreement,
    AgreementMove,
    InformationGiven,
    TrustCard,
)
from o2r.people.models.groups import GroupMember
from o2r.people.models.opening import EmergencyOpening, EmergencyWords
from o2r.people.models.person import FollowUp, Merge, Person, PersonMove
from o2r.people.models.protection import ProtectedReading, Protection
from o2r.people.models.sealed import ContactMeans, Identity, Note, NoteDraft
from o2r.people.models.tokens import LikenessToken

__all__ = [
    "Agreement",
    "AgreementMove",
    "ContactMeans",
    "EmergencyOpening",
    "EmergencyWords",
    "FollowUp",
    "GroupMember",
    "Identity",
    "InformationGiven",
    "LikenessToken",
    "Merge",
    "Note",
    "NoteDraft",
    "Person",
    "PersonMove",
    "ProtectedReading",
    "Protection",
    "TrustCard",
]
