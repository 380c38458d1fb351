"""Reviews as their pages show them, and the application beside them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from o2r.calls.applications import hours
from o2r.calls.applications.deadlines import edge_in_words
from o2r.calls.applications.models import Application, JoinedPiece
from o2r.calls.applications.selectors import content_of
from o2r.calls.models import Call, Criterion
from o2r.calls.reading.models import Assignment, Review, Score
from o2r.calls.reading.scoring import Marks, Outcome, mean_of_review, outcome
from o2r.calls.reading.selectors.ranked import grid_of
from o2r.calls.reading.showing import Told, told
from o2r.core.belt import errand
from o2r.core.files.models import StoredFile


@dataclass(frozen=True)
class ShownReview:
    """A review with the mean of its marks. ``scores`` by criterion of the grid, None if absent."""

    review: Review
    mean: Decimal | None
    scores: list[tuple[Criterion, Score | None]]


@dataclass(frozen=True)
class Compared:
    """Some reviews of one application, side by side, and what they say together."""

    reviews: list[ShownReview]
    outcome: Outcome


def marks_of(review: Review) -> Marks:
    """The marks of a review by code of criterion; its scores are at hand."""
    return {one.criterion.code: one.value for one in review.scores.all()}


def compared(call: Call, reviews: Collection[Review]) -> Compared:
    """Reviews side by side. Two queries beside theirs; those set aside are shown, not counted."""
    grid, criteria = grid_of(call), scored(call)
    shown = []
    for review in reviews:
        by_criterion = {one.criterion_id: one for one in review.scores.all()}
        shown.append(
            ShownReview(
                review=review,
                mean=mean_of_review(grid, marks_of(review)),
                scores=[(one, by_criterion.get(one.pk)) for one in criteria],
            )
        )
    counted = [marks_of(one) for one in reviews if one.is_sent and one.assignment.is_live]
    return Compared(shown, outcome(grid, counted))


def scored(call: Call) -> list[Criterion]:
    """The criteria that get a mark, in the order of the grid. One query."""
    rows = Criterion.objects.filter(call=call.pk).scored().select_related("parent")
    return list(rows.order_by("parent__position", "position", "code"))


@dataclass(frozen=True)
class Families:
    """Rows of the grid under the family they belong to, if any."""

    family: Criterion | None
    rows: list[dict[str, Any]]


def by_family(rows: Iterable[dict[str, Any]]) -> list[Families]:
    """The rows of a form of review, grouped by family in the order of the grid."""
    found: list[Families] = []
    for row in rows:
        parent = row["criterion"].parent
        if not found or found[-1].family != parent:
            found.append(Families(parent, []))
        found[-1].rows.append(row)
    return found


@dataclass(frozen=True)
class PieceShown:
    """A document of an application: what it answers, and whether it may be read yet."""

    key: UUID
    label: str
    name: str
    is_servable: bool


@errand("application-file")
def full_reading(application: Application) -> tuple[Told, list[PieceShown]]:
    """All that a cleared reader reads of an application, with the names of its documents.

    Called once the gate has answered: files belong to the organisations that sent them.
    """
    rows = application.pieces.select_related("piece", "member", "file")
    pieces = [
        PieceShown(
            key=one.pk,
            label=" ".join(str(part) for part in (one.piece or "Pièce libre", one.member) if part),
            name=one.file.original_name,
            is_servable=one.file.is_servable,
        )
        for one in rows.order_by("piece__position", "joined_at", "pk")
    ]
    return told(content_of(application)), pieces


def late_title(application: Application) -> str:
    """When an application that is late was sent, and when its call closed; empty for the others."""
    sent = application.moves.order_by("moved_at", "pk").first()
    if not application.late_reason or sent is None:
        return ""
    call = application.call
    closed = edge_in_words(call.closes)
    return (
        f"Hors délai : déposée le {hours.said(sent.moved_at, call.zone_info)}"
        f"{f', pour une clôture le {closed}' if closed else ''}. Elle est reprise avec ce motif"
    )


@errand("application-file")
def joined_file(application: UUID, piece: UUID) -> StoredFile | None:
    """A document of an application that may be read; None when there is none."""
    row = JoinedPiece.objects.filter(application=application, pk=piece).select_related("file")
    found = row.order_by("pk").first()
    return found.file if found and found.file.is_servable else None


@errand("application-file")
def attached_file(file: UUID | None) -> StoredFile | None:
    """A document brought to a correction, or an opinion, that may be read."""
    if file is None:
        return None
    return StoredFile.objects.servable().filter(pk=file).order_by("pk").first()


def readers_of(application: UUID) -> Sequence[Assignment]:
    """Who reads an application, or had to stop, in the order they were named."""
    rows = Assignment.objects.filter(application=application).order_by("order", "pk")
    return list(rows.select_related("reader__user", "reader__call", "review"))
