"""The second person of a large export: asked, agreed to or refused, then used once."""

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind, written
from o2r.accounts.errors import DomainError
from o2r.accounts.governance.models import ExportApproval
from o2r.accounts.governance.notification_kinds import EXPORT_APPROVAL
from o2r.core import clock
from o2r.core.notifications.services import Recipient, notify
from o2r.core.watch.registry import guardians

ACT = "demander cet export"
LARGEST = 100_000


class PurposeMissing(DomainError):
    """The second person would agree to they know not what."""

    def __init__(self) -> None:
        super().__init__(
            "Dites à quoi servira le fichier, et pour combien de personnes : la seconde personne "
            "décide d’après cela. N’écrivez aucun nom."
        )


class AlreadyDecided(DomainError):
    """Someone else answered first."""

    def __init__(self) -> None:
        super().__init__("Cette demande a déjà sa réponse. Rechargez la page.")


@transaction.atomic
def ask_for_agreement(*, by: Actor, persons: int, purpose: str) -> ExportApproval:
    """Ask to export up to ``persons`` people; those who answer for the data are told.

    Raises NotAllowed, PurposeMissing.
    """
    require_kind(by, "create", "export-approval", act=ACT)
    if by.user is None or by.organisation is None or not purpose.strip():
        raise PurposeMissing
    if not 0 < persons <= LARGEST:
        raise PurposeMissing
    asked = ExportApproval.objects.create(
        organisation_id=by.organisation,
        asked_by_id=by.user,
        asked_at=clock.now(),
        persons=persons,
        purpose=purpose.strip(),
    )
    others = [one for one in guardians().guardians_of(by.organisation) if one.user != by.user]
    notify(
        to=others,
        kind=EXPORT_APPROVAL,
        subject=f"{by.name} demande votre accord pour un export",
        # Why is on the page alone: what is typed may name somebody, and others read a mailbox.
        body=f"{persons} personnes. Pour quoi est écrit sur la page de la demande.",
        link=reverse("governance:exports"),
    )
    written(by, "create", asked, count=persons)
    return asked


@transaction.atomic
def decide_agreement(*, by: Actor, agreement: ExportApproval, agrees: bool) -> ExportApproval:
    """Agree to an export, or refuse it; never one's own. Raises NotAllowed, AlreadyDecided."""
    locked = ExportApproval.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=agreement.pk
    )
    require(by, "approve", locked, act="accorder cet export")
    if locked.decided_at is not None:
        raise AlreadyDecided
    locked.is_approved, locked.decided_at = agrees, clock.now()
    locked.decided_by_id = by.user
    locked.save(update_fields=["is_approved", "decided_at", "decided_by"])
    answer = "accordé, pour un seul export et pendant 24 heures" if agrees else "refusé"
    notify(
        to=[Recipient(locked.asked_by_id, locked.asked_by.email)],
        kind=EXPORT_APPROVAL,
        subject=f"Votre export est {'accordé' if agrees else 'refusé'}",
        body=f"L’export de {locked.persons} personnes est {answer}.",
        link=reverse("governance:exports"),
    )
    written(by, "approve" if agrees else "refuse", locked)
    return locked


def agreement_for(actor: Actor, persons: int) -> ExportApproval | None:
    """The agreement that covers an export of so many people by this person, locked."""
    if actor.user is None:
        return None
    usable = ExportApproval.objects.select_for_update(no_key=True, of=("self",)).usable(
        user=actor.user, organisation=actor.organisation, persons=persons
    )
    return usable.first()


@transaction.atomic
def use_up(*, by: Actor, agreement: ExportApproval) -> ExportApproval:
    """The export was made: the agreement serves no more."""
    agreement.used_at = clock.now()
    agreement.save(update_fields=["used_at"])
    written(by, "update", agreement, "used_at")
    return agreement
