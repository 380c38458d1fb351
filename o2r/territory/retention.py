from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Until, declare

declare(
    "territory.LocalList",
    personal="identifiant du compte qui a importé la liste",
    ground=Ground.PUBLIC_INTEREST,
    clock=Until("tant que des zones citent la liste"),
    subjects=[SubjectKind.ACCOUNT],
)
declare("territory.LocalUnit", personal=NO_PERSONAL_DATA)
