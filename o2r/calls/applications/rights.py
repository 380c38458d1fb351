"""Whom an application names: handed out, and erased where nothing rests on it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from o2r.calls.applications.models import (
    DossierImport,
    Member,
    MemberInvitation,
    ReadingAccess,
    Submission,
)
from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows

_PROOF = "preuve d’une décision de l’administration sur une candidature"


def _forget_contact(by: Author, rows: "QuerySet[Any]") -> None:
    """The legal entity stays in the consortium, without the person."""
    rows.update(contact_name="", contact_email="", contact_phone="")


holds_personal_data(
    SubjectKind.VISITOR,
    "applications.Member",
    title="Candidatures où vous êtes la personne à joindre",
    rows=lambda email: Member.objects.filter(contact_email__iexact=email).order_by("pk"),
    fields=("application__title", "name", "contact_name", "contact_email", "contact_phone"),
    correctable=["contact_name"],
    erase=_forget_contact,
)
holds_personal_data(
    SubjectKind.VISITOR,
    "applications.MemberInvitation",
    title="Invitations à rejoindre un consortium",
    rows=lambda email: MemberInvitation.objects.filter(email__iexact=email).order_by("sent_at"),
    fields=("member__application__title", "email", "sent_at", "accepted_at"),
    erase=erase_rows,
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "applications.Submission",
    title="Candidatures que vous avez déposées",
    rows=lambda user: Submission.objects.filter(by_id=UUID(user)).order_by("arrived_at", "id"),
    fields=("application__title", "arrived_at", "recorded_at", "digest"),
    kept_because=_PROOF,
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "applications.ReadingAccess",
    title="Candidatures que vous pouvez lire",
    rows=lambda user: ReadingAccess.objects.filter(user_id=UUID(user)).order_by("opened_at", "id"),
    fields=("application__title", "opened_at"),
    kept_because=_PROOF,
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "applications.DossierImport",
    title="Exports de Démarches simplifiées déposés et pas encore repris",
    rows=lambda user: DossierImport.objects.filter(owner_id=UUID(user)).order_by(
        "uploaded_at", "id"
    ),
    fields=("file_name", "uploaded_at"),
    erase=erase_rows,
)
