"""The room of a call, its minutes and its letters, in each relation to someone."""

from decimal import Decimal
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.models import Organisation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, Member
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.models import Decision, Letter, Minutes, Room, Scenario
from o2r.calls.selection.services.demonstration import declare_no_tie
from o2r.calls.specimens import call_for
from o2r.core import clock


def _call(someone: Somebody, relation: Relation, state: CallState) -> Call:
    made = call_for(someone, relation)
    Call.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made


def _decided(call: Call, mark: str, member: Organisation | None = None) -> Decision:
    application = Application.objects.create(
        call=call,
        number=1,
        title=f"Candidature {mark}",
        zone_expression="dep:69",
        zone_vintage=2026,
        state=ApplicationState.AWARDED,
    )
    Member.objects.create(
        application=application, organisation=member, name=f"Chef de file {mark}", is_lead=True
    )
    now = clock.now()
    return Decision.objects.create(
        application=application,
        outcome=Outcome.AWARD,
        yearly_amounts=["1000.00"],
        amount=Decimal(1000),
        decided_at=now,
        confirmed_at=now,
    )


def _letter(decision: Decision, mark: str, *, sent: bool) -> Letter:
    return Letter.objects.create(
        application=decision.application,
        decision=decision,
        kind=decision.outcome,
        heading=f"Courrier {mark}",
        body=f"Texte {mark}",
        written_at=clock.now(),
        sent_at=clock.now() if sent else None,
        digest="0" * 64 if sent else "",
    )


@specimens_of("selection", Relation.ANY, Relation.ORGANISATION)
def room(someone: Somebody, relation: Relation) -> Specimen:
    """A call in committee, with a scenario, a decision and its letter."""
    call, mark = _call(someone, relation, CallState.COMMITTEE), uuid4().hex
    now = clock.now()
    scenario = Scenario.objects.create(
        call=Room.objects.get(pk=call.pk), name=f"Scénario {mark}", created_at=now, changed_at=now
    )
    decision = _decided(call, mark)
    letter = _letter(decision, mark, sent=False)
    declare_no_tie(call, [someone.user])
    parameters = {
        "call": call.slug,
        "scenario": str(scenario.pk),
        "application": str(decision.application_id),
        "letter": str(letter.pk),
    }
    return Specimen(parameters, {"*": mark})


@specimens_of("minutes", Relation.ANY, Relation.ORGANISATION)
def minutes(someone: Somebody, relation: Relation) -> Specimen:
    """Minutes that name somebody."""
    call, mark = _call(someone, relation, CallState.COMMITTEE), uuid4().hex
    made = Minutes.objects.create(
        call=Room.objects.get(pk=call.pk),
        version=1,
        content={"call": call.title, "present": [f"Membre {mark}"]},
        digest="0" * 64,
        generated_at=clock.now(),
    )
    parameters = {"call": call.slug, "minutes": str(made.pk)}
    return Specimen(parameters, {"*": f"Membre {mark}"})


@specimens_of("letter", Relation.ANY, Relation.ORGANISATION)
def letter(someone: Somebody, relation: Relation) -> Specimen:
    """A letter that was sent to one's organisation, or to another's."""
    call, mark = _call(someone, Relation.ANY, CallState.RESULTS), uuid4().hex
    mine = relation is Relation.ORGANISATION
    decision = _decided(call, mark, someone.organisation if mine else someone.elsewhere)
    made = _letter(decision, mark, sent=True)
    return Specimen({"letter": str(made.pk)}, {"*": f"Texte {mark}"})
