"""Opening a pathway: somebody was spotted, and a file names them."""

from datetime import date

from django.db import IntegrityError, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.pathways.clocks import starting_state
from o2r.pathways.enums import Attention, PathwayState
from o2r.pathways.models import Eligibility, Pathway, PathwayMove
from o2r.people.models import Person
from o2r.people.services.holding import held, touched
from o2r.projects.models import FundedProject

OPEN = "ouvrir un parcours"


@transaction.atomic
def open_pathway(
    *,
    by: Actor,
    person: Person,
    on: date | None = None,
    project: FundedProject | None = None,
    attention: tuple[Attention, ...] = (),
) -> Pathway:
    """Open the pathway of a person; a second time, it gives the one that is open.

    ``on``: the day on which they were spotted, today by default. Raises NotAllowed; DomainError
    for a day before the file, in the future, or inside an earlier pathway.
    """
    file = held(by=by, person=person, act=OPEN)
    known = Pathway.objects.unfinished().filter(person=file).first()
    if known is not None:
        return known
    day = on or clock.today()
    _check_day(file, day)
    row = Pathway(
        person=file,
        organisation=file.organisation,
        project=project,
        opened_on=day,
        state_since=day,
        attention=[one.value for one in attention],
        intensive_from=day if starting_state() == PathwayState.SPOTTED else None,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(
            "Cette personne a déjà un parcours ouvert ici. Rechargez la page."
        ) from error
    PathwayMove.objects.create(
        pathway=row,
        left="",
        reached=row.state,
        on=day,
        moved_by_id=by.user,
        organisation_id=by.organisation,
    )
    Eligibility.objects.filter(person=file, pathway=None).update(pathway=row)
    touched(file)
    written(by, "create", row, "route")
    return row


def _check_day(person: Person, day: date) -> None:
    if day > clock.today():
        raise DomainError("Un parcours ne s’ouvre pas à l’avance. Corrigez la date.", field="on")
    if day < person.opened_on:
        raise DomainError(
            f"Le dossier est ouvert depuis le {person.opened_on:%d/%m/%Y} : le parcours ne "
            "commence pas avant.",
            field="on",
        )
    earlier = Pathway.objects.filter(person=person, state=PathwayState.CLOSED)
    if (
        (last := earlier.order_by("-ended_on", "pk").first())
        and last.ended_on
        and (day < last.ended_on)
    ):
        raise DomainError(
            f"Le parcours précédent s’est terminé le {last.ended_on:%d/%m/%Y} : deux parcours ne "
            "se chevauchent pas. Corrigez la date.",
            field="on",
        )
