"""Files live and die with what they are joined to."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Until, declare

declare(
    "files.StoredFile",
    personal="nom du fichier, son contenu, qui l’a envoyé",
    ground=Ground.PUBLIC_INTEREST,
    clock=Until("jusqu’à l’effacement de ce à quoi il est joint"),
    subjects=[SubjectKind.ACCOUNT],
)
