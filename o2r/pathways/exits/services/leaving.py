"""A pathway ends: where the person goes, on which day, and the news to be asked for."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.months import add_months
from o2r.core.typed_text import tidy
from o2r.outreach.services.promising import drop_promises
from o2r.pathways import states
from o2r.pathways.enums import PathwayState
from o2r.pathways.exits.enums import ContractKind, ExitKind, FollowUpStep
from o2r.pathways.exits.models import Exit, FollowUpSituation
from o2r.pathways.models import Pathway
from o2r.pathways.registry import stop_for
from o2r.pathways.services.moving import move
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

LEAVE = "noter la sortie de cette personne"
LONGEST, LONGEST_WORDS = 200, 1000


@dataclass(frozen=True)
class Leaving:
    """An exit, as it is typed. ``entry``: the code of the form: sent twice, it is noted once."""

    kind: ExitKind
    on: date = field(default_factory=clock.today)
    contract: ContractKind | str = ""
    where: str = ""
    who: str = ""
    words: str = ""
    entry: UUID = field(default_factory=uuid4)


@transaction.atomic
def leave(*, by: Actor, pathway: Pathway, leaving: Leaving) -> Exit:
    """Note where somebody goes: the pathway has left, then is watched for six months.

    Nothing is asked of somebody who refused, nor after a death, which closes the pathway and stops
    promises, appointments, reminders and questions. Sent twice, noted once. Raises NotAllowed;
    DomainError for a day before the entry or to come, a relay without a named referent, or a move
    that the table does not have.
    """
    file = held(by=by, person=pathway.person, act=LEAVE)
    known = Exit.objects.filter(entry=leaving.entry).first()
    if known is not None and known.person_id == file.pk:
        return known
    # The person is locked: nobody moves the pathway meanwhile.
    row = Pathway.objects.get(pk=pathway.pk)
    _check(row, leaving)
    move(by=by, pathway=row, to=PathwayState.LEFT, on=leaving.on, holding=(states.EXITED,))
    made = _written(by, file, row, leaving)
    move(by=by, pathway=row, to=PathwayState.WATCHED, on=leaving.on)
    if made.is_followed:
        _expect_news(file, made)
    elif made.is_death:
        move(by=by, pathway=row, to=PathwayState.CLOSED, on=leaving.on)
        drop_promises(by=by, person=file)
        stop_for(by, file)
    touched(file)
    written(by, "exit.note", file, "route")
    return made


@transaction.atomic
def close_watch(*, by: Actor, exit_: Exit, on: date | None = None) -> Pathway:
    """Close a pathway whose six months are over, or of which no news is asked for. A second time
    changes nothing. Raises NotAllowed, DomainError while news is still to come."""
    held(by=by, person=exit_.person, act=LEAVE)
    day = on or clock.today()
    row = Exit.objects.get(pk=exit_.pk)
    over = add_months(row.on, FollowUpStep.SIX.months)
    if not row.is_standing:
        raise DomainError("La personne est revenue : son parcours continue.")
    if row.is_followed and (day < over or row.situations.waiting().exists()):
        raise DomainError(
            f"La veille dure six mois, jusqu’au {over:%d/%m/%Y}. Notez d’abord si la personne a "
            "été jointe, à trois et à six mois."
        )
    return move(by=by, pathway=row.pathway, to=PathwayState.CLOSED, on=day)


def _check(row: Pathway, leaving: Leaving) -> None:
    if leaving.on < row.opened_on:
        raise DomainError(
            f"Le parcours a commencé le {row.opened_on:%d/%m/%Y} : la sortie ne vient pas avant. "
            "Corrigez la date.",
            field="on",
        )
    if leaving.on > clock.today():
        raise DomainError("Cette date est dans le futur : elle n’a pas eu lieu.", field="on")
    kind = leaving.kind
    if kind.needs_referent and not (tidy(leaving.who) and tidy(leaving.where)):
        raise DomainError(
            "Un relais a un organisme et un référent : écrivez qui accompagne la personne "
            "maintenant. Sans nom, ce n’est pas encore un relais.",
            field="who" if tidy(leaving.where) else "where",
        )
    if kind.has_contract and leaving.contract not in ContractKind.values:
        raise DomainError("Choisissez le contrat de cet emploi.", field="contract")
    if Exit.objects.filter(pathway=row, returned_on=None).exists():
        raise DomainError(
            "La sortie de ce parcours est déjà notée. Si la personne est revenue, notez son retour."
        )


def _written(by: Actor, file: Person, row: Pathway, leaving: Leaving) -> Exit:
    if by.user is None:
        raise NotAllowed(LEAVE)
    texts = {
        "where": tidy(leaving.where, lines=False)[:LONGEST],
        "who": tidy(leaving.who, lines=False)[:LONGEST],
        "words": tidy(leaving.words)[:LONGEST_WORDS],
    }
    made = Exit(
        subject=file.pk,
        person=file,
        pathway=row,
        kind=leaving.kind,
        contract=leaving.contract if leaving.kind.has_contract else "",
        on=leaving.on,
        entry=leaving.entry,
        noted_by_id=by.user,
    )
    write_sealed(made, organisation=file.organisation_id, **texts)
    made.save(force_insert=True)
    return made


def _expect_news(file: Person, made: Exit) -> None:
    FollowUpSituation.objects.bulk_create(
        FollowUpSituation(
            person=file, exit=made, step=step, due_on=add_months(made.on, step.months)
        )
        for step in FollowUpStep
    )
