"""How the search knows that the directory changed, and what was loaded into it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.core import clock

REMEMBERED = 200
"""Former tokens kept: an index older than that is built again whole."""


class DirectoryEdition(models.Model):
    """The one row that every change of a service moves: its number, and a token that no other
    history has. ``former``: ``[number, token]`` of the last editions, the newest last."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField("numéro", default=0)
    token = models.UUIDField("jeton", default=uuid.uuid4)
    former = models.JSONField("éditions précédentes", default=list, blank=True)

    class Meta:
        verbose_name = "édition de l’annuaire"
        verbose_name_plural = "éditions de l’annuaire"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="directory_one_edition",
                violation_error_message="Il n’y a qu’une édition de l’annuaire.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class DirectoryImport(models.Model):
    """A file that was loaded whole. ``sha256``: of what was read; ``refused``: rows left out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField("fichier", max_length=255)
    sha256 = models.CharField("empreinte du fichier", max_length=64)
    schema_version = models.CharField("version du schéma", max_length=10)
    imported_at = models.DateTimeField("chargé le", default=clock.now)
    structures = models.PositiveIntegerField("structures", default=0)
    services = models.PositiveIntegerField("services", default=0)
    changed = models.PositiveIntegerField("services ajoutés ou changés", default=0)
    closed = models.PositiveIntegerField("services fermés", default=0)
    refused = models.PositiveIntegerField("lignes refusées", default=0)

    class Meta:
        verbose_name = "import de l’annuaire"
        verbose_name_plural = "imports de l’annuaire"
        ordering = ("-imported_at", "id")

    def __str__(self) -> str:
        return self.file_name
