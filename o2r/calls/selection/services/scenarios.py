"""Scenarios: made, changed under a revision, copied, deleted."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.calls.applications.models import Application
from o2r.calls.reading.interests import Verdict
from o2r.calls.selection.entries import NOT_KEPT, Pick
from o2r.calls.selection.errors import FrozenScenario, NameTaken, StaleScenario
from o2r.calls.selection.models import Choice, Room, Scenario
from o2r.calls.selection.selectors.board import picks_of
from o2r.calls.selection.selectors.interests import standings
from o2r.calls.selection.services.impartial import require_open
from o2r.core import clock

_WRITE = "écrire un scénario de cet appel"


@transaction.atomic
def make_scenario(
    *, by: Actor, room: Room, name: str, note: str = "", copy_of: Scenario | None = None
) -> Scenario:
    """Write a new scenario, empty or from the choices of another one of the same call.

    Raises NotAllowed, NameTaken, DomainError when the committee is over or the name is empty.
    """
    require(by, "update", room, act=_WRITE)
    if not room.may_decide:
        raise DomainError("Le comité de cet appel est terminé : aucun scénario ne s’ajoute.")
    now = clock.now()
    made = Scenario(
        call=room,
        name=_named(name),
        note=note.strip(),
        made_by_id=by.user,
        changed_by_id=by.user,
        created_at=now,
        changed_at=now,
    )
    _save(made)
    if copy_of is not None and copy_of.call_id == room.pk:
        Choice.objects.bulk_create(
            Choice(
                scenario=made,
                application_id=row.application_id,
                kept=row.kept,
                amount=row.amount,
                reason=row.reason,
            )
            for row in copy_of.choices.order_by("pk")
        )
    return made


@transaction.atomic
def rename_scenario(*, by: Actor, scenario: Scenario, name: str, note: str) -> Scenario:
    """Change the name and the note: also of a frozen one. Raises NotAllowed, NameTaken."""
    require(by, "update", scenario, act=_WRITE)
    scenario.name, scenario.note = _named(name), note.strip()
    _save(scenario, ["name", "note"])
    return scenario


@transaction.atomic
def choose(
    *, by: Actor, scenario: Scenario, application: Application, revision: int, pick: Pick
) -> Scenario:
    """Say what a scenario does of one application.

    ``revision``: of the scenario, as it was seen. Raises NotAllowed, StaleScenario, FrozenScenario,
    NotDeclared, Interested.
    """
    require(by, "update", scenario, act=_WRITE)
    if application.call_id != scenario.call_id:
        raise DomainError("Cette candidature répond à un autre appel. Rechargez la page.")
    require_open(by, application)
    _advance(by, scenario, revision)
    _write(scenario, {application.pk: pick})
    return scenario


@transaction.atomic
def save_choices(
    *, by: Actor, scenario: Scenario, revision: int, picks: Mapping[UUID, Pick]
) -> Scenario:
    """Say at once what a scenario does of the applications named.

    Those that are closed to ``by`` keep what was chosen. Raises NotAllowed, StaleScenario,
    FrozenScenario, DomainError for an application of another call.
    """
    require(by, "update", scenario, act=_WRITE)
    known = Application.objects.filter(call=scenario.call_id).compared().order_by("pk")
    if not set(picks) <= set(known.values_list("pk", flat=True)):
        raise DomainError(
            "Une de ces candidatures n’est plus comparée : elle a été retirée ou déclarée "
            "irrecevable. Rechargez la page."
        )
    before = picks_of([scenario])[scenario.pk]
    said = standings(by.user, scenario.call)
    changed = {
        key: pick
        for key, pick in picks.items()
        if said.get(key) is Verdict.CLEARED and before.get(key, NOT_KEPT) != pick
    }
    _advance(by, scenario, revision)
    _write(scenario, changed)
    return scenario


@transaction.atomic
def delete_scenario(*, by: Actor, scenario: Scenario) -> None:
    """Delete a scenario from which nothing was decided. Raises NotAllowed, FrozenScenario."""
    require(by, "update", scenario, act=_WRITE)
    if not scenario.may_change:
        raise FrozenScenario(scenario)
    scenario.delete()


def _named(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise DomainError("Donnez un nom à ce scénario : ce qu’il cherche à couvrir, par exemple.")
    return words


def _save(scenario: Scenario, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            scenario.save(update_fields=fields)
    except IntegrityError as error:
        raise NameTaken(scenario.name) from error


def _advance(by: Actor, scenario: Scenario, revision: int) -> None:
    """Take the next revision, or say that somebody else did: one sentence of SQL decides."""
    if not scenario.may_change:
        raise FrozenScenario(scenario)
    now = clock.now()
    rows = Scenario.objects.filter(pk=scenario.pk, revision=revision, frozen_at=None)
    if not rows.update(revision=F("revision") + 1, changed_by=by.user, changed_at=now):
        fresh = Scenario.objects.select_related("call", "changed_by").get(pk=scenario.pk)
        raise FrozenScenario(fresh) if fresh.frozen_at else StaleScenario(fresh)
    scenario.revision, scenario.changed_by_id, scenario.changed_at = revision + 1, by.user, now


def _write(scenario: Scenario, picks: Mapping[UUID, Pick]) -> None:
    for pick in picks.values():
        if pick.amount is not None and pick.amount <= Decimal(0):
            raise DomainError(
                "Un montant proposé est positif. Laissez la case vide pour donner ce qui est "
                "demandé."
            )
    Choice.objects.bulk_create(
        [
            Choice(
                scenario=scenario,
                application_id=key,
                kept=pick.kept,
                amount=pick.amount,
                reason=pick.reason.strip(),
            )
            for key, pick in picks.items()
        ],
        update_conflicts=True,
        unique_fields=["scenario", "application"],
        update_fields=["kept", "amount", "reason"],
    )
