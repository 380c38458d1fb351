"""Decisions, as drafts: from a scenario, then one by one. Nothing binds yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.calls.applications.models import Application
from o2r.calls.selection.entries import Row
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.errors import NotInCommittee
from o2r.calls.selection.models import Decision, Room, Scenario
from o2r.calls.selection.selectors.board import board_of
from o2r.calls.selection.selectors.decisions import current_decisions
from o2r.calls.selection.services.impartial import refusal, require_open
from o2r.calls.selection.shares import CENT, scaled, spread
from o2r.core import clock
from o2r.network.committees.models import Meeting

DECIDE = "décider des candidatures à cet appel"


@dataclass(frozen=True)
class DecisionFields:
    """What is written of one decision. ``yearly_amounts``: in euros, the first year first."""

    outcome: Outcome
    rank: int | None = None
    yearly_amounts: Sequence[Decimal] = field(default=())
    reasons: str = ""
    departure_reason: str = ""


@transaction.atomic
def decide_all(
    *,
    by: Actor,
    scenario: Scenario,
    meeting: Meeting | None = None,
    reasons: Mapping[UUID, str] | None = None,
) -> list[Decision]:
    """Draft a decision for each application of a scenario: kept, or not.

    ``reasons``: of the refusals, by application; an earlier draft keeps its own. Confirmed
    decisions stay, and so do the applications closed to ``by``: another person decides on those.
    The scenario changes no more. Raises NotAllowed, NotInCommittee, NotDeclared or Interested when
    all of them are closed to ``by``, DomainError for an application kept without an amount.
    """
    require(by, "approve", scenario, act=DECIDE)
    room = scenario.call
    if not room.may_decide:
        raise NotInCommittee
    known = current_decisions(room)
    made, rows = [], board_of(room, scenario, by.user).rows
    closed = [row.entry for row in rows if row.entry.is_closed]
    if rows and len(closed) == len(rows):
        raise refusal(closed)
    for row in rows:
        before = known.get(row.entry.key)
        if row.entry.is_closed or (before is not None and before.is_confirmed):
            continue
        words = (reasons or {}).get(row.entry.key, "") or (before.reasons if before else "")
        why = row.pick.reason or (before.departure_reason if before else "")
        fields = _from_row(row, room.years, words, why)
        made.append(_draft(by, row.entry.key, before, fields, scenario, meeting))
    if scenario.frozen_at is None:
        scenario.frozen_at = clock.now()
        scenario.save(update_fields=["frozen_at"])
    return made


@transaction.atomic
def decide(
    *,
    by: Actor,
    room: Room,
    application: Application,
    fields: DecisionFields,
    meeting: Meeting | None = None,
) -> Decision:
    """Draft, or change, the decision on one application.

    Raises NotAllowed, NotInCommittee, NotDeclared, Interested, DomainError when it is confirmed
    already or what is written does not hold together.
    """
    require(by, "approve", room, act=DECIDE)
    if not room.may_decide or application.call_id != room.pk:
        raise NotInCommittee
    require_open(by, application)
    before = Decision.objects.current().filter(application=application).first()
    if before is not None and before.is_confirmed:
        raise DomainError(
            "Cette décision est confirmée : elle ne change plus. Après la publication des "
            "résultats, elle peut être remplacée, avec un motif."
        )
    scenario = before.scenario if before else None
    kept_meeting = meeting or (before.meeting if before else None)
    return _draft(by, application.pk, before, fields, scenario, kept_meeting)


def _from_row(row: Row, years: int, reasons: str, why: str) -> DecisionFields:
    if not row.pick.kept:
        return DecisionFields(Outcome.REJECTION, reasons=reasons, departure_reason=why)
    if row.amount <= 0:
        raise DomainError(
            f"« {row.entry.title} » est retenue sans aucun montant : elle n’en demande pas. "
            "Écrivez un montant dans le scénario."
        )
    asked = row.entry.asked
    yearly = scaled(asked, row.amount) if asked else spread(row.amount, years)
    return DecisionFields(
        Outcome.AWARD, yearly_amounts=yearly, reasons=reasons, departure_reason=why
    )


def _draft(
    by: Actor,
    application: UUID,
    before: Decision | None,
    fields: DecisionFields,
    scenario: Scenario | None,
    meeting: Meeting | None,
) -> Decision:
    row = before or Decision(application_id=application)
    write_fields(row, fields)
    row.scenario, row.meeting = scenario, meeting
    row.decided_by_id, row.decided_at = by.user, clock.now()
    row.save()
    return row


def write_fields(row: Decision, fields: DecisionFields) -> None:
    """Put on a row what was decided. Raises DomainError when it does not hold together."""
    yearly = [Decimal(amount).quantize(CENT) for amount in fields.yearly_amounts]
    total = sum(yearly, Decimal(0))
    if fields.outcome is Outcome.AWARD and (total <= 0 or min(yearly) < 0):
        raise DomainError(
            "Une candidature retenue reçoit un montant : écrivez-le, année par année."
        )
    if fields.outcome is Outcome.WAITING and not (fields.rank and fields.rank > 0):
        raise DomainError("Donnez le rang en liste d’attente : 1 pour la première à appeler.")
    awarded = fields.outcome is Outcome.AWARD
    row.outcome = fields.outcome
    row.rank = fields.rank if fields.outcome is Outcome.WAITING else None
    row.yearly_amounts = [str(amount) for amount in yearly] if awarded else []
    row.amount = total if awarded else Decimal(0)
    row.reasons = fields.reasons.strip()
    row.departure_reason = fields.departure_reason.strip()
