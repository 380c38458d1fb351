"""Suspending the erasure of one row, and ending the suspension."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.retention.errors import RetentionError
from o2r.core.retention.models import RetentionHold
from o2r.core.retention.registry import Declaration, declaration_of


@transaction.atomic
def place_hold(*, by: Author, kind: str, object_id: str, reason: str, until: date) -> RetentionHold:
    """Suspend every act of retention on one row until a day, that day included.

    ``kind``: label of its model. Raises RetentionError when nothing declares the model, the row
    does not exist, the reason is empty, the day is past, or a hold protects it already.
    """
    try:
        one = declaration_of(kind)
    except LookupError as error:
        raise RetentionError(
            f"« {kind} » n’est pas un objet conservé par la plateforme. La commande "
            "« o2r retention table » donne la liste."
        ) from error
    if not reason.strip():
        raise RetentionError("Une suspension dit pourquoi : écrivez le motif.")
    if until < clock.today():
        raise RetentionError("Une suspension finit à une date à venir.")
    if not _exists(one, object_id):
        raise RetentionError(
            "Cet objet n’existe pas, ou plus : rien ne peut être suspendu. Vérifiez l’identifiant."
        )
    if RetentionHold.objects.filter(kind=one.label, object_id=object_id, lifted_at=None).exists():
        raise RetentionError(
            "Une suspension protège déjà cet objet. Levez-la avant d’en poser une autre."
        )
    hold = RetentionHold.objects.create(
        kind=one.label,
        object_id=object_id,
        reason=reason.strip()[:300],
        until=until,
        placed_at=clock.now(),
        placed_by=by.user,
    )
    _journal(by, "retention-hold", hold)
    return hold


@transaction.atomic
def lift_hold(*, by: Author, hold: RetentionHold) -> RetentionHold:
    """End a suspension before its day. A second time changes nothing."""
    locked = RetentionHold.objects.select_for_update(no_key=True).get(pk=hold.pk)
    if locked.lifted_at is None:
        locked.lifted_at = clock.now()
        locked.save(update_fields=["lifted_at"])
        _journal(by, "retention-hold-lifted", locked)
    return locked


def _exists(one: Declaration, object_id: str) -> bool:
    try:
        return one.model._base_manager.filter(pk=object_id).exists()
    except (ValueError, ValidationError):  # not even an identifier of this model
        return False


def _journal(by: Author, action: str, hold: RetentionHold) -> None:
    record(
        by=by,
        action=action,
        kind="retention.retentionhold",
        object_id=hold.pk,
        organisation=by.organisation,
    )
