"""Somebody comes back: the pathway goes on, and what was asked for after the exit stops."""

from datetime import date

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways.enums import PathwayState
from o2r.pathways.exits.models import Exit
from o2r.pathways.models import Pathway
from o2r.pathways.services.moving import move
from o2r.pathways.states import LIVE
from o2r.people.services.holding import held, touched

RETURN = "noter le retour de cette personne"


@transaction.atomic
def return_(*, by: Actor, exit_: Exit, to: PathwayState, on: date | None = None) -> Pathway:
    """Take somebody back, where the table lets them return. A second time changes nothing.

    Raises NotAllowed; DomainError for a pathway that is closed, or a day before the exit.
    """
    file = held(by=by, person=exit_.person, act=RETURN)
    row, day = Exit.objects.get(pk=exit_.pk), on or clock.today()
    if not row.is_standing:
        return Pathway.objects.get(pk=row.pathway_id)
    if to not in LIVE:
        raise DomainError("Choisissez où la personne reprend.", field="to")
    pathway = move(by=by, pathway=row.pathway, to=to, on=day)
    row.returned_on = day
    row.save(update_fields=["returned_on"])
    for one in row.situations.waiting().order_by("pk"):
        one.delete()
    touched(file)
    written(by, "exit.return", file, "route")
    return pathway
