"""What the directory is asked when a referral failed: another service, and the register."""

from collections.abc import Collection, Sequence
from uuid import UUID

from o2r.accounts.actors import system
from o2r.network.directory.enums import NeedSource
from o2r.network.directory.models import Service
from o2r.network.directory.selectors.near import services_for
from o2r.network.directory.services.needs import record_unmet_need
from o2r.pathways.referrals.enums import EndReason
from o2r.pathways.referrals.models import Referral
from o2r.people.models import Person

_IN_REGISTER = {
    EndReason.STATUS: "statut-administratif",
    EndReason.HOURS: "horaires",
    EndReason.DISTANCE: "distance",
    EndReason.NOT_COME: "autre",
    EndReason.SILENCE: "autre",
    EndReason.NO_NEWS: "autre",
}
"""Reasons that the register of unmet needs names otherwise."""


def proposed_next(row: Referral, file: Person, *, tried: Collection[UUID | None]) -> Service | None:
    """The most suitable open service for the same need, where the person lives, that was not tried
    yet; None when none is. Where they live unknown: around the service that failed."""
    where = file.commune or (row.service.commune if row.service else "")
    left = [one for one in tried if one is not None]
    found = services_for(row.theme, where, without=left, limit=1) if row.theme else []
    return found[0].service if found else None


def note_unmet_need(row: Referral, file: Person, tried: Sequence[Referral]) -> None:
    """Write the need in the register, which knows nobody: neither the person nor who wrote it.

    Raises DomainError for a commune or a theme that the register does not know.
    """
    record_unmet_need(
        by=system("referrals"),
        organisation=row.organisation_id,
        commune=file.commune,
        theme=row.theme,
        reason=_IN_REGISTER.get(EndReason(row.reason), row.reason),
        attempts=[one.service_id for one in tried if one.service_id is not None],
        source=NeedSource.REFERRAL,
    )
