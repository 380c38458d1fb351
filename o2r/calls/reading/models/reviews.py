"""What a reader writes of an application."""

import uuid
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import User
from o2r.calls.applications.models import Submission
from o2r.calls.models import Criterion
from o2r.calls.reading.enums import LIVE, Recommendation, ReviewState, Visibility
from o2r.calls.reading.models.assignments import Assignment


class ReviewQuerySet(GovernedQuerySet["Review"]):
    def seen_by(self, actor: Actor) -> Self:
        """The reviews of the readings that one sees."""
        seen = Assignment.objects.seen_by(actor).order_by().values("pk")
        return self.filter(assignment__in=seen)

    def counted(self) -> Self:
        """Those that make the means: sent, by someone who was neither recused nor ended."""
        return self.filter(state=ReviewState.SENT, assignment__state__in=LIVE)

    def with_scores(self) -> Self:
        """With their marks, their reader and their application."""
        scores = models.Prefetch("scores", Score.objects.select_related("criterion"))
        return self.select_related(
            "assignment__reader__user", "assignment__application__call", "submission"
        ).prefetch_related(scores)


class Review(Governed):
    """A reader's reading of one application: marks in ``scores``, and an advice.

    ``submission``: what was judged, so that a later submission does not pass for it. ``revision``
    grows at each change: two windows of the same reader cannot overwrite each other.
    """

    access_kind = "review"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.OneToOneField(
        Assignment, on_delete=models.CASCADE, related_name="review", verbose_name="lecture confiée"
    )
    written_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="écrite par"
    )
    submission = models.ForeignKey(
        Submission,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dépôt jugé",
    )
    state = models.CharField("état", max_length=10, choices=ReviewState, default=ReviewState.DRAFT)
    recommendation = models.CharField(
        "avis du lecteur", max_length=15, choices=Recommendation, blank=True
    )
    comment = models.TextField("commentaire général", blank=True)
    visibility = models.CharField(
        "commentaire visible par", max_length=10, choices=Visibility, default=Visibility.READERS
    )
    revision = models.PositiveIntegerField("révision", default=0)
    changed_at = models.DateTimeField("modifiée le")
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    excluded_reason = models.CharField("motif de la mise à l’écart", max_length=300, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "lecture"
        verbose_name_plural = "lectures"
        ordering = ("assignment__order", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=ReviewState.SENT)
                | (Q(sent_at__isnull=False) & ~Q(recommendation="")),
                name="review_sent_is_dated_and_advises",
                violation_error_message="Une lecture envoyée porte sa date et un avis.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.EXCLUDED) | ~Q(excluded_reason=""),
                name="review_excluded_with_a_reason",
                violation_error_message="Une lecture est écartée pour un motif écrit.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lecture {self.assignment.order}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return self.assignment.relations_to(actor)

    @property
    def chain(self) -> UUID:
        return self.assignment.chain

    @property
    def is_sent(self) -> bool:
        return self.state == ReviewState.SENT


class Score(models.Model):
    """The answer of a review to one criterion.

    ``value`` is null when nothing counts: not answered, not applicable, or ``typed`` holds
    something that is not a mark of the grid, kept to be shown again with what is wrong.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, related_name="scores", verbose_name="lecture"
    )
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="+", verbose_name="critère"
    )
    value = models.DecimalField("note", max_digits=5, decimal_places=1, null=True, blank=True)
    typed = models.CharField("saisie à corriger", max_length=40, blank=True)
    is_not_applicable = models.BooleanField("sans objet", default=False)
    comment = models.TextField("commentaire", blank=True)
    visibility = models.CharField(
        "commentaire visible par", max_length=10, choices=Visibility, default=Visibility.READERS
    )

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "notes"
        ordering = ("criterion__position", "criterion__code", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["review", "criterion"],
                name="score_once",
                violation_error_message="Ce critère a déjà une note dans cette lecture.",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(is_not_applicable=False, typed=""),
                name="score_is_one_answer",
                violation_error_message="Une note, ou « sans objet » : pas les deux.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code} : {'–' if self.value is None else self.value}"
