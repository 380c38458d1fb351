"""A file opened by mistake: as if it had never been, while nothing was added to it."""

from datetime import datetime, timedelta

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.crypto.services import destroy
from o2r.people.models import Person
from o2r.people.registry import changed, is_held
from o2r.people.rules import number
from o2r.people.services.holding import held

CANCEL = "annuler l’ouverture de ce dossier"
ADDED = (
    *("contacts", "notes", "note_drafts", "information", "agreements", "cards"),
    *("follow_ups", "emergency_openings", "merged"),
)


@transaction.atomic
def cancel_opening(*, by: Actor, person: Person) -> None:
    """Erase a file that was opened by mistake, keys first; the journal alone remembers it.

    Raises NotAllowed; DomainError when it is too late, or when something was added.
    """
    row = held(by=by, person=person, act=CANCEL)
    if why := why_kept(row):
        raise DomainError(why)
    destroy(by=by.author, subject=row.pk)
    written(by, "delete", row, "identity")
    changed(row)
    row.delete()


def cancelled_until(person: Person) -> datetime | None:
    """Until when an opening may be cancelled; None when nobody wrote when it was."""
    opened = min((one.moved_at for one in person.moves.all()), default=None)
    return opened + timedelta(hours=number("undo-opening-hours")) if opened else None


def why_kept(person: Person) -> str:
    """Why a file is not one opened by mistake, in a sentence; empty when it may be cancelled."""
    until = cancelled_until(person)
    if until is None or clock.now() >= until:
        return (
            f"Ce dossier est ouvert depuis plus de {number('undo-opening-hours')} heures : son "
            "ouverture ne s’annule plus. Si la personne le demande, effacez-le."
        )
    added = any(getattr(person, name).all() for name in ADDED)
    if added or person.revision or is_held(person):
        return (
            "Ce dossier a déjà été complété : son ouverture ne s’annule plus. Si la personne le "
            "demande, effacez-le ; s’il est en double, réunissez les deux."
        )
    return ""
