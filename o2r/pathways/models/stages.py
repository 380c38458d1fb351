"""Which operator of the consortium carries which stage of a pathway."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.pathways.enums import StageKind
from o2r.pathways.models.pathway import Pathway


class PathwayStageQuerySet(models.QuerySet["PathwayStage"]):
    def on(self, day: date) -> Self:
        """Those in force on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class PathwayStage(models.Model):
    """One stage (F2.7), carried by one operator, from a day, to a day or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pathway = models.ForeignKey(
        Pathway, on_delete=models.CASCADE, related_name="stages", verbose_name="parcours"
    )
    kind = models.CharField("étape", max_length=12, choices=StageKind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="opérateur"
    )
    since = models.DateField("depuis le", default=clock.today)
    until = models.DateField("jusqu’au", null=True, blank=True)
    given_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="confiée par",
    )

    objects = PathwayStageQuerySet.as_manager()

    class Meta:
        verbose_name = "étape confiée"
        verbose_name_plural = "étapes confiées"
        ordering = ("pathway_id", "since", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "until"], name="stage_by_operator"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pathway", "kind"],
                condition=Q(until=None),
                name="stage_carried_by_one",
                violation_error_message="Un opérateur porte déjà cette étape.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="stage_ends_after_start",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, depuis le {self.since:%d/%m/%Y}"

    def lasts(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return bool(self.since <= day and (self.until is None or self.until >= day))
