"""The documents joined to an application: the files themselves wait in quarantine (core.files)."""

import uuid
from typing import ClassVar

from django.db import models

from o2r.calls.applications.models.application import Application
from o2r.calls.applications.models.members import Member
from o2r.calls.models import RequiredPiece
from o2r.core.files.models import StoredFile


class JoinedPiece(models.Model):
    """A file that answers a required piece, of the consortium or of one member."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="pieces", verbose_name="candidature"
    )
    piece = models.ForeignKey(
        RequiredPiece,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pièce demandée",
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="pieces",
        verbose_name="membre",
    )
    file = models.OneToOneField(
        StoredFile, on_delete=models.CASCADE, related_name="+", verbose_name="fichier"
    )
    joined_at = models.DateTimeField("jointe le")

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ("joined_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "piece"], name="joined_piece_of_application"),
        ]

    def __str__(self) -> str:
        return str(self.file)
