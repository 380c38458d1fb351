"""Writing a review, sending it, and setting one aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.models import Criterion
from o2r.calls.reading.enums import Recommendation, ReviewState, Visibility
from o2r.calls.reading.errors import AlreadySent, NotCleared, NotReading, WrittenElsewhere
from o2r.calls.reading.models import Assignment, CallOffice, Review, Score
from o2r.calls.reading.selectors.ranked import counts_of, outcomes_of, with_readings
from o2r.calls.reading.services.assigning import READ
from o2r.calls.reading.services.gate import exclude
from o2r.calls.reading.services.telling import tell_officers, tell_read
from o2r.core import clock
from o2r.core.belt import errand
from o2r.territory.typography import typographic


@dataclass(frozen=True)
class TypedScore:
    """What was typed for one criterion, right or wrong."""

    value: str = ""
    is_not_applicable: bool = False
    comment: str = ""
    visibility: Visibility = Visibility.READERS


@dataclass(frozen=True)
class TypedReview:
    """What was typed in a review; ``scores`` by criterion."""

    recommendation: str = ""
    comment: str = ""
    visibility: Visibility = Visibility.READERS
    scores: Mapping[UUID, TypedScore] = field(default_factory=dict)


@transaction.atomic
def save_review(
    *, by: Actor, assignment: Assignment, typed: TypedReview, revision: int | None = None
) -> Review:
    """Keep all that was typed; what is not a mark is kept apart, and counts for nothing.

    ``revision``: the one that the page showed; None writes over whatever is there. Raises
    NotAllowed, NotCleared, NotReading, AlreadySent, WrittenElsewhere.
    """
    review = _own(by, assignment)
    if revision is not None and revision != review.revision:
        raise WrittenElsewhere
    chosen = typed.recommendation
    review.recommendation = chosen if chosen in Recommendation.values else ""
    review.comment, review.visibility = typed.comment, typed.visibility
    review.revision += 1
    review.changed_at = clock.now()
    review.save()
    known = {one.pk: one for one in _grid(assignment)}
    for criterion, score in typed.scores.items():
        if criterion in known:
            _keep(review, known[criterion], score)
    written(by, "update", review)
    return review


def _own(by: Actor, assignment: Assignment) -> Review:
    """The review of a reading confided to ``by``, locked, if it may still be written."""
    current = Assignment.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "reader", "application__call"
    )
    locked = current.get(pk=assignment.pk)
    require(by, "update", locked, act="écrire cette lecture")
    if not locked.is_open:
        raise NotCleared
    if locked.application.call.state not in (CallState.EXAMINATION, CallState.COMMITTEE):
        raise NotReading
    review, _ = Review.objects.get_or_create(
        assignment=locked, defaults={"changed_at": clock.now(), "written_by_id": by.user}
    )
    if review.state != ReviewState.DRAFT:
        raise AlreadySent
    return review


def _grid(assignment: Assignment) -> list[Criterion]:
    return list(Criterion.objects.filter(call=assignment.application.call_id).scored())


def _keep(review: Review, criterion: Criterion, typed: TypedScore) -> None:
    text = typed.value.strip()
    value = None if typed.is_not_applicable else mark_of(criterion, text)
    is_wrong = bool(text) and value is None and not typed.is_not_applicable
    Score.objects.update_or_create(
        review=review,
        criterion=criterion,
        defaults={
            "value": value,
            "typed": text[:40] if is_wrong else "",
            "is_not_applicable": typed.is_not_applicable,
            "comment": typed.comment,
            "visibility": typed.visibility,
        },
    )


def mark_of(criterion: Criterion, text: str) -> Decimal | None:
    """The mark that a text is, on the scale of the criterion and to one decimal; None if it is not.

    A comma is the decimal mark of French, a point is understood.
    """
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not value.is_finite() or not criterion.lowest <= value <= criterion.highest:
        return None
    rounded = value.quantize(Decimal("0.1"))
    return rounded if rounded == value else None


def what_is_wrong(criterion: Criterion, text: str) -> str:
    """Why a text is not a mark of this criterion, for the person who typed it."""
    low, high = (f"{bound.normalize():f}".replace(".", ",") for bound in _bounds(criterion))
    return typographic(
        f"La note de {criterion.code} va de {low} à {high}, avec une décimale au plus. Vous avez "
        f"écrit « {text} » : corrigez-la, ou cochez « sans objet »."
    )


def _bounds(criterion: Criterion) -> tuple[Decimal, Decimal]:
    return criterion.lowest, criterion.highest


@transaction.atomic
def send_review(*, by: Actor, assignment: Assignment) -> Review:
    """Send one's review: it counts from now on, and the others on the same application open.

    Raises NotAllowed, NotCleared, NotReading, AlreadySent, and DomainError with what is missing.
    """
    review = _own(by, assignment)
    missing = missing_in(review)
    if missing:
        raise DomainError(f"Votre lecture n’est pas partie. Il manque : {' ; '.join(missing)}.")
    application = assignment.application
    standing = application.submissions.filter(taken_back_at=None).order_by("rank").last()
    review.state, review.sent_at, review.submission = ReviewState.SENT, clock.now(), standing
    review.save(update_fields=["state", "sent_at", "submission"])
    written(by, "update", review)
    _follow(application)
    return review


@errand("readings-sent")
def _follow(application: Application) -> None:
    """Tell the State service what this last reading makes known: a reader does not see it all."""
    call = application.call
    row = with_readings(Application.objects.filter(pk=application.pk)).get()
    if not counts_of(row).is_complete:
        return
    found = outcomes_of(call, [row]).get(application.pk)
    if found is not None and found.needs_another_reader(
        call.dispersion_threshold, wanted=call.readers_per_application
    ):
        tell_officers(
            call,
            f"Un lecteur de plus est demandé pour la candidature n° {application.number}",
            "Ses lecteurs s’écartent de plus que le seuil de l’appel. Désignez un lecteur de plus.",
            link=reverse("reading:reviews", args=[application.pk]),
        )
    else:
        read = with_readings(Application.objects.filter(call=call, state__in=READ))
        complete = [counts_of(one).is_complete for one in read.order_by("pk")]
        tell_read(call, read=sum(complete), among=len(complete))


def missing_in(review: Review) -> list[str]:
    """What a review lacks to be sent, in words."""
    scores = {one.criterion_id: one for one in review.scores.select_related("criterion")}
    missing, answered = [], False
    for criterion in _grid(review.assignment):
        score = scores.get(criterion.pk)
        if score is not None and score.typed:
            missing.append(f"une note juste pour {criterion.code}")
        elif score is None or (score.value is None and not score.is_not_applicable):
            missing.append(f"une note, ou « sans objet », pour {criterion.code}")
        answered = answered or (score is not None and score.value is not None)
    if not missing and not answered:
        missing.append("une note au moins : tout est « sans objet »")
    if not review.recommendation:
        missing.append("votre avis sur la candidature")
    return missing


@transaction.atomic
def exclude_review(*, by: Actor, office: CallOffice, assignment: Assignment, reason: str) -> Review:
    """Set aside a review that was sent: it leaves the means, its text is kept.

    Raises NotAllowed, NotCleared, DomainError.
    """
    require(by, "update", office, act="écarter une lecture")
    if not assignment.application.reading_accesses.filter(user=by.user).exists():
        raise NotCleared
    review = Review.objects.select_for_update(no_key=True).filter(assignment=assignment).first()
    if review is None or review.state != ReviewState.SENT:
        raise DomainError("Seule une lecture envoyée s’écarte. Rechargez la page.")
    if not reason.strip():
        raise DomainError("Dites pourquoi cette lecture est écartée : le motif est gardé.")
    exclude([review], reason.strip())
    written(by, "update", office)
    return review
