"""Files that people send, from their reception to their verdict."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.core.files.content.types import FileType
from o2r.core.files.enums import AWAITING_VERDICT, FileState


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def attached_to(self, kind: str, reference: uuid.UUID) -> Self:
        """The files of one object of an app above."""
        return self.filter(attached_kind=kind, attached_id=reference)

    def kept(self) -> Self:
        """Those that were not refused."""
        return self.exclude(state=FileState.REFUSED)

    def servable(self) -> Self:
        """Those that may be read."""
        return self.filter(state=FileState.CLEAN)

    def due(self, now: datetime) -> Self:
        """Those whose verification must be tried, or tried again."""
        return self.filter(state__in=AWAITING_VERDICT, next_try_at__lte=now)


class StoredFile(models.Model):
    """A file and what is known of it. Its content is on the disk, and only if it may be kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.UUIDField("organisation")
    uploaded_by = models.UUIDField("envoyé par", null=True)
    attached_kind = models.CharField("nature de l’objet", max_length=80)
    attached_id = models.UUIDField("objet")
    purpose = models.CharField("usage", max_length=40)
    original_name = models.CharField("nom", max_length=150)
    declared_size = models.PositiveBigIntegerField("taille annoncée")
    size = models.PositiveBigIntegerField("taille", help_text="de ce qui peut être lu, en octets")
    sha256 = models.CharField("empreinte SHA-256 de ce qui a été reçu", max_length=64)
    detected_type = models.CharField(
        "type",
        max_length=10,
        blank=True,
        choices=[(kind.value, kind.label) for kind in FileType],
    )
    state = models.CharField("état", max_length=12, choices=FileState, default=FileState.QUARANTINE)
    reason = models.CharField("raison", max_length=400, blank=True)
    content_name = models.CharField("nom du contenu", max_length=40, blank=True)
    received_at = models.DateTimeField("reçu le")
    inspected_at = models.DateTimeField("vérifié le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_try_at = models.DateTimeField("prochain essai")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"
        ordering = ("received_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["attached_kind", "attached_id"], name="stored_file_attached"),
            models.Index(fields=["state", "next_try_at"], name="stored_file_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=FileState.values),
                name="stored_file_state_known",
                violation_error_message="L’état du fichier n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=(Q(state=FileState.REFUSED) & Q(content_name=""))
                | (~Q(state=FileState.REFUSED) & ~Q(content_name="")),
                name="stored_file_refused_keeps_no_content",
                violation_error_message="Un fichier refusé ne garde pas son contenu.",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.CLEAN) | ~Q(detected_type=""),
                name="stored_file_clean_has_a_type",
                violation_error_message="Le type d’un fichier vérifié est connu.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "attached_kind", "attached_id", "purpose", "sha256"],
                condition=~Q(state=FileState.REFUSED),
                name="stored_file_once",
                violation_error_message="Ce fichier est déjà joint.",
            ),
            models.UniqueConstraint(
                fields=["content_name"],
                condition=~Q(content_name=""),
                name="stored_file_own_content",
                violation_error_message="Deux fichiers ne partagent pas leur contenu.",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_servable(self) -> bool:
        return self.state == FileState.CLEAN

    @property
    def type(self) -> FileType | None:
        """What the content is; None before the verdict."""
        return FileType(self.detected_type) if self.detected_type else None
