"""What the holder of an account sent."""

from typing import Any

from django.db.models import QuerySet

from o2r.core.files.models import StoredFile
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data


def _sent_by(reference: str) -> QuerySet[Any]:
    return StoredFile.objects.filter(uploaded_by=reference).order_by("received_at", "id")


holds_personal_data(
    SubjectKind.ACCOUNT,
    "files.StoredFile",
    title="Fichiers que vous avez envoyés",
    rows=_sent_by,
    fields=["original_name", "size", "sha256", "state", "received_at"],
    kept_because=(
        "Le fichier est une pièce du dossier auquel il est joint ; il est effacé avec ce dossier."
    ),
)
