"""Decisions that bind: confirmed together, replaced one by one after the results."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.calls.applications.services.moving import move
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.errors import NotInCommittee, NotReady
from o2r.calls.selection.models import Decision, Letter, Room
from o2r.calls.selection.selectors.decisions import drafted_of, undecided
from o2r.calls.selection.services.deciding import DECIDE, DecisionFields, write_fields
from o2r.calls.selection.services.impartial import refusal, require_open
from o2r.calls.selection.services.letters import write_letter
from o2r.core import clock


@transaction.atomic
def confirm_decisions(*, by: Actor, room: Room) -> list[Decision]:
    """Confirm all the decisions of a call: they change no more, each application takes its state.

    The préfet decides (D.5316-1 ff. Code du travail): this writes what was decided. The states are
    shown to nobody of the consortia before the results (``states_shown``). The applications closed
    to ``by`` wait for another person, who confirms them the same way; results are not published
    before. Raises NotAllowed, NotInCommittee, NotReady, and NotDeclared or Interested when all that
    is left is closed to ``by``.
    """
    require(by, "approve", room, act=DECIDE)
    if not room.may_decide:
        raise NotInCommittee
    rows = drafted_of(room, by.user)
    missing = undecided(rows)
    if not rows or missing:
        raise NotReady([row.entry.title for row in missing])
    waiting = [row for row in rows if row.decision and not row.decision.is_confirmed]
    open_to_them = [row for row in waiting if not row.entry.is_closed]
    if waiting and not open_to_them:
        raise refusal([row.entry for row in waiting])
    _check_waiting_list([row.decision for row in rows if row.decision])
    now = clock.now()
    made = []
    for row in open_to_them:
        decision = row.decision
        assert decision is not None  # noqa: S101 — said to mypy: a row that waits has one
        decision.confirmed_by_id, decision.confirmed_at = by.user, now
        decision.save(update_fields=["confirmed_by", "confirmed_at"])
        _move(by, decision)
        made.append(decision)
    return made


@transaction.atomic
def replace_decision(
    *, by: Actor, room: Room, decision: Decision, fields: DecisionFields
) -> Decision:
    """Replace a confirmed decision after the results: a place on the waiting list that opens.

    The earlier one stays, replaced; the consortium has a new letter to be sent. Raises NotAllowed,
    NotDeclared, Interested, DomainError before the results, or when nothing says why.
    """
    require(by, "approve", room, act=DECIDE)
    application = decision.application
    if not (room.is_published and decision.is_confirmed and decision.superseded_at is None):
        raise DomainError(
            "Une décision se remplace après la publication des résultats. Avant, modifiez-la."
        )
    require_open(by, application)
    if not fields.departure_reason.strip():
        raise DomainError(
            "Dites pourquoi la décision change : un désistement, une erreur, un recours. "
            "Ce motif est gardé avec elle."
        )
    if fields.outcome is Outcome.REJECTION and not fields.reasons.strip():
        raise NotReady([application.title])
    now = clock.now()
    decision.superseded_at = now
    decision.save(update_fields=["superseded_at"])
    Letter.objects.filter(decision=decision, replaced_at=None).update(replaced_at=now)
    made = Decision(application=application, meeting=decision.meeting, scenario=decision.scenario)
    write_fields(made, fields)
    made.decided_by_id = made.confirmed_by_id = by.user
    made.decided_at = made.confirmed_at = now
    made.save()
    _move(by, made)
    write_letter(made)
    return made


def _check_waiting_list(decisions: list[Decision]) -> None:
    ranks = sorted(one.rank for one in decisions if one.rank is not None)
    if ranks != list(range(1, len(ranks) + 1)):
        raise DomainError(
            "Les rangs de la liste d’attente se suivent à partir de 1, chacun une fois. "
            "Corrigez-les, puis confirmez."
        )


def _move(by: Actor, decision: Decision) -> None:
    application, to = decision.application, Outcome(decision.outcome).state
    if application.state != to:
        move(by=by, application=application, to=to, reason=decision.departure_reason)
