"""A call in committee, with the five applications that a committee of ARA could read."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

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
from o2r.calls.reading.enums import InterestNature
from o2r.calls.reading.interests import body_key
from o2r.calls.reading.models import InterestDeclaration
from o2r.calls.reading.selectors import Ranked
from o2r.calls.reading.services.admissibility import INTEREST_GATE
from o2r.calls.reading.services.gate import reassess
from o2r.calls.selection.models import Room, Scenario
from o2r.calls.selection.services import make_scenario
from o2r.calls.selection.services.demonstration import declare_no_tie
from o2r.core import clock
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

    @property
    def room(self) -> Room:
        return Room.objects.select_related("dreets").get(pk=self.call.pk)

    @property
    def by(self) -> Actor:
        return actor_for(self.helene)

    def __getitem__(self, title: str) -> Application:
        return Application.objects.select_related("call").get(pk=self.applications[title].pk)

    def declare(self, user: User, title: str) -> None:
        """Someone says that they have an interest in the bearer of an application."""
        lead = self.applications[title].members.get(is_lead=True)
        standing = InterestDeclaration.objects.standing().filter(call=self.call, user=user)
        standing.filter(body_name=lead.name).update(replaced_at=clock.now())
        InterestDeclaration.objects.create(
            call=self.call,
            user=user,
            body=body_key(lead.organisation_id, lead.siret, lead.name),
            body_name=lead.name,
            organisation=lead.organisation,
            has_interest=True,
            nature=InterestNature.BOARD,
            declared_at=clock.now(),
        )
        reassess(by=INTEREST_GATE, call=self.call, users=[user.pk])

    def answers(self, user: User) -> None:
        """Someone says that they have no interest in any body."""
        declare_no_tie(self.call, [user])
        reassess(by=INTEREST_GATE, call=self.call, users=[user.pk])

    def newcomer(self) -> User:
        """An officer of the service who has declared nothing yet."""
        return someone(MembershipRole.STATE_OFFICER, self.call.dreets).user

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
    for user in (found.helene, found.karim):
        found.answers(user)
    rank_as(monkeypatch, found, {title: number for number, title in enumerate(PROJECTS, start=1)})
    return found


def rank_as(monkeypatch: pytest.MonkeyPatch, found: Committee, ranks: dict[str, int]) -> None:
    """What the readers would say, and what people declared."""

    def ranking(call: Call, rows: object) -> list[Ranked]:
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


@pytest.fixture
def helene(client: Client, committee: Committee) -> Client:
    """Her browser, signed in."""
    return enter(client, committee.helene)


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """Another person's browser."""
    return lambda user: enter(Client(), user)
