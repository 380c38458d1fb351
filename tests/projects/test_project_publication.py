from datetime import date

import pytest
import time_machine

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.projects.enums import (
    PUBLICATION_MOVES,
    PredecessorOutcome,
    PredecessorProgramme,
    PublicationState,
)
from o2r.projects.models import FundedProject, RegionalContact
from o2r.projects.services import (
    confirm_project,
    publish,
    record_predecessor,
    record_regional_contact,
    withdraw,
)
from o2r.projects.services.publication import MoveRefused, may_move
from tests.projects.factories import ProjectFactory

ACTS = {PublicationState.PUBLISHED: publish, PublicationState.WITHDRAWN: withdraw}


@pytest.mark.parametrize("target", list(ACTS))
@pytest.mark.parametrize("state", list(PublicationState))
def test_the_table_of_moves_is_what_happens(
    state: PublicationState, target: PublicationState, claire: User
) -> None:
    project = ProjectFactory(state=state)
    if target in PUBLICATION_MOVES[state]:
        assert ACTS[target](by=actor_for(claire), project=project).state == target
    else:
        with pytest.raises(MoveRefused, match=state.label):
            ACTS[target](by=actor_for(claire), project=project)
    project.refresh_from_db()
    assert project.state == (target if may_move(state, target) else state)


@pytest.mark.parametrize("act", [publish, withdraw])
def test_only_who_runs_the_platform_publishes(
    act: object, project: FundedProject, malik: User
) -> None:
    with pytest.raises(NotAllowed):
        act(by=actor_for(malik), project=project)


def test_those_who_carry_a_project_confirm_it(
    project: FundedProject, claire: User, malik: User, rosa: User
) -> None:
    with time_machine.travel("2026-03-04 12:00 +0000"):
        confirmed = confirm_project(by=actor_for(malik), project=project)
        assert confirmed.confirmed_on == date(2026, 3, 4)
    assert confirm_project(by=actor_for(claire), project=project)
    with pytest.raises(NotAllowed, match="confirmer ce projet"):
        confirm_project(by=actor_for(rosa), project=project)


def test_a_predecessor_is_recorded_with_its_outcome(project: FundedProject, malik: User) -> None:
    predecessor = record_predecessor(
        by=CONSOLE,
        programme=PredecessorProgramme.CEJ_JR,
        title="Rebond",
        bearer=project.bearer,
        outcome=PredecessorOutcome.TRANSFORMED,
        reason="Ouvert à tous les âges.",
        continued_by=project,
    )
    assert list(project.predecessors.all()) == [predecessor]
    with pytest.raises(DomainError, match="n’est continué par aucun"):
        record_predecessor(
            by=CONSOLE,
            programme=PredecessorProgramme.PIC,
            title="Arrêté",
            bearer=project.bearer,
            outcome=PredecessorOutcome.STOPPED,
            continued_by=project,
        )
    with pytest.raises(NotAllowed):
        record_predecessor(
            by=actor_for(malik),
            programme=PredecessorProgramme.PIC,
            title="Autre",
            bearer=project.bearer,
            outcome=PredecessorOutcome.STOPPED,
        )


def test_a_regional_contact_is_replaced(malik: User) -> None:
    for phone in ("01 99 00 00 00", "01 99 00 00 01"):
        record_regional_contact(
            by=CONSOLE, region="84", name="DREETS", url="https://dreets.example/", phone=phone
        )
    assert RegionalContact.objects.get().phone == "01 99 00 00 01"
    with pytest.raises(DomainError, match="téléphone"):
        record_regional_contact(
            by=CONSOLE, region="84", name="DREETS", url="https://dreets.example/", phone="appelez"
        )
    with pytest.raises(NotAllowed):
        record_regional_contact(
            by=actor_for(malik), region="84", name="X", url="https://x.example/"
        )
