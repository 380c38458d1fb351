"""Verifications tried again, leftovers swept, ballast kept."""

from datetime import datetime, timedelta

from o2r.core.files import services, storage
from o2r.core.files.enums import AWAITING_VERDICT
from o2r.core.files.models import StoredFile
from o2r.core.jobs.registry import recurring

# Ten of the slowest fit in the lease of the job.
AT_ONCE = 10


@recurring("file-inspection", every=timedelta(minutes=5), in_transaction=False)
def inspect_again(now: datetime) -> str:
    """Verify the files whose task was lost or whose antivirus did not answer."""
    due = list(StoredFile.objects.due(now).order_by("next_try_at", "id")[:AT_ONCE])
    done = [services.inspect(by=services.INSPECTOR, file=file) for file in due]
    settled = sum(file.state not in AWAITING_VERDICT for file in done)
    return f"{len(done)} fichier(s) revu(s), {settled} avec un verdict."


@recurring("file-sweep", every=timedelta(hours=24), in_transaction=False)
def sweep(now: datetime) -> str:
    """Erase the contents that no file claims."""
    return f"{services.sweep()} contenu(s) sans fichier effacé(s)."


@recurring("file-ballast", every=timedelta(hours=1), in_transaction=False)
def keep_ballast(now: datetime) -> str:
    """Keep room aside for an embedded database."""
    if storage.ensure_ballast():
        return "La réserve de place est là."
    return "La réserve de place manque : le disque est plein, les fichiers sont refusés."
