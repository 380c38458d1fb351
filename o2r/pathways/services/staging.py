"""Giving a stage of a pathway to another operator of the consortium, and taking it back."""

from datetime import date
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.pathways.enums import StageKind
from o2r.pathways.models import Pathway, PathwayStage
from o2r.pathways.selectors.stages import operators_for
from o2r.pathways.services.holding import held_pathway, kept

GIVE = "confier une étape de ce parcours"


@transaction.atomic
def give_stage(
    *, by: Actor, pathway: Pathway, kind: StageKind, to: Organisation, on: date | None = None
) -> PathwayStage:
    """Let an operator of the consortium carry a stage; who carried it before stops the day before.

    Twice the same is one. Raises NotAllowed; DomainError for an operator to whom the person has not
    agreed, who is not of the project, or a day out of order.
    """
    row = _own(by, pathway)
    day = on or clock.today()
    if day > clock.today():
        raise DomainError("Cette date est dans le futur.", field="on")
    if day < row.opened_on:
        raise DomainError(f"Le parcours est ouvert depuis le {row.opened_on:%d/%m/%Y}.", field="on")
    current = PathwayStage.objects.filter(pathway=row, kind=kind, until=None).first()
    if current and current.organisation_id == to.pk:
        return current
    if to.pk not in {one.pk for one in operators_for(row)}:
        raise DomainError(
            "La personne n’a pas donné d’accord à cet opérateur, ou il n’est pas du même projet. "
            "Demandez-lui d’abord son accord, dans « Accords ».",
            field="to",
        )
    if current:
        if day < current.since:
            raise DomainError(
                f"Cette étape est portée depuis le {current.since:%d/%m/%Y} : la suite ne vient "
                "pas avant.",
                field="on",
            )
        current.until = day
        current.save(update_fields=["until"])
    made = PathwayStage.objects.create(
        pathway=row, kind=kind, organisation=to, since=day, given_by_id=by.user
    )
    kept(by, row)
    return made


@transaction.atomic
def end_stage(*, by: Actor, pathway: Pathway, stage: UUID) -> PathwayStage:
    """The operator carries this stage no more, from today; twice changes nothing.

    Raises NotAllowed; PathwayStage.DoesNotExist for a stage of another pathway.
    """
    row = _own(by, pathway)
    made = PathwayStage.objects.get(pk=stage, pathway=row)
    if made.until is None:
        made.until = clock.today()
        made.save(update_fields=["until"])
        kept(by, row)
    return made


def _own(by: Actor, pathway: Pathway) -> Pathway:
    """Only the operator that holds the file gives its stages."""
    row = held_pathway(by=by, pathway=pathway, act=GIVE)
    if row.organisation_id != by.organisation:
        raise DomainError("Seul l’opérateur qui tient le dossier confie les étapes du parcours.")
    return row
