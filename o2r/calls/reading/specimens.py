"""What a reading is made of, in each relation to someone."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.models import User
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Answer, Application, Member, ReadingAccess
from o2r.calls.enums import CallState
from o2r.calls.models import Call, Criterion
from o2r.calls.reading.enums import AssignmentState, OpinionSense, Recommendation, ReviewState
from o2r.calls.reading.models import (
    Admissibility,
    Assignment,
    CorrectionRequest,
    InterestDeclaration,
    Opinion,
    Reader,
    ReadingPlan,
    Review,
    Score,
)
from o2r.calls.specimens import call_for
from o2r.core import clock
from o2r.network.committees.enums import InstanceKind
from o2r.network.committees.models import Instance, Meeting


def _call(someone: Somebody, relation: Relation, state: CallState = CallState.EXAMINATION) -> Call:
    place = relation if relation is Relation.ORGANISATION else Relation.ANY
    made = call_for(someone, place, state)
    ReadingPlan.objects.create(call=made, started_at=clock.now(), checklist=["Point d’essai"])
    return made


def _application(call: Call, someone: Somebody, **fields: Any) -> Application:
    mark = uuid4().hex
    made = Application.objects.create(
        call=call,
        number=1,
        title=f"Candidature {mark}",
        zone_expression="dep:69",
        zone_vintage=2026,
        state=fields.pop("state", ApplicationState.SUBMITTED),
    )
    member = {"organisation": someone.elsewhere, "name": f"Membre {mark}", "is_lead": True}
    Member.objects.create(application=made, **{**member, **fields})
    Answer.objects.create(
        application=made, field="relevance", text=f"Réponse {mark}", changed_at=clock.now()
    )
    return made


def _reader(call: Call, user: User) -> Reader:
    return Reader.objects.create(call=call, user=user, named_at=clock.now())


def _opened(application: Application, user: User) -> None:
    ReadingAccess.objects.create(application=application, user=user, opened_at=clock.now())


def _review(application: Application, user: User, state: ReviewState) -> Review:
    """A reading confided to ``user`` and open to them."""
    now = clock.now()
    given = Assignment.objects.create(
        application=application,
        reader=_reader(application.call, user),
        state=AssignmentState.DECLARED,
        named_at=now,
        changed_at=now,
    )
    is_sent = state is ReviewState.SENT
    return Review.objects.create(
        assignment=given,
        written_by=user,
        state=state,
        comment=f"Commentaire {uuid4().hex}",
        recommendation=Recommendation.FAVOURABLE if is_sent else "",
        sent_at=now if is_sent else None,
        changed_at=now,
    )


@specimens_of("reading", Relation.ANY, Relation.ORGANISATION)
def reading(someone: Somebody, relation: Relation) -> Specimen:
    """A call whose applications are being read."""
    call = _call(someone, relation)
    application = _application(call, someone)
    Admissibility.objects.create(application=application)
    given = _review(application, someone.stranger, ReviewState.DRAFT).assignment
    if relation is Relation.ORGANISATION:
        _opened(application, someone.user)
    parameters = {
        "call": call.slug,
        "application": str(application.pk),
        "reader": str(given.reader_id),
        "assignment": str(given.pk),
    }
    # A call is public: nothing here is read of it that everyone does not read.
    return Specimen(parameters)


@specimens_of("interest-declaration", Relation.ANY, Relation.OWN, Relation.ORGANISATION)
def interest_declaration(someone: Somebody, relation: Relation) -> Specimen:
    """A call on which someone declares what ties them; a declaration of theirs, or a stranger's."""
    call, own = _call(someone, relation), relation is Relation.OWN
    application = _application(call, someone)
    user = someone.user if own else someone.stranger
    _reader(call, user)
    made = InterestDeclaration.objects.create(
        call=call,
        user=user,
        body=f"organisation:{someone.elsewhere.pk}",
        body_name=str(application.members.get()),
        has_interest=True,
        nature="other",
        detail=f"Lien {uuid4().hex}",
        declared_at=clock.now(),
    )
    return Specimen({"call": call.slug}, {"*": made.detail}, rows={str(made.pk): relation})


@specimens_of("review", Relation.ANY, Relation.OWN, Relation.READER, Relation.ORGANISATION)
def review(someone: Somebody, relation: Relation) -> Specimen:
    """One's own draft; another's, beside one's own that is sent; one's State service's."""
    application = _application(_call(someone, relation, CallState.COMMITTEE), someone)
    if relation is Relation.OWN:
        made = _review(application, someone.user, ReviewState.DRAFT)
    else:
        made = _review(application, someone.stranger, ReviewState.SENT)
    written = [made]
    if relation is Relation.READER:
        written.append(_review(application, someone.user, ReviewState.SENT))
    if relation is not Relation.ANY:
        _opened(application, someone.user)
    rows = {str(row.pk): relation for one in written for row in (one, _score(one))}
    stands = Relation.ANY if relation is Relation.ANY else Relation.READER
    rows |= {str(row.pk): stands for row in application.members.order_by("pk")}
    return Specimen({"assignment": str(made.assignment_id)}, {"*": made.comment}, rows=rows)


def _score(review: Review) -> Score:
    criterion, _ = Criterion.objects.get_or_create(
        call=review.assignment.application.call, code="C9", defaults={"label": "Critère d’essai"}
    )
    return Score.objects.create(review=review, criterion=criterion, is_not_applicable=True)


@specimens_of("correction", Relation.ANY, Relation.ORGANISATION, Relation.READER)
def correction(someone: Somebody, relation: Relation) -> Specimen:
    """What a consortium is asked to bring."""
    inside = relation is Relation.ORGANISATION
    application = _application(
        _call(someone, Relation.ANY),
        someone,
        state=ApplicationState.INCOMPLETE,
        organisation=someone.organisation if inside else someone.elsewhere,
    )
    if relation is Relation.READER:
        _opened(application, someone.user)
    made = CorrectionRequest.objects.create(
        application=application,
        what=f"Pièce {uuid4().hex}",
        due_on=clock.today() + timedelta(days=10),
        asked_at=clock.now(),
    )
    return Specimen({"correction": str(made.pk)}, {"*": made.what})


@specimens_of("opinion", Relation.ANY, Relation.ORGANISATION)
def opinion(someone: Somebody, relation: Relation) -> Specimen:
    """The opinion of a committee on a call."""
    call = _call(someone, relation)
    instance = Instance.objects.create(
        kind=InstanceKind.DEPARTMENTAL, name=f"Comité {uuid4().hex}", region=call.region
    )
    made = Opinion.objects.create(
        call=call,
        meeting=Meeting.objects.create(instance=instance, starts_at=clock.now()),
        sense=OpinionSense.RESERVED,
        text=f"Avis {uuid4().hex}",
        given_on=clock.today(),
        recorded_at=clock.now(),
    )
    return Specimen({"opinion": str(made.pk), "call": call.slug}, {"*": made.text})
