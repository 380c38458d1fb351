"""Organisations, the people who work in them, how they come in and who replaces them."""

from o2r.accounts.models.absences import Handover, Substitution
from o2r.accounts.models.arrivals import (
    INVITATION_LIFE,
    REGISTRATION_LIFE,
    Invitation,
    Registration,
)
from o2r.accounts.models.organisations import (
    Organisation,
    OrganisationQuerySet,
    Team,
    validate_siret,
)
from o2r.accounts.models.people import COOLING, Membership, User, UserManager

__all__ = [
    "COOLING",
    "INVITATION_LIFE",
    "REGISTRATION_LIFE",
    "Handover",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationQuerySet",
    "Registration",
    "Substitution",
    "Team",
    "User",
    "UserManager",
    "validate_siret",
]
