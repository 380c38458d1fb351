"""What an application holds of people: who writes it, whom to call, who reads it."""

from typing import Any

from django.db.models import F, QuerySet

from o2r.core.files.models import StoredFile
from o2r.core.files.services import remove
from o2r.core.journal.authors import Author
from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, Since, declare

ACCOUNT, VISITOR = SubjectKind.ACCOUNT, SubjectKind.VISITOR
FILE_KIND = "application"


def erase_applications(by: Author, rows: "QuerySet[Any]") -> None:
    """Erase applications with their receipts and their files."""
    chosen = list(rows.values_list("pk", flat=True))
    for file in StoredFile.objects.filter(attached_kind=FILE_KIND, attached_id__in=chosen):
        remove(by=by, file=file)
    rows.model._base_manager.filter(pk__in=chosen).delete()


declare(
    "applications.Application",
    personal="identifiant du compte qui l’a créée",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since(F("call__closes_at"), "la clôture de l’appel"),
    period="application",
    act=erase_applications,
)
declare(
    "applications.Member",
    personal="nom, adresse et téléphone professionnels de la personne à joindre, qui a signé",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("application"),
    subjects=[VISITOR],
)
declare(
    "applications.MemberInvitation",
    personal="adresse électronique de la personne invitée",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("expires_at", "la fin de validité de l’invitation"),
    period="lapsed-invitation",
    subjects=[VISITOR],
)
declare(
    "applications.Submission",
    personal="contenu déposé, avec les personnes à joindre ; qui a déposé",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("application"),
    subjects=[ACCOUNT],
)
declare(
    "applications.DossierImport",
    personal="qui dépose le fichier ; contacts professionnels qu’il contient",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("uploaded_at", "le dépôt"),
    period="import-draft",
    subjects=[ACCOUNT],
)
declare(
    "applications.ReadingAccess",
    personal="qui peut lire la candidature",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("application"),
    subjects=[ACCOUNT],
)
for label, held in (
    ("ApplicationMove", "identifiant du compte qui change l’état"),
    ("Answer", "identifiant du compte qui écrit"),
    ("AnswerRevision", "identifiant du compte qui écrit"),
    ("Presence", "qui modifie quelle section, en ce moment"),
    ("SubmissionIntent", "qui a ouvert le récapitulatif, et quand"),
    ("SubmissionTicket", "qui attend son tour, et depuis quand"),
):
    declare(
        f"applications.{label}",
        personal=held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("application"),
    )
for label in ("BudgetLine", "JoinedPiece", "AvailabilityCheck"):
    declare(f"applications.{label}", personal=NO_PERSONAL_DATA)
