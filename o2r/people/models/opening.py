"""Who opened a file in an emergency (« bris de glace »), why, and what was thought of it."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.people.enums import EmergencyReason, EmergencyVerdict


class EmergencyOpeningQuerySet(models.QuerySet["EmergencyOpening"]):
    def open_at(self, instant: datetime) -> Self:
        """Those by which the file may still be read."""
        return self.filter(opened_at__lte=instant, until__gt=instant)

    def to_review(self) -> Self:
        """Those that nobody has looked at yet."""
        return self.filter(reviewed_at=None)


class EmergencyOpening(models.Model):
    """One file, read by one person for an hour, with a reason; reviewed within three days.

    ``agreed_by``: the second person, without whom a protected file stays closed.
    """

    LASTS = timedelta(minutes=60)
    REVIEW_WITHIN = timedelta(hours=72)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.CASCADE,
        related_name="emergency_openings",
        verbose_name="personne",
    )
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="ouvert par"
    )
    reason = models.CharField("motif", max_length=12, choices=EmergencyReason)
    words = models.TextField("ce qui se passe")
    opened_at = models.DateTimeField("ouvert le", default=clock.now)
    until = models.DateTimeField("jusqu’à")
    agreed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="avec l’accord de",
    )
    reviewed_at = models.DateTimeField("revu le", null=True, blank=True)
    reviewed_by = models.UUIDField("revu par", null=True, blank=True)
    verdict = models.CharField("avis", max_length=12, choices=EmergencyVerdict, blank=True)
    remark = models.TextField("remarque", blank=True)

    objects = EmergencyOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = "ouverture en urgence"
        verbose_name_plural = "ouvertures en urgence"
        ordering = ("-opened_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="emergency_says_why",
                violation_error_message="Dites ce qui se passe.",
            ),
        ]

    def __str__(self) -> str:
        return f"ouverture {self.pk}"
