"""Marks and comments as rows of a spreadsheet. Readers are named: the file stays in the service."""

from collections.abc import Collection, Iterator

from o2r.calls.models import Call
from o2r.calls.reading.models import Review
from o2r.calls.reading.selectors.reviews import scored
from o2r.core.exports import Row

HEADER = (
    "Candidature",
    "Intitulé",
    "Lecteur",
    "État",
    "Avis",
    "Critère",
    "Poids",
    "Note",
    "Sans objet",
    "Commentaire",
    "Commentaire lu par",
)


def rows_of(call: Call, reviews: Collection[Review]) -> Iterator[Row]:
    """One row for each mark of each review, and one for its general comment."""
    criteria = scored(call)
    for review in reviews:
        given = review.assignment
        who = (
            given.application.number,
            given.application.title,
            str(given.reader.user),
            review.get_state_display(),
            review.get_recommendation_display(),
        )
        scores = {one.criterion_id: one for one in review.scores.all()}
        for one in criteria:
            score = scores.get(one.pk)
            if score is None:
                continue
            yield (
                *who,
                str(one),
                one.weight,
                score.value,
                score.is_not_applicable,
                score.comment,
                score.get_visibility_display(),
            )
        general = (review.comment, review.get_visibility_display())
        yield (*who, "Commentaire général", None, None, None, *general)
