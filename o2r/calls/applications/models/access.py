"""Who may open a received application: the gate of interests leaves a row here, or none."""

import uuid
from typing import ClassVar

from django.db import models

from o2r.accounts.models import User


class ReadingAccess(models.Model):
    """One person may read one application, from the hour they declared no interest in it.

    Written and removed by ``calls.reading`` alone: a recusal takes effect at the next request.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        "applications.Application",
        on_delete=models.CASCADE,
        related_name="reading_accesses",
        verbose_name="candidature",
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="lecteur"
    )
    opened_at = models.DateTimeField("ouvert le")

    class Meta:
        verbose_name = "accès de lecture"
        verbose_name_plural = "accès de lecture"
        ordering = ("opened_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "user"],
                name="reading_access_once",
                violation_error_message="Cette personne lit déjà cette candidature.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.application_id}"
