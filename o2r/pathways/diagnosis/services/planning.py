"""A plan: objectives set with the person, and who does what for them, by when."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.typed_text import tidy
from o2r.pathways.diagnosis import lists
from o2r.pathways.diagnosis.enums import (
    ACTION_MOVES,
    OBJECTIVE_MOVES,
    ActionBy,
    ActionState,
    ObjectiveState,
)
from o2r.pathways.diagnosis.models import (
    Objective,
    ObjectiveMove,
    PlanAction,
    PlanActionMove,
)
from o2r.pathways.services.blocking import require_time
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

PLAN = "écrire le plan de cette personne"
LONGEST = 300
"""Characters of an objective, of an action."""
FURTHEST = timedelta(days=732)
AGAIN = "Cette page a déjà servi à autre chose. Rechargez-la, puis recommencez."


@dataclass(frozen=True)
class Wanted:
    """An objective: a phrase of the lists, or words; about a barrier, or none."""

    code: str = ""
    words: str = ""
    barrier: str = ""


@dataclass(frozen=True)
class Planned:
    """An action: a phrase of the lists, or words; who does it, by when.

    ``colleague``: of those who follow the person; ``partner``: a name.
    """

    code: str = ""
    words: str = ""
    by: ActionBy = ActionBy.PERSON
    colleague: UUID | None = None
    partner: str = ""
    due_on: date | None = None


@transaction.atomic
def set_objective(*, by: Actor, person: Person, key: UUID, wanted: Wanted) -> Objective:
    """Set an objective; the same ``key``, chosen by the form, sets one. NotAllowed, DomainError:
    also once the time of the intensive accompaniment is over."""
    file = held(by=by, person=person, act=PLAN)
    groups = require(by, "update", file, act=PLAN).fields
    again = Objective.objects.filter(pk=key).first()
    if again is not None:
        if again.person_id != file.pk:
            raise DomainError(AGAIN)
        return again
    require_time(file)
    phrase = next((one for one in lists.objectives() if one.code == wanted.code), None)
    words = _words(wanted.words)
    if phrase is None and not words:
        raise DomainError("Choisissez un objectif, ou écrivez-le avec la personne.", field="words")
    about = phrase.barrier if phrase else wanted.barrier
    known = lists.barrier(about)
    if about and (known is None or known.group not in groups):
        raise DomainError("Ce sujet n’est pas dans la liste. Choisissez-en un.", field="barrier")
    row = Objective(
        id=key,
        subject=file.pk,
        person=file,
        code=phrase.code if phrase else "",
        barrier=about,
        set_by_id=by.user,
    )
    write_sealed(row, organisation=file.organisation_id, words=words)
    row.save(force_insert=True)
    _end(by, file)
    return row


@transaction.atomic
def move_objective(*, by: Actor, objective: Objective, to: ObjectiveState) -> Objective:
    """Reach an objective, leave it aside or take it up again; a second time changes nothing.

    Raises NotAllowed, DomainError.
    """
    file = held(by=by, person=objective.person, act=PLAN)
    row = Objective.objects.select_for_update(no_key=True).get(pk=objective.pk, person=file)
    _allowed(by, file, row.barrier)
    left = ObjectiveState(row.state)
    if left == to:
        return row
    if to not in OBJECTIVE_MOVES[left]:
        raise DomainError(
            f"Cet objectif est « {left.label} » : il ne peut pas devenir « {to.label} ». "
            "Rechargez la page."
        )
    row.state = to
    row.save(update_fields=["state"])
    ObjectiveMove.objects.create(objective=row, left=left, reached=to, moved_by=by.user)
    _end(by, file)
    return row


@transaction.atomic
def plan_action(*, by: Actor, objective: Objective, key: UUID, planned: Planned) -> PlanAction:
    """Plan an action for an objective; the same ``key`` plans one. NotAllowed, DomainError: also
    once the time of the intensive accompaniment is over."""
    file = held(by=by, person=objective.person, act=PLAN)
    goal = Objective.objects.select_for_update(no_key=True).get(pk=objective.pk, person=file)
    _allowed(by, file, goal.barrier)
    again = PlanAction.objects.filter(pk=key).first()
    if again is not None:
        if again.objective_id != goal.pk:
            raise DomainError(AGAIN)
        return again
    if goal.state != ObjectiveState.OPEN:
        raise DomainError(
            f"Cet objectif est « {goal.get_state_display()} ». Reprenez-le pour y ajouter une "
            "action."
        )
    require_time(file)
    row = PlanAction(id=key, subject=file.pk, person=file, objective=goal)
    _fill(row, file, planned)
    row.save(force_insert=True)
    _end(by, file)
    return row


@transaction.atomic
def change_action(*, by: Actor, action: PlanAction, planned: Planned) -> PlanAction:
    """Correct an action that remains to be done: what, who, by when. NotAllowed, DomainError."""
    file, row = _held(by, action)
    if not ActionState(row.state).is_open:
        raise DomainError(
            f"Cette action est {row.get_state_display()} : elle ne se corrige plus. Prévoyez-en "
            "une autre."
        )
    _fill(row, file, planned)
    row.save()
    _end(by, file)
    return row


@transaction.atomic
def move_action(*, by: Actor, action: PlanAction, to: ActionState) -> PlanAction:
    """Say where an action stands; a second time changes nothing. NotAllowed, DomainError."""
    file, row = _held(by, action)
    left = ActionState(row.state)
    if left == to:
        return row
    if to not in ACTION_MOVES[left]:
        raise DomainError(
            f"Cette action est {left.label} : elle ne peut pas devenir « {to.label} ». Prévoyez-en "
            "une autre."
        )
    row.state = to
    row.save(update_fields=["state"])
    PlanActionMove.objects.create(action=row, left=left, reached=to, moved_by=by.user)
    _end(by, file)
    return row


def _held(by: Actor, action: PlanAction) -> tuple[Person, PlanAction]:
    """The file first, then the action."""
    file = held(by=by, person=action.person, act=PLAN)
    rows = PlanAction.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("objective").get(pk=action.pk, person=file)
    _allowed(by, file, row.objective.barrier)
    return file, row


def _allowed(by: Actor, file: Person, about: str) -> None:
    """Who may not read a subject does not write on it. Raises NotAllowed."""
    groups, known = require(by, "update", file, act=PLAN).fields, lists.barrier(about)
    if known is not None and known.group not in groups:
        raise NotAllowed(PLAN)


def _fill(row: PlanAction, file: Person, planned: Planned) -> None:
    phrase = next((one for one in lists.actions() if one.code == planned.code), None)
    words, partner = _words(planned.words), _words(planned.partner, "partner")
    if phrase is None and not words:
        raise DomainError("Choisissez une action, ou écrivez-la.", field="words")
    if planned.by == ActionBy.PARTNER and not partner:
        raise DomainError("Écrivez de quel partenaire il s’agit.", field="partner")
    if planned.due_on and planned.due_on > clock.today() + FURTHEST:
        raise DomainError("C’est dans plus de deux ans. Vérifiez l’année.", field="due_on")
    fresh = planned.due_on != row.due_on or row._state.adding
    if planned.due_on and fresh and planned.due_on < clock.today():
        raise DomainError("Ce jour est passé. Donnez un jour à venir.", field="due_on")
    row.code, row.by, row.due_on = phrase.code if phrase else "", planned.by, planned.due_on
    ours = planned.by in (ActionBy.COLLEAGUE, ActionBy.TOGETHER)
    row.colleague_id = _colleague(file, planned.colleague) if ours else None
    theirs = partner if planned.by in (ActionBy.PARTNER, ActionBy.TOGETHER) else ""
    write_sealed(row, organisation=file.organisation_id, words=words, partner=theirs)


def _colleague(file: Person, asked: UUID | None) -> UUID | None:
    """One of those who follow the person today; the referent when nobody is named."""
    if asked is None:
        return file.referent_id
    beside = file.follow_ups.on(clock.today()).values_list("user_id", flat=True)
    if asked != file.referent_id and asked not in set(beside):
        raise DomainError(
            "Cette personne ne suit pas ce dossier. Choisissez quelqu’un de la liste.",
            field="colleague",
        )
    return asked


def _words(text: str, name: str = "words") -> str:
    plain = tidy(text, lines=False)
    if len(plain) > LONGEST:
        raise DomainError(f"Dites-le en {LONGEST} caractères au plus.", field=name)
    return plain


def _end(by: Actor, file: Person) -> None:
    touched(file)
    written(by, "update", file, "barriers")
