"""A call being read: Hélène of its State service, two readers, and Karim, whose mission locale is
a candidate."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationKind as Kind
from o2r.accounts.models import Organisation, User
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.models import Call, Criterion
from o2r.calls.reading import services
from o2r.calls.reading.models import Admissibility, Assignment, CallOffice, DeclarationDesk, Reader
from o2r.calls.reading.selectors import known
from o2r.calls.reading.services import Declared, TypedReview, TypedScore
from o2r.core import clock
from tests.accounts.factories import OrganisationFactory, someone
from tests.calls.factories import ApplicationFactory, CallFactory, MemberFactory


@dataclass
class Table:
    """Everyone around one closed call with two applications, the second with a mission locale."""

    call: Call
    first: Application
    second: Application
    mission: Organisation
    helene: User
    rose: User
    karim: User
    stranger: User

    @property
    def office(self) -> CallOffice:
        return CallOffice.objects.get(pk=self.call.pk)

    @property
    def desk(self) -> DeclarationDesk:
        return DeclarationDesk.objects.get(pk=self.call.pk)


def set_table(**fields: object) -> Table:
    """A call closed yesterday, with a grid of two criteria from 0 to 5."""
    now = clock.now()
    dreets = OrganisationFactory(kind=Kind.DREETS, region="84")
    call = CallFactory(
        dreets=dreets,
        opens=now - timedelta(days=30),
        closes=now - timedelta(days=1),
        grid={"C1": 2, "C2": 1},
        dispersion_threshold=Decimal(1),
        **fields,
    )
    mission = OrganisationFactory(kind=Kind.MISSION_LOCALE)
    first = ApplicationFactory(call=call, number=1, texts=60, title="Premiers pas")
    second = ApplicationFactory(call=call, number=2, texts=60, title="Seconde chance")
    MemberFactory(application=second, organisation=mission, name=mission.name)
    return Table(
        call=call,
        first=first,
        second=second,
        mission=mission,
        helene=someone(Role.STATE_OFFICER, dreets).user,
        rose=someone(Role.RESEARCHER).user,
        karim=someone(Role.PARTNER_ADVISER, mission).user,
        stranger=someone(Role.PARTNER_ADVISER).user,
    )


def opened(**fields: object) -> Table:
    """The same, in examination, with Rose and Karim named."""
    table = set_table(**fields)
    helene = actor_for(table.helene)
    services.start_examination(by=helene, office=table.office)
    for user in (table.rose, table.karim):
        services.name_reader(by=helene, office=table.office, email=user.email)
    table.call.refresh_from_db()
    return table


def who(user: User) -> Actor:
    return actor_for(user)


def reader_of(table: Table, user: User) -> Reader:
    return Reader.objects.get(call=table.call, user=user)


def declare(table: Table, user: User, **ties: str) -> int:
    """No tie with any body, but those named: ``declare(table, rose, **{"Nom": "board"})``."""
    bodies = known(table.call, [user.pk]).bodies.values()
    answers = [Declared(body.key, body.name in ties, ties.get(body.name, "")) for body in bodies]
    return services.declare(by=actor_for(user), desk=table.desk, answers=answers)


def confide(table: Table, application: Application, user: User) -> Assignment:
    return services.assign(
        by=actor_for(table.helene),
        office=table.office,
        application=application,
        reader=reader_of(table, user),
        due_on=None,
    )


def read(table: Table, given: Assignment, user: User, *marks: str, advice: str = "favourable"):
    """Write and send a review: ``read(table, given, rose, "4", "3,5")``."""
    grid = Criterion.objects.filter(call=table.call).order_by("position")
    typed = TypedReview(
        recommendation=advice,
        comment=f"Lu par {user.display_name}",
        scores={
            one.pk: TypedScore("" if mark == "so" else mark, mark == "so")
            for one, mark in zip(grid, marks, strict=True)
        },
    )
    services.save_review(by=actor_for(user), assignment=given, typed=typed)
    return services.send_review(by=actor_for(user), assignment=given)


def admit(table: Table, *applications: Application) -> None:
    """Declare them admissible, by Hélène, who has no tie."""
    for application in applications:
        services.decide_admissibility(
            by=actor_for(table.helene),
            admissibility=Admissibility.objects.get(application=application),
            to=ApplicationState.ADMISSIBLE,
        )


def in_committee(table: Table) -> None:
    Call.objects.filter(pk=table.call.pk).update(state=CallState.COMMITTEE)
    table.call.refresh_from_db()
