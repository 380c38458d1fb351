"""Who reads which application."""

import uuid
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    UUIDField,
    Value,
)

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, ReadingAccess
from o2r.calls.reading.enums import LIVE, AssignmentState, ReviewState, Unveiling
from o2r.calls.reading.models.offices import UNVEILED
from o2r.calls.reading.models.readers import Reader


class AssignmentQuerySet(GovernedQuerySet["Assignment"]):
    def seen_by(self, actor: Actor) -> Self:
        """One's own; those of the others on an application whose review one has sent; for the
        State service, those whose marks are unveiled, once it has declared no interest."""
        if actor.user is None:
            return self.none()
        found = Q(reader__user=actor.user) & ~Q(state=AssignmentState.RECUSED)
        found |= Q(pk__in=self._read_beside(actor))
        if actor.has(MembershipRole.STATE_OFFICER):
            opened = ReadingAccess.objects.filter(
                application=OuterRef("application"), user=actor.user
            )
            here = Q(application__call__dreets=actor.organisation)
            found |= here & Q(Exists(opened.order_by())) & self._unveiled()
        return self.filter(found)

    def _read_beside(self, actor: Actor) -> models.QuerySet[Any]:
        """The readings sent on what one has read and sent too."""
        mine = Assignment.objects.filter(
            application=OuterRef("application"),
            reader__user=actor.user,
            state=AssignmentState.DECLARED,
            review__state=ReviewState.SENT,
        )
        sent = Assignment.objects.filter(
            Exists(mine.order_by()), state__in=LIVE, review__state=ReviewState.SENT
        )
        return sent.order_by().values("pk")

    @staticmethod
    def _unveiled() -> Q:
        """From the committee on, or once all the readings expected are sent, one at least."""
        beside = Assignment.objects.filter(application=OuterRef("application")).expected()
        sent = beside.filter(review__state=ReviewState.SENT).order_by()
        waiting = beside.exclude(review__state=ReviewState.SENT).order_by()
        at_once = Q(application__call__reading_plan__unveiling=Unveiling.ALL_SENT)
        all_sent = Q(Exists(sent)) & ~Q(Exists(waiting))
        return Q(application__call__state__in=UNVEILED) | at_once & all_sent

    def with_relations(self, actor: Actor) -> Self:
        """With what ``relations_to`` asks of the database for this actor: no query for each row."""
        opened = ReadingAccess.objects.filter(application=OuterRef("application"), user=actor.user)
        return self.annotate(
            told_to=Value(actor.user, UUIDField()),
            is_read_beside=_truth(Q(pk__in=self._read_beside(actor))),
            is_unveiled_to=_truth(Q(Exists(opened.order_by())) & self._unveiled()),
        )

    def with_readable(self, user: UUID) -> Self:
        """With whether the application is open to this reader now: ``is_readable``."""
        opened = ReadingAccess.objects.filter(application=OuterRef("application"), user=user)
        is_there = ~Q(application__state=ApplicationState.WITHDRAWN)
        return self.annotate(is_readable=_truth(Q(Exists(opened.order_by())) & is_there))

    def of_call(self, call: UUID) -> Self:
        """All those of one call, in a fixed order."""
        rows = self.filter(application__call=call).order_by("application_id", "order", "pk")
        return rows.select_related("reader__user", "review")

    def live(self) -> Self:
        """Those that count: neither recused nor ended."""
        return self.filter(state__in=LIVE)

    def expected(self) -> Self:
        """Those whose review counts, or will: live, and not set aside."""
        return self.live().exclude(review__state=ReviewState.EXCLUDED)

    def of_user(self, user: UUID) -> Self:
        """The readings of one person."""
        return self.filter(reader__user=user)


def _truth(condition: Q) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(condition, output_field=BooleanField())


class Assignment(Governed):
    """One application given to one reader. ``order``: 1 for the first reader named on it."""

    access_kind = "review"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="assignments",
        verbose_name="candidature",
    )
    reader = models.ForeignKey(
        Reader, on_delete=models.CASCADE, related_name="assignments", verbose_name="lecteur"
    )
    order = models.PositiveSmallIntegerField("rang du lecteur", default=1)
    state = models.CharField(
        "état", max_length=10, choices=AssignmentState, default=AssignmentState.NAMED
    )
    reason = models.CharField("motif", max_length=300, blank=True)
    due_on = models.DateField("à rendre le", null=True, blank=True)
    named_at = models.DateTimeField("désigné le")
    changed_at = models.DateTimeField("changé le")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "lecture confiée"
        verbose_name_plural = "lectures confiées"
        ordering = ("application_id", "order", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "state"], name="assignment_of_application"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "reader"],
                condition=Q(state__in=LIVE),
                name="assignment_once",
                violation_error_message="Ce lecteur lit déjà cette candidature.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values) & Q(order__gte=1),
                name="assignment_state_known",
                violation_error_message="L’état de la lecture n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.RECUSED) | ~Q(reason=""),
                name="assignment_recused_with_a_reason",
                violation_error_message="Une récusation a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} : lecteur {self.order}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """The reader; another reader who has sent; the State service once marks are unveiled."""
        found = {Relation.ANY}
        if actor.user is None:
            return frozenset(found)
        if self.reader.user_id == actor.user and self.state != AssignmentState.RECUSED:
            found.add(Relation.OWN)
        told = self._told(actor)
        if told.get("is_read_beside"):
            found.add(Relation.READER)
        is_of_the_service = actor.organisation == self.application.call.dreets_id
        if is_of_the_service and told.get("is_unveiled_to"):
            found.add(Relation.ORGANISATION)
        return frozenset(found)

    def _told(self, actor: Actor) -> dict[str, Any]:
        """What was read with the row for this very person, else what is read now."""
        if vars(self).get("told_to") == actor.user:
            return vars(self)
        row = Assignment.objects.filter(pk=self.pk).with_relations(actor).order_by("pk").first()
        return vars(row) if row else {}

    @property
    def chain(self) -> UUID:
        return self.application.call.dreets_id

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_expected(self) -> bool:
        """Whether its review counts, or will: nobody was recused, and it was not set aside."""
        review = getattr(self, "review", None)
        return self.is_live and (review is None or review.state != ReviewState.EXCLUDED)

    @property
    def is_open(self) -> bool:
        return self.state == AssignmentState.DECLARED
