"""The projects of earlier programmes, and what became of them."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation
from o2r.projects.enums import PredecessorOutcome, PredecessorProgramme
from o2r.projects.models.project import FundedProject


class PredecessorProjectQuerySet(GovernedQuerySet["PredecessorProject"]):
    def seen_by(self, actor: Actor) -> Self:
        """All of them, for who may meet any."""
        return self


class PredecessorProject(Governed):
    """A project of an earlier programme (PIC, CEJ-JR…), and what became of it."""

    access_kind = "predecessor"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.CharField("programme", max_length=20, choices=PredecessorProgramme)
    title = models.CharField("intitulé", max_length=200)
    bearer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="predecessor_projects",
        verbose_name="porteur",
    )
    outcome = models.CharField("devenir", max_length=20, choices=PredecessorOutcome)
    reason = models.TextField("raison", blank=True)
    continued_by = models.ForeignKey(
        FundedProject,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="projet O2R qui le continue",
    )
    source_url = models.URLField("source", max_length=300, blank=True)

    objects = PredecessorProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "projet antérieur"
        verbose_name_plural = "projets antérieurs"
        ordering = ("programme", "title", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme", "title", "bearer"],
                name="predecessor_once",
                violation_error_message="Ce projet antérieur est déjà enregistré.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=PredecessorOutcome.STOPPED) | Q(continued_by=None),
                name="predecessor_stopped_is_not_continued",
                violation_error_message="Un projet arrêté n’est continué par aucun projet.",
            ),
            models.CheckConstraint(
                condition=Q(programme__in=PredecessorProgramme.values)
                & Q(outcome__in=PredecessorOutcome.values),
                name="predecessor_codes_known",
                violation_error_message="Le programme ou le devenir n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_programme_display()})"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return frozenset({Relation.ANY})
