"""The grid by which applications to a call are read."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.calls.models.call import Call


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def scored(self) -> Self:
        """The criteria that readers give a mark to: those that are not cut in sub-criteria."""
        return self.filter(children=None)


class Criterion(models.Model):
    """A criterion, or a sub-criterion, of the grid of a call.

    The five families C1 to C5 are those of the cahier des charges (arrêté of 26 June 2024,
    annexe 1, part II); the weights are free, call by call. ``anchors`` says what a mark means: a
    list of ``{"value": 3, "text": "…"}``. An eliminatory criterion below ``eliminatory_below``
    asks the committee to look.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="criteria", verbose_name="appel"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="famille",
    )
    code = models.CharField("code", max_length=10)
    label = models.CharField("critère", max_length=200)
    help_text = models.TextField("ce qui est regardé", blank=True)
    weight = models.DecimalField("poids", max_digits=6, decimal_places=2, default=1)
    lowest = models.DecimalField("note la plus basse", max_digits=5, decimal_places=1, default=0)
    highest = models.DecimalField("note la plus haute", max_digits=5, decimal_places=1, default=5)
    anchors = models.JSONField("ce que veut dire une note", default=list, blank=True)
    is_eliminatory = models.BooleanField("éliminatoire", default=False)
    eliminatory_below = models.DecimalField(
        "éliminatoire en dessous de", max_digits=5, decimal_places=1, null=True, blank=True
    )
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = "critère"
        verbose_name_plural = "critères"
        ordering = ("position", "code")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "code"],
                name="criterion_code_once",
                violation_error_message="Ce code de critère est déjà dans la grille.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0),
                name="criterion_weight_not_negative",
                violation_error_message="Un poids n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=Q(highest__gt=F("lowest")),
                name="criterion_bounds_in_order",
                violation_error_message="La note la plus haute dépasse la plus basse.",
            ),
            models.CheckConstraint(
                condition=Q(is_eliminatory=False)
                | Q(eliminatory_below__gt=F("lowest"), eliminatory_below__lte=F("highest")),
                name="criterion_eliminatory_within_bounds",
                violation_error_message=(
                    "Un critère éliminatoire a un seuil, entre la note la plus basse et la plus "
                    "haute."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
