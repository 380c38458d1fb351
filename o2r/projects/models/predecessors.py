"""The projects of earlier programmes, and what became of them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.accounts.models import Organisation
from o2r.projects.enums import PredecessorOutcome, PredecessorProgramme
from o2r.projects.models.project import FundedProject


class PredecessorProject(models.Model):
    """A project of an earlier programme (PIC, CEJ-JR…), and what became of it."""

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
