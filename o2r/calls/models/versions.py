"""What a call said, version by version, and every move of its state."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.calls.enums import CallState, ChangeKind
from o2r.calls.models.call import Call


class CallVersion(models.Model):
    """What everyone could read from ``published_at`` on.

    ``content`` is the whole call as ``content.content_of`` writes it; ``reason`` is published with
    the change. A version is never rewritten.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="versions", verbose_name="appel"
    )
    number = models.PositiveSmallIntegerField("numéro")
    kind = models.CharField("nature", max_length=15, choices=ChangeKind)
    content = models.JSONField("contenu")
    reason = models.TextField("motif publié", blank=True)
    published_at = models.DateTimeField("publiée le")
    published_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="publiée par",
    )

    class Meta:
        verbose_name = "version d’un appel"
        verbose_name_plural = "versions d’un appel"
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "number"],
                name="call_version_once",
                violation_error_message="Cette version existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="call_version_has_a_reason",
                violation_error_message="Une modification publiée dit son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class CallMove(models.Model):
    """One move of the state of a call."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="moves", verbose_name="appel"
    )
    from_state = models.CharField("de", max_length=15, choices=CallState)
    to_state = models.CharField("à", max_length=15, choices=CallState)
    reason = models.TextField("motif", blank=True)
    moved_at = models.DateTimeField("le")
    moved_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )

    class Meta:
        verbose_name = "passage d’un appel"
        verbose_name_plural = "passages d’un appel"
        ordering = ("moved_at", "id")

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"
