"""A plan: objectives and actions, moved by their tables, read by who follows the person."""

from datetime import timedelta
from uuid import uuid4

import pytest

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.agenda.registry import due_for
from o2r.core.crypto.fields import read_sealed
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
from o2r.pathways.diagnosis.services import (
    Planned,
    Wanted,
    change_action,
    move_action,
    move_objective,
    plan_action,
    set_objective,
)
from o2r.people.models import FollowUp
from o2r.people.services import anonymise
from tests.pathways.diagnosis.diagnosed import planned, wanted
from tests.people.factories import Operator, acting, person


def test_every_move_of_an_action_is_that_of_the_table_and_leaves_a_line(
    operator: Operator,
) -> None:
    by, objective = acting(operator.ines), wanted(operator.ines, person(operator.ines))
    for left in ActionState:
        for reached in ActionState:
            row = planned(operator.ines, objective)
            PlanAction.objects.filter(pk=row.pk).update(state=left)
            if reached == left or reached in ACTION_MOVES[left]:
                assert move_action(by=by, action=row, to=reached).state == reached
                many = PlanActionMove.objects.filter(action=row).count()
                assert many == (0 if reached == left else 1)
            else:
                with pytest.raises(DomainError):
                    move_action(by=by, action=row, to=reached)


def test_every_move_of_an_objective_is_that_of_the_table(operator: Operator) -> None:
    by, objective = acting(operator.ines), wanted(operator.ines, person(operator.ines))
    for left in ObjectiveState:
        for reached in ObjectiveState:
            Objective.objects.filter(pk=objective.pk).update(state=left)
            if reached == left or reached in OBJECTIVE_MOVES[left]:
                assert move_objective(by=by, objective=objective, to=reached).state == reached
            else:
                with pytest.raises(DomainError):
                    move_objective(by=by, objective=objective, to=reached)
    assert ObjectiveMove.objects.count() == sum(map(len, OBJECTIVE_MOVES.values()))


def test_words_are_sealed_and_the_same_key_sets_one(operator: Operator) -> None:
    momo, key, by = person(operator.ines), uuid4(), acting(operator.ines)
    goal = set_objective(by=by, person=momo, key=key, wanted=Wanted(words="Une chambre"))
    assert set_objective(by=by, person=momo, key=key, wanted=Wanted(words="Une chambre")) == goal
    assert b"chambre" not in bytes(goal.words)
    asked = Planned(words="Appeler le 115", by=ActionBy.PARTNER, partner="Le SIAO")
    first = plan_action(by=by, objective=goal, key=key, planned=asked)
    assert plan_action(by=by, objective=goal, key=key, planned=asked) == first
    told = read_sealed(first, "partner", organisation=momo.organisation_id)
    assert told == {"partner": "Le SIAO"}


def test_a_phrase_says_by_itself_what_it_is_about(operator: Operator) -> None:
    goal = wanted(operator.ines, person(operator.ines), words="", code="ft-o20", barrier="")
    assert goal.barrier == "logement"


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""},
        {"words": "x" * 301},
        {"due_on": clock.today() - timedelta(days=1)},
        {"due_on": clock.today() + timedelta(days=900)},
        {"by": ActionBy.PARTNER},
        {"by": ActionBy.COLLEAGUE, "colleague": uuid4()},
    ],
)
def test_what_is_no_action_is_refused(operator: Operator, wrong: dict[str, object]) -> None:
    goal = wanted(operator.ines, person(operator.ines))
    with pytest.raises(DomainError):
        planned(operator.ines, goal, **wrong)


def test_what_is_no_objective_is_refused(operator: Operator) -> None:
    momo = person(operator.ines)
    for wrong in ({"words": ""}, {"barrier": "autre"}, {"words": "x" * 400}):
        with pytest.raises(DomainError):
            wanted(operator.ines, momo, **wrong)


def test_who_does_not_read_health_writes_nothing_on_it(operator: Operator) -> None:
    momo = person(operator.ines)
    goal = wanted(operator.ines, momo, barrier="sante")
    FollowUp.objects.create(person=momo, user=operator.bastien)
    with pytest.raises(NotAllowed):
        planned(operator.bastien, goal)
    with pytest.raises(DomainError):
        wanted(operator.bastien, momo, barrier="sante")


def test_an_action_that_is_over_is_not_corrected(operator: Operator) -> None:
    by, goal = acting(operator.ines), wanted(operator.ines, person(operator.ines))
    row = planned(operator.ines, goal)
    changed = change_action(by=by, action=row, planned=Planned(words="Écrire au 115"))
    assert changed.pk == row.pk
    move_action(by=by, action=row, to=ActionState.DONE)
    with pytest.raises(DomainError):
        change_action(by=by, action=row, planned=Planned(words="Encore"))
    move_objective(by=by, objective=goal, to=ObjectiveState.REACHED)
    with pytest.raises(DomainError):
        planned(operator.ines, goal)


def test_a_colleague_of_elsewhere_moves_nothing(operator: Operator) -> None:
    row = planned(operator.ines, wanted(operator.ines, person(operator.ines)))
    with pytest.raises(NotAllowed):
        move_action(by=acting(Operator().ines), action=row, to=ActionState.DONE)


def test_the_agenda_counts_what_waits_for_the_team_and_names_nobody(operator: Operator) -> None:
    goal, today = wanted(operator.ines, person(operator.ines)), clock.today()
    planned(operator.ines, goal, by=ActionBy.TOGETHER, due_on=today)
    planned(operator.ines, goal, by=ActionBy.COLLEAGUE, due_on=today)
    planned(operator.ines, goal, by=ActionBy.PERSON, due_on=today)
    (due,) = [one for one in due_for(acting(operator.ines)) if one.kind == "plan-action"]
    assert due.title.startswith("2 actions")
    assert not [one for one in due_for(acting(operator.claire)) if one.kind == "plan-action"]


def test_a_plan_goes_with_who_is_erased(operator: Operator) -> None:
    momo = person(operator.ines)
    planned(operator.ines, wanted(operator.ines, momo))
    anonymise(by=acting(operator.ines), person=momo)
    assert not Objective.objects.exists()
    assert not PlanAction.objects.exists()
