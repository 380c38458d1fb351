"""What leaves the readers: comments for the committee and the candidate, opinions of instances."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from o2r.calls.applications.models import Application
from o2r.calls.applications.states_shown import results_are_public
from o2r.calls.models import Call
from o2r.calls.reading.enums import Visibility
from o2r.calls.reading.models import Opinion, Review, Score
from o2r.core import clock
from o2r.core.belt import errand

_COMMITTEE = (Visibility.COMMITTEE, Visibility.APPLICANT)
_CANDIDATE = (Visibility.APPLICANT,)


@dataclass(frozen=True)
class SharedComment:
    """A comment that its reader lets others read; who wrote it is nowhere in it.

    ``about``: the criterion, empty for the application as a whole. ``order``: « lecteur 2 », to
    tell the voices of a committee apart; None for a candidate, who could put them together.
    """

    about: str
    text: str
    order: int | None = None


def comments_for_committee(application: Application) -> list[SharedComment]:
    """What the readers of an application share with its committee, reader by reader.

    Those of the reviews that count: sent, not set aside, by nobody recused. Two queries. The page
    decides before who may read them: a committee that sits, no tie with the consortium.
    """
    return list(_told(_counted(assignment__application=application.pk), _COMMITTEE))


def comments_of_committee(call: Call) -> dict[UUID, list[SharedComment]]:
    """The same for every application of a call, by application; those without any are absent.

    Two queries, whatever their number.
    """
    by_application: dict[UUID, list[Review]] = defaultdict(list)
    for review in _counted(assignment__application__call=call.pk):
        by_application[review.assignment.application_id].append(review)
    found = {key: list(_told(rows, _COMMITTEE)) for key, rows in by_application.items()}
    return {key: comments for key, comments in found.items() if comments}


def comments_for_candidate(application: Application) -> list[SharedComment]:
    """What readers share with the consortium of an application, once its results are published.

    Empty before. Nothing says who wrote what, nor which comments come from one reader: they are in
    the order of the grid, then of their text. The names of the criteria are left out where the grid
    was not published. Two queries; reads ``application.call``. The page decides before that it is
    shown to the consortium.
    """
    call = application.call
    if not results_are_public(call.state, call.results_at, clock.now()):
        return []
    named = call.grid_is_published
    found = _for_candidate(application)
    return [SharedComment(one.about if named else "", one.text) for one in found]


@errand("published-comments")
def _for_candidate(application: Application) -> list[SharedComment]:
    """A consortium reaches no review: the results that are published open these sentences alone."""
    rows = list(_counted(assignment__application=application.pk))
    place: dict[str, int] = {"": -1}
    for review in rows:
        place |= {str(one.criterion): one.criterion.position for one in review.scores.all()}
    return sorted(_told(rows, _CANDIDATE), key=lambda one: (place[one.about], one.about, one.text))


def _counted(**of_what: UUID) -> "QuerySet[Review]":
    scores: QuerySet[Score] = Score.objects.select_related("criterion").exclude(comment="")
    scores = scores.order_by("criterion__position", "criterion__code", "pk")
    rows: QuerySet[Review] = Review.objects.filter(**of_what).counted()
    rows = rows.select_related("assignment").prefetch_related(Prefetch("scores", scores))
    return rows.order_by("assignment__order", "pk")


def _told(reviews: Iterable[Review], allowed: Collection[Visibility]) -> Iterator[SharedComment]:
    for review in reviews:
        order = review.assignment.order
        if review.comment.strip() and review.visibility in allowed:
            yield SharedComment("", review.comment.strip(), order)
        for score in review.scores.all():
            if score.comment.strip() and score.visibility in allowed:
                yield SharedComment(str(score.criterion), score.comment.strip(), order)


def opinions_of(application: Application) -> "QuerySet[Opinion]":
    """What instances said of an application, the last one first, each with its meeting.

    One query. The page decides before who may read them.
    """
    return _opinions().filter(application=application.pk)


def opinions_on(call: Call) -> "QuerySet[Opinion]":
    """What instances said of a call and of its applications, the last one first; one query.

    ``application`` is empty on those that are on the whole call.
    """
    return _opinions().filter(call=call.pk).select_related("application")


def _opinions() -> "QuerySet[Opinion]":
    return Opinion.objects.select_related("meeting__instance").order_by("-given_on", "pk")
