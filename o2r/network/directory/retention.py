"""Partners are places: published professional contacts. A note says who wrote it."""

from o2r.core.retention.enums import Ground
from o2r.core.retention.registry import NO_PERSONAL_DATA, Since, declare

for _label in (
    *("Structure", "Service", "ServiceReport", "UnmetNeed"),
    *("DirectoryEdition", "DirectoryImport"),
):
    declare(f"directory.{_label}", personal=NO_PERSONAL_DATA)
declare(
    "directory.ServiceNote",
    personal="identifiant du compte qui a écrit une note sur un service",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("written_at", "l’écriture"),
    period="service-note",
)
