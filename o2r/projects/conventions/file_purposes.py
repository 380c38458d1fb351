"""Files of the conventions: signed acts numbered, annual documents."""

from o2r.core.files.content.types import OFFICE, PICTURES, FileType
from o2r.core.files.purposes import Purpose, declare

SIGNED_ACT = declare(
    Purpose(
        code="signed-act",
        label="acte signé, numérisé",
        types=PICTURES | {FileType.PDF},
        max_bytes=20_000_000,
        # The convention, its avenants, and those that replaced a bad scan.
        max_files=30,
    )
)
ANNUAL_DOCUMENT = declare(
    Purpose(
        code="annual-document",
        label="document annuel",
        types=PICTURES | OFFICE | {FileType.PDF, FileType.CSV},
        max_bytes=20_000_000,
        max_files=5,
    )
)
