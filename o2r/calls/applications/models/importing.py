"""An export of Démarches simplifiées, between its deposit and its import."""

import uuid
from typing import ClassVar

from django.db import models

from o2r.accounts.models import Organisation, User
from o2r.calls.models import Call


class DossierImport(models.Model):
    """A file of dossiers received elsewhere for a call: one at a time for each person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+", verbose_name="appel")
    service = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="service de l’État"
    )
    owner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="déposé par"
    )
    file_name = models.CharField("fichier", max_length=200)
    content = models.BinaryField("contenu")
    uploaded_at = models.DateTimeField("déposé le")

    class Meta:
        verbose_name = "export de dossiers"
        verbose_name_plural = "exports de dossiers"
        ordering = ("uploaded_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "owner"],
                name="dossier_import_one_at_a_time",
                violation_error_message="Un fichier attend déjà d’être repris pour cet appel.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
