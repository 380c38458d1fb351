"""The documents that a call asks for."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.calls.models.call import Call


class RequiredPiece(models.Model):
    """A document to join to an application: once, or by each member of the consortium."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="pieces", verbose_name="appel"
    )
    code = models.SlugField("code", max_length=40)
    label = models.CharField("pièce", max_length=200)
    help_text = models.TextField("précision", blank=True)
    is_required = models.BooleanField("obligatoire", default=True)
    is_per_member = models.BooleanField("demandée à chaque membre", default=False)
    position = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "pièce demandée"
        verbose_name_plural = "pièces demandées"
        ordering = ("position", "code")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "code"],
                name="required_piece_once",
                violation_error_message="Cette pièce est déjà demandée.",
            ),
            models.CheckConstraint(
                condition=~Q(label=""),
                name="required_piece_has_a_label",
                violation_error_message="Une pièce demandée a un nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
