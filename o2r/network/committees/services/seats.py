"""Members: appointed for three years, renewed, replaced; their names leave in time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.network.committees.calendar import mandate_end, renewed
from o2r.network.committees.models import Instance, Seat
from o2r.network.committees.services.checking import put, saved


@dataclass(frozen=True)
class SeatDetails:
    """What is said of a member. ``mandate_end``: three years after the start when it is empty."""

    function: str
    body: str = ""
    organisation: Organisation | None = None
    name: str = ""
    email: str = ""
    is_chair: bool = False
    mandate_start: date | None = None
    mandate_end: date | None = None


@transaction.atomic
def appoint(*, by: Actor, instance: Instance, details: SeatDetails) -> Seat:
    """Give a seat to someone. Raises NotAllowed, DomainError."""
    seat = Seat(instance=instance)
    require(by, "create", seat, act="nommer un membre de cette instance")
    _put(seat, details)
    written(by, "create", seat, "identity", "contact")
    return seat


@transaction.atomic
def change_seat(*, by: Actor, seat: Seat, details: SeatDetails) -> Seat:
    """Correct what is said of a member. Raises NotAllowed, DomainError."""
    require(by, "update", seat, act="modifier ce membre")
    _put(seat, details)
    written(by, "update", seat, "identity", "contact")
    return seat


def _put(seat: Seat, details: SeatDetails) -> None:
    put(seat, details)
    if details.organisation is not None and not seat.body:
        seat.body = details.organisation.name
    if not seat.body:
        raise DomainError(
            "Dites pour quel organisme ce membre siège : écrivez-le, ou choisissez-le en liste."
        )
    seat.mandate_start = details.mandate_start or clock.today()
    seat.mandate_end = details.mandate_end or mandate_end(seat.mandate_start)
    if seat.instance.is_example and seat.email and not seat.email.endswith(".example"):
        raise DomainError("Une adresse d’exemple finit par .example : corrigez-la.")
    saved(seat)


@transaction.atomic
def renew_mandate(*, by: Actor, seat: Seat) -> Seat:
    """Add three years to a mandate (décret n° 2024-560). Raises NotAllowed."""
    require(by, "update", seat, act="renouveler ce mandat")
    seat.mandate_end = renewed(seat.mandate_end)
    saved(seat)
    written(by, "update", seat, "identity")
    return seat


@transaction.atomic
def end_mandate(*, by: Actor, seat: Seat) -> Seat:
    """End a mandate yesterday at the latest, so that today it gives nothing.

    Raises NotAllowed, DomainError for one that is over, or that has not started.
    """
    require(by, "update", seat, act="mettre fin à ce mandat")
    if seat.is_over:
        raise DomainError("Ce mandat est déjà fini : il n’y a rien à faire.")
    if seat.mandate_start >= clock.today():
        raise DomainError(
            "Ce mandat commence aujourd’hui ou plus tard : corrigez ses dates dans la fiche."
        )
    seat.mandate_end = clock.today() - timedelta(days=1)
    saved(seat)
    written(by, "update", seat, "identity")
    return seat


def forget_members(by: Author, rows: "QuerySet[Any]") -> None:
    """Take names and addresses out of seats, which stay for the meetings they took part in."""
    rows.update(name="", email="")
