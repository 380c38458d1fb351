"""A file of pathways is gone within a day; what it made lives with each person."""

from o2r.core.retention.enums import Ground
from o2r.core.retention.registry import Follows, Since, declare
from o2r.pathways.intake.services.keeping import forget_files

declare(
    "intake.IntakeFile",
    personal="qui a déposé un fichier de parcours à importer, et quand",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("uploaded_at", "le dépôt"),
    period="import-draft",
    act=forget_files,
)
declare(
    "intake.IntakeContent",
    personal="ce que le fichier dit de personnes, chiffré, entre son dépôt et son import",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("file"),
)
declare(
    "intake.IntakeAct",
    personal="qui a importé un fichier de parcours, et combien de lignes",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("written_at", "l’import"),
    period="outreach-round",
)
declare(
    "intake.IntakeRow",
    personal="empreintes par lesquelles une ligne importée est reconnue",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("act"),
)
