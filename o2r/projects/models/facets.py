"""The lists that describe a project."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.projects.enums import AttentionPoint, Channel, FacetKind, Public, Stage


class ProjectFacet(models.Model):
    """One code of one list of a project: a public, an attention point, a stage, a channel."""

    id = models.BigAutoField(primary_key=True)
    project = models.ForeignKey(
        "projects.FundedProject",
        on_delete=models.CASCADE,
        related_name="facets",
        verbose_name="projet",
    )
    kind = models.CharField("liste", max_length=20, choices=FacetKind)
    code = models.CharField("code", max_length=60)

    class Meta:
        verbose_name = "élément de description d’un projet"
        verbose_name_plural = "éléments de description d’un projet"
        ordering = ("project_id", "kind", "code")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "code"], name="facet_by_code"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "kind", "code"],
                name="facet_once",
                violation_error_message="Ce code est déjà dans la liste du projet.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=FacetKind.PUBLIC, code__in=Public.values)
                    | Q(kind=FacetKind.ATTENTION, code__in=AttentionPoint.values)
                    | Q(kind=FacetKind.STAGE, code__in=Stage.values)
                    | Q(kind=FacetKind.CHANNEL, code__in=Channel.values)
                ),
                name="facet_code_known",
                violation_error_message="Ce code n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"

    @property
    def label(self) -> str:
        """The French words of the code."""
        return str(FacetKind(self.kind).codes(self.code).label)
