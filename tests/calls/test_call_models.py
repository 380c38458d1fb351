"""What the database refuses of a call and of an application, and who meets them."""

import pytest
from django.db import IntegrityError, transaction

from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.calls.applications.enums import APPLICATION_MOVES, ApplicationState
from o2r.calls.applications.models import Application, ReadingAccess
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.core import clock
from tests.accounts.factories import OrganisationFactory, actor, someone
from tests.calls.factories import ApplicationFactory, CallFactory, MemberFactory


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"closes_on": None}, "call_received_here_is_exact"),
        ({"zone_expression": ""}, "call_received_here_is_exact"),
        ({"envelope": 0}, "call_envelope_positive"),
        ({"floor_amount": 2_000_000}, "call_floor_within_envelope"),
        ({"title": ""}, "call_has_title_and_region"),
        ({"readers_per_application": 0}, "call_counts_positive"),
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_an_impossible_call(
    changes: dict[str, object], constraint: str
) -> None:
    call = CallFactory()
    for name, value in changes.items():
        setattr(call, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        call.save()


@pytest.mark.django_db
def test_a_call_cannot_close_before_it_opens() -> None:
    call = CallFactory()
    call.opens_on, call.opens_hour = call.closes_on, call.closes_hour
    with pytest.raises(IntegrityError, match="call_closes_after_opening"), transaction.atomic():
        call.save()


@pytest.mark.django_db
def test_a_consortium_has_one_lead_and_names_a_body_once() -> None:
    made = ApplicationFactory()
    for fields in ({"is_lead": True}, {"organisation": made.members.get().organisation}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MemberFactory(application=made, **fields)


@pytest.mark.django_db
def test_drafts_of_a_call_are_the_business_of_its_service() -> None:
    dreets = OrganisationFactory(kind=OrganisationKind.DREETS, region="84")
    draft = CallFactory(dreets=dreets, state=CallState.DRAFT)
    helene = actor(MembershipRole.STATE_OFFICER, dreets)
    other = actor(MembershipRole.STATE_OFFICER)
    assert Call.objects.visible_to(helene).get() == draft
    assert not Call.objects.visible_to(other).exists()
    assert not Call.objects.shown_to_public().exists()


@pytest.mark.django_db
def test_an_application_is_met_by_its_consortium_its_region_and_its_cleared_readers() -> None:
    made = ApplicationFactory()
    dreets = made.call.dreets
    lead = actor(MembershipRole.COORDINATOR, made.members.get().organisation)
    stranger = actor(MembershipRole.COORDINATOR)
    helene = actor(MembershipRole.STATE_OFFICER, dreets)
    far = actor(
        MembershipRole.STATE_OFFICER,
        OrganisationFactory(kind=OrganisationKind.DREETS, region="93"),
    )
    reader = someone(MembershipRole.PARTNER_ADVISER)
    karim = actor(MembershipRole.PARTNER_ADVISER, reader.organisation)

    def seen(who: object) -> bool:
        return Application.objects.visible_to(who).filter(pk=made.pk).exists()  # type: ignore[arg-type]

    assert [seen(who) for who in (lead, helene)] == [True, True]
    assert [seen(who) for who in (stranger, far, karim)] == [False, False, False]
    assert karim.user is not None
    ReadingAccess.objects.create(application=made, user_id=karim.user, opened_at=clock.now())
    assert seen(karim)
    Application.objects.filter(pk=made.pk).update(state=ApplicationState.DRAFT, number=None)
    assert seen(lead)
    assert not any(seen(who) for who in (helene, karim))


def test_every_state_of_an_application_is_in_the_table() -> None:
    assert set(APPLICATION_MOVES) == set(ApplicationState)
    ends = {state for state in ApplicationState if not APPLICATION_MOVES[state]}
    assert ends == {ApplicationState.WITHDRAWN}
    reached = {one for moves in APPLICATION_MOVES.values() for one in moves}
    assert reached | {ApplicationState.DRAFT} == set(ApplicationState)
