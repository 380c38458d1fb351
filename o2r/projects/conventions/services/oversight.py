"""Controls, and measures that the State takes only after hearing the operator."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.projects.conventions.enums import (
    PROCEDURE_LEADS_TO,
    ControlKind,
    ConventionState,
    ProcedureDecision,
    ProcedureKind,
)
from o2r.projects.conventions.errors import checked
from o2r.projects.conventions.models import Control, Convention, Procedure
from o2r.projects.conventions.notification_kinds import CONVENTION_LIFE, CONVENTION_PROCEDURE
from o2r.projects.conventions.services.recording import move, noted
from o2r.projects.conventions.services.telling import tell
from o2r.projects.conventions.wording import day
from o2r.projects.services import follow_convention


@transaction.atomic
def record_control(
    *,
    by: Actor,
    convention: Convention,
    kind: ControlKind,
    done_on: date,
    findings: str,
    follow_up: str = "",
) -> Control:
    """Keep the trace of a control. Raises NotAllowed, DomainError."""
    require(by, "update", convention, act="enregistrer un contrôle")
    if done_on > clock.today():
        raise DomainError("Un contrôle s’enregistre une fois fait : corrigez sa date.")
    control = Control(
        convention=convention, kind=kind, done_on=done_on, findings=findings, follow_up=follow_up
    )
    checked(control)
    control.save(force_insert=True)
    noted(by, "create", convention, "control")
    return control


@transaction.atomic
def open_procedure(
    *,
    by: Actor,
    convention: Convention,
    kind: ProcedureKind,
    reasons: str,
    observations_before: date,
) -> Procedure:
    """Notify the operator of a measure considered, with its reasons and a day to answer.

    Nothing is decided yet (procédure contradictoire, CRPA, art. L. 121-1). Raises NotAllowed,
    DomainError.
    """
    require(by, "approve", convention, act="ouvrir une procédure contre cette convention")
    if not convention.is_running:
        raise DomainError(
            "Cette convention n’est pas en cours : il n’y a rien à suspendre ni à résilier."
        )
    if kind == ProcedureKind.SUSPENSION and convention.state == ConventionState.SUSPENDED:
        raise DomainError("Cette convention est déjà suspendue.")
    procedure = Procedure(
        convention=convention,
        kind=kind,
        reasons=reasons,
        notified_on=clock.today(),
        observations_before=observations_before,
    )
    checked(procedure)
    procedure.save(force_insert=True)
    tell(
        convention,
        CONVENTION_PROCEDURE.code,
        f"Convention {convention.reference} : une {procedure.get_kind_display()} est envisagée",
        f"{reasons}\n\nL’organisme peut présenter ses observations jusqu’au "
        f"{day(observations_before)} inclus. Rien n’est décidé d’ici là.",
    )
    noted(by, "create", convention, "procedure")
    return procedure


@transaction.atomic
def answer_procedure(*, by: Actor, procedure: Procedure, observations: str) -> Procedure:
    """Give the observations of the operator. Raises NotAllowed, DomainError once it is decided."""
    require(by, "update", procedure, act="répondre à cette procédure")
    if not procedure.is_open:
        raise DomainError("La décision est prise : les observations ne se reçoivent plus ici.")
    procedure.observations = observations
    procedure.observations_on = clock.today()
    procedure.save(update_fields=["observations", "observations_on"])
    convention = procedure.convention
    tell(
        convention,
        CONVENTION_PROCEDURE.code,
        f"Convention {convention.reference} : l’organisme a présenté ses observations",
        "",
    )
    noted(by, "update", convention, "procedure")
    return procedure


@transaction.atomic
def decide_procedure(
    *,
    by: Actor,
    procedure: Procedure,
    decision: ProcedureDecision,
    reasons: str,
    repayment: Decimal | None = None,
) -> Procedure:
    """Decide, once the operator was heard or had the time to be; a résiliation withdraws the page.

    ``repayment``: what is asked back, in euros. Raises NotAllowed, DomainError before that day.
    """
    require(by, "approve", procedure, act="décider de cette procédure")
    if not procedure.is_open:
        raise DomainError("Cette procédure est déjà décidée.")
    today = clock.today()
    if procedure.observations_on is None and today <= procedure.observations_before:
        raise DomainError(
            f"L’organisme peut répondre jusqu’au {day(procedure.observations_before)} inclus, et "
            "n’a encore rien envoyé : la décision vient après."
        )
    if not reasons.strip():
        raise DomainError("Une décision est motivée : écrivez ses motifs.")
    procedure.decision, procedure.decision_reasons = decision, reasons
    procedure.decided_on, procedure.repayment = today, repayment
    checked(procedure)
    procedure.save()
    convention = procedure.convention
    applied = decision == ProcedureDecision.APPLIED
    if applied:
        kind = ProcedureKind(procedure.kind)
        move(by, convention, PROCEDURE_LEADS_TO[kind], reason=reasons)
        if kind == ProcedureKind.TERMINATION:
            convention.project = follow_convention(by=by, project=convention.project, shown=False)
    tell(
        convention,
        CONVENTION_LIFE.code,
        f"Convention {convention.reference} : {procedure.get_kind_display()} "
        + ("prononcée" if applied else "écartée"),
        reasons,
        beside="" if applied else None,
    )
    noted(by, "approve", convention, "procedure")
    return procedure
