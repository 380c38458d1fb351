"""A call in committee, with the five applications that a committee of ARA could read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.models import Organisation, User
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.reading.selectors import Ranked
from o2r.calls.selection.models import Room, Scenario
from o2r.calls.selection.services import make_scenario
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.calls.factories import ApplicationFactory, CallFactory

PROJECTS = {
    # title: expression of the zone, euros asked, mean
    "Cap Deux Rives": ("dep:42 + dep:07", 412_000, "4.3"),
    "Pas à pas Savoie": ("dep:73 + dep:74", 388_000, "4.1"),
    "Horizon Limagne": ("epci:246300701", 295_000, "3.9"),
    "Nord-Isère Rebond": ("dep:38 - epci:200085751 + dep:01", 350_000, "3.8"),
    "Jeunes d’Allier": ("dep:03", 270_000, "3.6"),
}


@dataclass
class Committee:
    """The call, who works on it, and what they read."""

    call: Call
    helene: User
    karim: User
    applications: dict[str, Application]
    conflicts: set[tuple[Any, Any]] = field(default_factory=set)

    @property
    def room(self) -> Room:
        return Room.objects.select_related("dreets").get(pk=self.call.pk)

    @property
    def by(self) -> Actor:
        return actor_for(self.helene)

    def __getitem__(self, title: str) -> Application:
        return Application.objects.select_related("call").get(pk=self.applications[title].pk)

    def scenario(self, name: str = "Scénario A") -> Scenario:
        return make_scenario(by=self.by, room=self.room, name=name)


@pytest.fixture
def committee(monkeypatch: pytest.MonkeyPatch) -> Committee:
    dreets: Organisation = OrganisationFactory(
        name="DREETS d’essai", kind=OrganisationKind.DREETS, region="84"
    )
    call = CallFactory(dreets=dreets, title="AMI jeunes en rupture (exemple)")
    Call.objects.filter(pk=call.pk).update(state=CallState.COMMITTEE)
    call.refresh_from_db()
    made = {
        title: ApplicationFactory(
            call=call,
            title=title,
            number=number,
            zone=zone,
            asks=asked,
            places=100,
            state=ApplicationState.ADMISSIBLE,
        )
        for number, (title, (zone, asked, _)) in enumerate(PROJECTS.items(), start=1)
    }
    found = Committee(
        call,
        someone(MembershipRole.STATE_OFFICER, dreets).user,
        someone(MembershipRole.STATE_OFFICER, dreets).user,
        made,
    )
    rank_as(monkeypatch, found, {title: number for number, title in enumerate(PROJECTS, start=1)})
    return found


def rank_as(monkeypatch: pytest.MonkeyPatch, found: Committee, ranks: dict[str, int]) -> None:
    """What the readers would say, and what people declared."""

    def ranking(call: Call) -> list[Ranked]:
        return [
            Ranked(
                application=found.applications[title].pk,
                number=found.applications[title].number,
                title=title,
                rank=rank,
                mean=Decimal(PROJECTS[title][2]),
                dispersion=Decimal("0.4"),
                reviews=3,
                expected=3,
                recused=1 if title == "Horizon Limagne" else 0,
                needs_another_reader=title == "Pas à pas Savoie",
                eliminated_by=(),
            )
            for title, rank in ranks.items()
        ]

    monkeypatch.setattr("o2r.calls.selection.selectors.board.ranking", ranking)
    monkeypatch.setattr(
        "o2r.calls.selection.selectors.interests.has_conflict",
        lambda user, application: (user.pk, application.pk) in found.conflicts,
    )


@pytest.fixture
def helene(client: Client, committee: Committee) -> Client:
    """Her browser, signed in."""
    return enter(client, committee.helene)


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """Another person's browser."""
    return lambda user: enter(Client(), user)
