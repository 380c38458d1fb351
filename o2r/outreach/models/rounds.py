"""Rounds: who goes where and when, and whether everyone is back."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import User
from o2r.outreach.enums import Channel, RoundState
from o2r.outreach.models.owned import Owned, OwnedQuerySet
from o2r.outreach.models.places import Place


class RoundQuerySet(OwnedQuerySet["Round"]):
    def under_way(self) -> Self:
        return self.filter(state=RoundState.UNDER_WAY)

    def not_back(self, now: datetime) -> Self:
        """Those whose check-out hour is past, without one, and of which nobody was told."""
        return self.under_way().filter(back_by__lt=now, alerted_at=None)

    def with_stops(self) -> Self:
        """Places and team members: three queries, whatever their number."""
        return self.prefetch_related("stops__place", "members")


class Round(Owned):
    """A round. ``back_by``: the hour by which somebody must say that everyone is back."""

    access_kind = "round"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField("canal", max_length=20, choices=Channel, default=Channel.STREET)
    starts_at = models.DateTimeField("départ")
    ends_at = models.DateTimeField("fin prévue")
    back_by = models.DateTimeField("retour à signaler avant")
    state = models.CharField("état", max_length=12, choices=RoundState, default=RoundState.PLANNED)
    members = models.ManyToManyField(User, related_name="+", verbose_name="équipiers")
    started_at = models.DateTimeField("partie le", null=True, blank=True)
    back_at = models.DateTimeField("rentrée le", null=True, blank=True)
    alerted_at = models.DateTimeField("retard signalé le", null=True, blank=True)
    cancelled_because = models.CharField("annulée parce que", max_length=200, blank=True)
    remark = models.TextField("à savoir", blank=True)
    revision = models.PositiveIntegerField("révision", default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "tournée"
        verbose_name_plural = "tournées"
        ordering = ("-starts_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "starts_at"], name="round_by_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) & Q(back_by__gte=F("ends_at")),
                name="round_hours_make_sense",
                violation_error_message="La tournée finit après son départ, et rentre après.",
            ),
        ]

    def __str__(self) -> str:
        return f"tournée du {self.starts_at:%d/%m/%Y}"


class RoundStop(models.Model):
    """One place of a round, in its order. ``why``: the words by which it was proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="stops", verbose_name="tournée"
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="stops", verbose_name="lieu"
    )
    rank = models.PositiveSmallIntegerField("ordre")
    why = models.JSONField("pourquoi ce lieu", default=list)
    visited_at = models.DateTimeField("passé le", null=True, blank=True)
    skipped_because = models.CharField("laissé parce que", max_length=200, blank=True)

    class Meta:
        verbose_name = "arrêt d’une tournée"
        verbose_name_plural = "arrêts des tournées"
        ordering = ("round_id", "rank", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "place"],
                name="stop_once_in_a_round",
                violation_error_message="Ce lieu est déjà dans la tournée.",
            ),
        ]

    def __str__(self) -> str:
        return f"arrêt {self.rank}"
