"""What visitors send about a project, and for how long it is kept."""

from django.db.models.functions import Coalesce

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Since, declare

declare(
    "projects.ErrorReport",
    personal="adresse de qui signale, si elle est donnée ; texte du signalement",
    ground=Ground.LEGITIMATE_INTEREST,
    clock=Since("reported_at", "le signalement"),
    period="error-report",
    subjects=[SubjectKind.VISITOR],
)
declare(
    "projects.RelayMessage",
    personal="nom, adresse électronique et message de l’expéditeur",
    ground=Ground.CONSENT,
    clock=Since(Coalesce("delivered_at", "written_at"), "la remise, à défaut l’écriture"),
    period="relay-message",
    subjects=[SubjectKind.VISITOR],
)
declare(
    "projects.ImportDraft",
    personal="qui dépose le fichier ; contacts professionnels qu’il contient",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("uploaded_at", "le dépôt"),
    period="import-draft",
    subjects=[SubjectKind.ACCOUNT],
)
# Professional contacts of bodies, generic mailboxes preferred: published, replaced by imports.
for label in ("FundedProject", "ProjectPartner", "ProjectFacet", "PredecessorProject"):
    declare(f"projects.{label}", personal=NO_PERSONAL_DATA)
declare("projects.RegionalContact", personal=NO_PERSONAL_DATA)
