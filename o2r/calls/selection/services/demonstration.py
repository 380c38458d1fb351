"""The invented committee of a demonstration."""

from collections.abc import Iterable
from datetime import time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import Membership, User
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, BudgetLine, Member
from o2r.calls.applications.selectors import chart_of
from o2r.calls.enums import CallState
from o2r.calls.models import Call, CallEnvelope, Criterion
from o2r.calls.reading.enums import AssignmentState, Recommendation, ReviewState
from o2r.calls.reading.interests import body_key
from o2r.calls.reading.models import (
    Admissibility,
    Assignment,
    InterestDeclaration,
    Reader,
    ReadingPlan,
    Review,
    Score,
)
from o2r.calls.reading.models.offices import CHECKLIST
from o2r.calls.reading.services.gate import reassess
from o2r.calls.selection import examples
from o2r.calls.selection.entries import Pick
from o2r.calls.selection.models import Room
from o2r.calls.selection.services.scenarios import make_scenario, save_choices
from o2r.core import clock
from o2r.projects.enums import Public
from o2r.territory.geography import current_geography

_YEARS = (1, 2)


@transaction.atomic
def create_demo_committee(*, by: Actor) -> Room | None:
    """Create the invented call, its readings and two scenarios, once; None when it is there.

    Raises DemonstrationOnly outside a demonstration, NotAllowed.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    require_kind(by, "create", "call", act="créer l’appel d’exemple")
    officer = (
        Membership.objects.filter(role=MembershipRole.STATE_OFFICER, user__is_example=True)
        .select_related("user", "organisation")
        .order_by("pk")
        .first()
    )
    if officer is None or Call.objects.filter(slug=examples.SLUG).exists():
        return None
    call = _call(officer)
    made = {one.title: _apply(call, n, one) for n, one in enumerate(examples.PROJECTS, start=1)}
    Admissibility.objects.bulk_create(
        Admissibility(application=one, decided_at=clock.now(), decided_by=officer.user)
        for one in made.values()
    )
    readers = User.objects.filter(email__in=[*examples.READERS, officer.user.email])
    declare_no_tie(call, readers.order_by("email"))
    ReadingPlan.objects.create(call=call, started_at=clock.now(), checklist=list(CHECKLIST))
    _read(call, officer.user, made)
    reassess(by=by.author, call=call)
    room = Room.objects.get(pk=call.pk)
    helene = actor_for(officer.user)
    for (name, kept), reasons in (
        (examples.FIRST, {}),
        (examples.SECOND, {"Nord-Isère Rebond": examples.REASON}),
    ):
        scenario = make_scenario(by=helene, room=room, name=name)
        picks = {made[title].pk: Pick(True, reason=reasons.get(title, "")) for title in kept}
        save_choices(by=helene, scenario=scenario, revision=0, picks=picks)
    return room


def _call(officer: Membership) -> Call:
    today = clock.today()
    call = Call.objects.create(
        slug=examples.SLUG,
        title=examples.TITLE,
        dreets=officer.organisation,
        region=examples.REGION,
        publics=[Public.YOUNG.value],
        zone_expression=examples.PERIMETER,
        zone_vintage=current_geography().year,
        opens_on=today - timedelta(days=80),
        opens_hour=time(9),
        closes_on=today - timedelta(days=20),
        closes_hour=time(18),
        envelope=Decimal(examples.ENVELOPE),
        dispersion_threshold=Decimal("1.5"),
        receives_here=True,
        state=CallState.COMMITTEE,
        is_example=True,
    )
    for department, amount in examples.DEPARTMENTS.items():
        CallEnvelope.objects.create(call=call, department=department, amount=Decimal(amount))
    Criterion.objects.create(call=call, code="C1", label="Qualité d’ensemble", position=1)
    return call


def _apply(call: Call, number: int, example: examples.ExampleProject) -> Application:
    made = Application.objects.create(
        call=call,
        number=number,
        title=example.title,
        zone_expression=example.zone,
        zone_vintage=current_geography().year,
        publics=[Public.YOUNG.value],
        places=example.places,
        state=ApplicationState.ADMISSIBLE,
    )
    members = [
        Member.objects.create(application=made, name=name, is_lead=rank == 0, position=rank)
        for rank, name in enumerate(example.bodies)
    ]
    for year in _YEARS:
        for account in ("64-wages", chart_of(call).requested):
            BudgetLine.objects.create(
                application=made,
                member=members[0],
                year=year,
                account=account,
                amount=Decimal(example.asked) / len(_YEARS),
            )
    return made


def declare_no_tie(call: Call, people: Iterable[User]) -> None:
    """Invented people answered, before reading, that they have no tie with anyone."""
    bodies = {
        body_key(one.organisation_id, one.siret, one.name): one
        for one in Member.objects.filter(application__call=call).order_by("pk")
    }
    InterestDeclaration.objects.bulk_create(
        InterestDeclaration(
            call=call,
            user=person,
            body=key,
            body_name=member.name,
            organisation_id=member.organisation_id,
            has_interest=False,
            declared_at=clock.now(),
        )
        for person in people
        for key, member in bodies.items()
    )


def _read(call: Call, officer: User, made: dict[str, Application]) -> None:
    now, criterion = clock.now(), call.criteria.get()
    people = User.objects.filter(email__in=examples.READERS).order_by("email")
    readers = [
        Reader.objects.create(call=call, user=one, named_at=now, named_by=officer) for one in people
    ]
    for example in examples.PROJECTS:
        for order, (reader, mark) in enumerate(zip(readers, example.marks, strict=False), start=1):
            given = Assignment.objects.create(
                application=made[example.title],
                reader=reader,
                order=order,
                state=AssignmentState.DECLARED,
                named_at=now,
                changed_at=now,
            )
            review = Review.objects.create(
                assignment=given,
                state=ReviewState.SENT,
                recommendation=Recommendation.FAVOURABLE,
                changed_at=now,
                sent_at=now,
            )
            Score.objects.create(review=review, criterion=criterion, value=Decimal(mark))
