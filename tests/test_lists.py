"""Every list of the calls, of the conventions, of the committees, of the agenda, of outreach and of
the people one follows: few questions.

Counted: all that a page asks, from the session to the rights, to the journal and to the header;
neither savepoints nor the settings of the second belt (``tests.statements``). The same with two
rows and with twenty more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationKind as Kind
from o2r.accounts.models import Organisation, User
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, ReadingAccess
from o2r.calls.enums import CallState
from o2r.calls.models import Call, Criterion
from o2r.calls.reading.enums import AssignmentState, ReviewState
from o2r.calls.reading.models import Assignment, CorrectionRequest, Opinion, Reader, Review, Score
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.models import Choice, Decision, Letter, Room, Scenario
from o2r.core import clock
from o2r.core.access import mark_of
from o2r.outreach.enums import RoundState
from o2r.outreach.models import DailyReport, Observation, PartnerSignal, Round, SignalLink
from o2r.outreach.services.encounter_details import EncounterDetails
from o2r.outreach.services.encounters import record_encounter
from o2r.outreach.services.promising import Promised
from o2r.people.models import FollowUp, Person
from o2r.people.services import Given, open_person
from o2r.proofs.site import sample_keys
from tests.accounts.factories import OrganisationFactory, enter, someone
from tests.calls.factories import ApplicationFactory, CallFactory
from tests.network.committees.factories import InstanceFactory, MeetingFactory, SeatFactory
from tests.outreach.factories import RoundFactory, RoundStopFactory
from tests.projects.conventions.factories import planned, signed
from tests.statements import statements

MOST = 12
TOLD = 3
"""What the watch asks besides, before any page names somebody: the quota is what stops an exposure,
and it is asked of the database (ADR 0013)."""
FEW, MANY = 2, 20


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    """What is written of somebody is sealed."""
    with sample_keys():
        yield


@dataclass
class Place:
    """A State service, a candidate, a reader, and what grows around them."""

    dreets: Organisation = field(
        default_factory=lambda: OrganisationFactory(kind=Kind.DREETS, region="84")
    )
    candidate: Organisation = field(default_factory=OrganisationFactory)

    def __post_init__(self) -> None:
        self.ines = someone(Role.CASEWORKER, self.candidate).user
        self.helene = someone(Role.STATE_OFFICER, self.dreets).user
        self.claire = someone(Role.COORDINATOR, self.candidate).user
        self.rose = someone(Role.RESEARCHER).user
        self.round = self._round(RoundState.UNDER_WAY, clock.now())
        self.call = CallFactory(dreets=self.dreets, grid={"C1": 2, "C2": 1}, receives_here=True)
        self.reader = self._reader(self.rose)
        self.scenario = self._scenario()

    def grow(self, rows: int) -> None:
        """More of everything that these pages list."""
        for rank in range(rows):
            self._beside()
            self._go_out(rank, to=self._follow(rank))
            one = self._application()
            self._read(one, self.reader, AssignmentState.DECLARED)
            other = self._reader(someone(Role.RESEARCHER).user)
            self._read(one, other, AssignmentState.RECUSED if rank % 2 else AssignmentState.NAMED)
            self._decide(one)
            self._scenario(one)

    def turn(self, state: CallState) -> None:
        """The call as it is later on."""
        Call.objects.filter(pk=self.call.pk).update(state=state)

    def _beside(self) -> None:
        """Other calls, committees and conventions."""
        CallFactory(dreets=self.dreets, state=CallState.EXAMINATION)
        open_call = CallFactory(dreets=self.dreets)
        ApplicationFactory(call=open_call, lead=self.candidate, state=ApplicationState.DRAFT)
        instance = InstanceFactory()
        SeatFactory(instance=instance, organisation=self.candidate)
        MeetingFactory(instance=instance)
        MeetingFactory(instance=instance, starts_at=clock.now() + timedelta(days=3))
        planned(signed(self.candidate, self.dreets), due_on=clock.today() + timedelta(days=9))

    def _follow(self, rank: int) -> Person:
        """Somebody more whom Inès follows, with a colleague."""
        made = open_person(by=actor_for(self.ines), given=Given(known_as=f"Momo {rank}"))
        FollowUp.objects.create(person=made, user=self.claire)
        return made

    def _round(self, state: RoundState, leaves: datetime) -> Round:
        """A round of Inès."""
        made = RoundFactory(organisation=self.candidate, state=state, starts_at=leaves)
        made.members.add(self.ines)
        return made

    def _go_out(self, rank: int, *, to: Person) -> None:
        """A round to come and a past one; one more place in tonight's, where something was
        promised; what the team noted that day."""
        # One report a day, however many times the place is filled.
        days = timedelta(days=DailyReport.objects.count() + 1)
        for state, leaves in (
            (RoundState.PLANNED, clock.now() + days),
            (RoundState.DONE, clock.now() - days),
        ):
            RoundStopFactory(round=self._round(state, leaves), place__organisation=self.candidate)
        stop = RoundStopFactory(round=self.round, place__organisation=self.candidate, rank=rank)
        record_encounter(
            by=actor_for(self.ines),
            entry=uuid4(),
            details=EncounterDetails(place=stop.place),
            persons=[to.pk],
            promised=Promised("Un café", clock.today()),
        )
        self._signal(rank)
        day = clock.today() - timedelta(days=DailyReport.objects.count() + 1)
        Observation.objects.create(
            organisation=self.candidate, kind="presence", text="Moins de monde", by=self.ines
        )
        DailyReport.objects.create(
            organisation=self.candidate, day=day, text="Calme", written_by=self.ines
        )

    def _signal(self, rank: int) -> None:
        """A link; what came by it, and what the organisation itself signalled elsewhere."""
        link = SignalLink.objects.create(
            organisation=self.candidate,
            partner_name=f"École {rank}",
            digest=uuid4().hex,
            until=clock.today(),
        )
        for to, fields in (
            (self.candidate, {"link": link}),
            (self.dreets, {"sender": self.candidate}),
        ):
            PartnerSignal.objects.create(
                organisation=to, commune="69259", follow_digest=uuid4().hex, **fields
            )

    def _application(self) -> Application:
        made = ApplicationFactory(
            call=self.call,
            lead=self.candidate,
            state=ApplicationState.ADMISSIBLE,
            number=Application.objects.filter(call=self.call).count() + 1,
            asks=1000,
        )
        now = clock.now()
        for user in (self.helene, self.rose):
            ReadingAccess.objects.create(application=made, user=user, opened_at=now)
        CorrectionRequest.objects.create(
            application=made, what="Une pièce", due_on=clock.today(), asked_at=now
        )
        Opinion.objects.create(
            call=self.call,
            application=made,
            meeting=MeetingFactory(),
            sense="favourable",
            given_on=clock.today(),
            recorded_at=now,
        )
        return made

    def _reader(self, user: User) -> Reader:
        return Reader.objects.create(call=self.call, user=user, named_at=clock.now())

    def _read(self, one: Application, reader: Reader, state: AssignmentState) -> None:
        now = clock.now()
        given = Assignment.objects.create(
            application=one,
            reader=reader,
            state=state,
            reason="Travaille dans un organisme" if state == AssignmentState.RECUSED else "",
            due_on=clock.today(),
            named_at=now,
            changed_at=now,
        )
        if state != AssignmentState.DECLARED:
            return
        review = Review.objects.create(
            assignment=given,
            state=ReviewState.SENT,
            recommendation="favourable",
            sent_at=now,
            changed_at=now,
        )
        for criterion in Criterion.objects.filter(call=self.call):
            Score.objects.create(review=review, criterion=criterion, value=Decimal(3))

    def _decide(self, one: Application) -> None:
        now = clock.now()
        decision = Decision.objects.create(
            application=one,
            outcome=Outcome.AWARD,
            yearly_amounts=["1000.00"],
            amount=Decimal(1000),
            decided_at=now,
            confirmed_at=now,
        )
        Letter.objects.create(
            application=one,
            decision=decision,
            kind=Outcome.AWARD,
            heading="Décision",
            body="Vous êtes retenus.",
            written_at=now,
            sent_at=now,
            digest="0" * 64,
        )

    def _scenario(self, kept: Application | None = None) -> Scenario:
        now, rooms = clock.now(), Room.objects.filter(pk=self.call.pk)
        name = f"Scénario {Scenario.objects.count()}"
        made = Scenario.objects.create(call=rooms.get(), name=name, created_at=now, changed_at=now)
        if kept:
            Choice.objects.create(scenario=made, application=kept, kept=True)
        return made


Who = Callable[[Place], User | None]
HELENE: Who = lambda place: place.helene  # noqa: E731
CLAIRE: Who = lambda place: place.claire  # noqa: E731
INES: Who = lambda place: place.ines  # noqa: E731
ROSE: Who = lambda place: place.rose  # noqa: E731
ANYONE: Who = lambda place: None  # noqa: E731

LISTS: dict[str, tuple[Who, CallState]] = {
    "calls:public_list": (ANYONE, CallState.PUBLISHED),
    "calls:json": (ANYONE, CallState.PUBLISHED),
    "calls:home": (HELENE, CallState.PUBLISHED),
    "applications:home": (CLAIRE, CallState.PUBLISHED),
    "reading:home": (HELENE, CallState.EXAMINATION),
    "reading:examination": (HELENE, CallState.EXAMINATION),
    "reading:readers": (HELENE, CallState.EXAMINATION),
    "reading:opinions": (HELENE, CallState.EXAMINATION),
    "reading:corrections": (CLAIRE, CallState.EXAMINATION),
    "reading:mine": (ROSE, CallState.EXAMINATION),
    "selection:room": (HELENE, CallState.COMMITTEE),
    "selection:scenario": (HELENE, CallState.COMMITTEE),
    "selection:decisions": (HELENE, CallState.COMMITTEE),
    "selection:minutes": (HELENE, CallState.COMMITTEE),
    "selection:letters": (HELENE, CallState.COMMITTEE),
    "selection:results": (ANYONE, CallState.RESULTS),
    "selection:my_letters": (CLAIRE, CallState.RESULTS),
    "conventions:conventions": (HELENE, CallState.PUBLISHED),
    "committees:instances": (HELENE, CallState.PUBLISHED),
    "agenda:agenda": (HELENE, CallState.EXAMINATION),
    "people:caseload": (INES, CallState.EXAMINATION),
    "appointments:activities": (INES, CallState.EXAMINATION),
    "appointments:calendar": (INES, CallState.EXAMINATION),
    "outreach:daily_reports": (INES, CallState.EXAMINATION),
    "outreach:encounters": (INES, CallState.EXAMINATION),
    "outreach:funnel": (INES, CallState.EXAMINATION),
    "outreach:my_round": (INES, CallState.EXAMINATION),
    "outreach:observations": (INES, CallState.EXAMINATION),
    "outreach:places": (INES, CallState.EXAMINATION),
    "outreach:promises": (INES, CallState.EXAMINATION),
    "outreach:rounds": (INES, CallState.EXAMINATION),
    "outreach:signal_links": (CLAIRE, CallState.EXAMINATION),
    "outreach:signals": (INES, CallState.EXAMINATION),
    "outreach:signals_sent": (INES, CallState.EXAMINATION),
    "outreach:team_days": (INES, CallState.EXAMINATION),
}
"""The lists: who reads them, and when."""

OF_PEOPLE = {
    "appointments:calendar",
    "outreach:encounters",
    "outreach:my_round",
    "outreach:promises",
    "people:caseload",
}
"""The lists that name people whom one follows."""

NOT_LISTS = {
    "agenda:subscription",
    "applications:eligibility",
    "applications:incidents",
    "applications:public_key",
    "calls:atom",
    "calls:call_ics",
    "calls:communes_csv",
    "calls:ics",
    "calls:public_call",
    # Forms: what one declares, who would read what, two scenarios set side by side.
    "reading:assignment",
    "reading:interests",
    "selection:compare",
    "selection:map_units",
    "selection:publication",
    # Looked for in a POST: tests/people/test_file_pages.py.
    "people:search",
    # Compared in a POST: tests/people/test_look_alikes.py.
    "people:look_alikes",
}
"""What is read without being the list of something: one call, one form, one file."""

SPACES = {route.split(":")[0] for route in LISTS}


def address(place: Place, name: str) -> str:
    """Where a list is."""
    given = {"call": place.call.slug, "scenario": place.scenario.pk}
    wanted = {key for key in given if key in parameters_of(name)}
    return reverse(name, kwargs={key: given[key] for key in wanted})


def parameters_of(name: str) -> set[str]:
    """The parameters of a route."""
    return next(set(one.pattern.converters) for full, one in routes() if full == name)


def routes() -> Iterator[tuple[str, URLPattern]]:
    """The routes of the product, by full name."""

    def inside(patterns: list[URLPattern | URLResolver], space: str) -> Iterator:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from inside(one.url_patterns, one.namespace or space)
            else:
                yield f"{space}:{one.name}", one

    return inside(get_resolver().url_patterns, "")


def asked(place: Place, name: str) -> list[str]:
    """What a page asks, read once before so that nothing of the first time counts."""
    who, state = LISTS[name]
    place.turn(state)
    user, page = who(place), address(place, name)
    client = enter(Client(), user) if user else Client()
    client.get(page)
    with statements() as found:
        assert client.get(page).status_code in (200, 302), page
    return found


def test_no_list_is_forgotten() -> None:
    """A page that is read, and is not the page of one object, is a list or is said not to be."""
    found = {
        name
        for name, one in routes()
        if name.split(":")[0] in SPACES
        and (mark := mark_of(one.callback)) is not None
        and mark.reading in ("list", "read")
        and not any(isinstance(kind, UUIDConverter) for kind in one.pattern.converters.values())
    }
    assert found - set(LISTS) - NOT_LISTS == set()
    assert NOT_LISTS <= found


def test_every_list_asks_few_questions_however_long(subtests: pytest.Subtests) -> None:
    place = Place()
    place.grow(FEW)
    before = {name: asked(place, name) for name in LISTS}
    place.grow(MANY)
    for name in LISTS:
        with subtests.test(name):
            found = asked(place, name)
            most = MOST + TOLD * (name in OF_PEOPLE)
            assert len(found) <= most, "\n".join(found)
            assert len(found) <= len(before[name]), "\n".join(found)


def test_before_any_decision_too() -> None:
    """The page has no decision to read, but offers the scenarios and the meetings."""
    place = Place()
    place.grow(FEW)
    Letter.objects.all().delete()
    Decision.objects.all().delete()
    assert len(asked(place, "selection:decisions")) <= MOST
