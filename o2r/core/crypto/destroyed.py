"""The list of destroyed files, kept outside the database because a restored backup forgets it.

One line per file, ``fingerprint``, in ``keys/destroyed.txt`` of the storage folder: to be saved
with the collected files, not with the database.
"""

import logging
import os
import re
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)
_FINGERPRINT = re.compile(r"^[0-9a-f]{64}$", re.MULTILINE)


def path() -> Path:
    return Path(settings.STORAGE_DIR) / "keys" / "destroyed.txt"


def read() -> set[str]:
    """Every fingerprint listed."""
    try:
        return set(_FINGERPRINT.findall(path().read_text(encoding="ascii")))
    except FileNotFoundError:
        return set()


def append(fingerprints: Collection[str]) -> None:
    """Add to the list. The keys are already destroyed: a full disk is said, not raised."""
    if not fingerprints:
        return
    try:
        path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path().open("a", encoding="ascii") as file:
            file.writelines(f"{one}\n" for one in fingerprints)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        logger.exception("The list of destroyed files could not be written; see o2r keys status.")
