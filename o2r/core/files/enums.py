"""Words of stored files."""

from django.db import models


class FileState(models.TextChoices):
    """Where a file stands. Only a clean one can be read by anybody."""

    QUARANTINE = "quarantine", "en attente de vérification"
    CLEAN = "clean", "vérifié"
    REFUSED = "refused", "refusé"
    FAILED = "failed", "vérification impossible pour le moment"


TRANSITIONS: dict[FileState, frozenset[FileState]] = {
    FileState.QUARANTINE: frozenset({FileState.CLEAN, FileState.REFUSED, FileState.FAILED}),
    FileState.FAILED: frozenset({FileState.CLEAN, FileState.REFUSED, FileState.QUARANTINE}),
    FileState.CLEAN: frozenset(),
    FileState.REFUSED: frozenset(),
}
"""Every move a file may make."""

AWAITING_VERDICT = (FileState.QUARANTINE, FileState.FAILED)
