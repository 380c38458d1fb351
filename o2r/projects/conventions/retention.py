"""What conventions hold of people: who sends a file to import. The rest is about bodies."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Since, declare

declare(
    "conventions.ConventionImport",
    personal="qui dépose le fichier",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("uploaded_at", "le dépôt"),
    period="import-draft",
    subjects=[SubjectKind.ACCOUNT],
)
# Acts between legal bodies. Who did what is in the journal, which has its own period. The public
# service mandate asks that they be kept: see data/conventions/rules.csv, sieg-retention-years.
for label in (
    "AnnualDocument",
    "Avenant",
    "Control",
    "Convention",
    "ConventionMention",
    "ConventionMove",
    "ConventionReminder",
    "ConventionYear",
    "Instalment",
    "MoneyCorrection",
    "Procedure",
    "SiegYear",
):
    declare(f"conventions.{label}", personal=NO_PERSONAL_DATA)
