"""What the operator sends each year, and what the State answers."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.files.content.types import Refused
from o2r.core.files.services import receive
from o2r.projects.conventions.enums import WAS_SIGNED, DocumentKind
from o2r.projects.conventions.errors import checked
from o2r.projects.conventions.file_purposes import ANNUAL_DOCUMENT
from o2r.projects.conventions.models import AnnualDocument, ConventionYear, SiegYear
from o2r.projects.conventions.notification_kinds import CONVENTION_DOCUMENT
from o2r.projects.conventions.services.recording import noted
from o2r.projects.conventions.services.telling import tell
from o2r.projects.conventions.wording import day


def send_document(
    *, by: Actor, document: AnnualDocument, upload: "UploadedFile[Any]", note: str = ""
) -> AnnualDocument:
    """Send one of the four documents of a year; sent again, it replaces the one before.

    Raises NotAllowed, and DomainError when it is already validated or the file is refused.
    """
    require(by, "update", document, act="envoyer ce document")
    if document.validated_on is not None:
        raise DomainError(
            "Ce document est déjà validé. Demandez au service de l’État de le rouvrir."
        )
    convention = document.year.convention
    if convention.state not in WAS_SIGNED:
        raise DomainError("La convention n’est pas signée : rien n’est encore attendu.")
    try:
        # Before the transaction: the database is not kept waiting for a long file.
        kept = receive(
            by=by.author,
            upload=upload,
            organisation=convention.bearer_id,
            attached_kind=document.access_kind,
            attached_id=document.pk,
            purpose=ANNUAL_DOCUMENT.code,
        )
    except Refused as error:
        raise DomainError(str(error)) from error
    with transaction.atomic():
        document.file, document.note = kept.pk, note
        document.received_on = clock.today()
        document.save(update_fields=["file", "note", "received_on"])
        tell(
            convention,
            CONVENTION_DOCUMENT.code,
            f"Convention {convention.reference} : {_agreed(document, 'reçu')}",
            f"Année {document.year.rank}. Il était attendu pour le {day(document.due_on)}.",
        )
        noted(by, "update", convention, "document")
    return document


def _agreed(document: AnnualDocument, participle: str) -> str:
    return DocumentKind(document.kind).agreed(participle)


@transaction.atomic
def validate_document(*, by: Actor, document: AnnualDocument) -> AnnualDocument:
    """Say that a document received is accepted. Raises NotAllowed, DomainError."""
    require(by, "approve", document, act="valider ce document")
    if document.received_on is None:
        raise DomainError("Ce document n’est pas encore reçu : il ne se valide pas.")
    convention = document.year.convention
    document.validated_on = clock.today()
    document.save(update_fields=["validated_on"])
    tell(
        convention,
        CONVENTION_DOCUMENT.code,
        f"Convention {convention.reference} : {_agreed(document, 'validé')}",
        f"Année {document.year.rank}.",
    )
    noted(by, "approve", convention, "document")
    return document


@transaction.atomic
def ask_document_again(*, by: Actor, document: AnnualDocument, reason: str) -> AnnualDocument:
    """Ask for a document again, and say why: it is expected, or late, once more.

    Raises NotAllowed, DomainError.
    """
    require(by, "approve", document, act="redemander ce document")
    if document.received_on is None:
        raise DomainError("Ce document n’est pas encore reçu : il est déjà attendu.")
    convention = document.year.convention
    document.received_on = document.validated_on = None
    document.note = reason
    document.save(update_fields=["received_on", "validated_on", "note"])
    tell(
        convention,
        CONVENTION_DOCUMENT.code,
        f"Convention {convention.reference} : {document.get_kind_display()} à renvoyer",
        reason,
    )
    noted(by, "approve", convention, "document")
    return document


@transaction.atomic
def postpone_document(*, by: Actor, document: AnnualDocument, due_on: date) -> AnnualDocument:
    """Change the day on which a document is expected. Raises NotAllowed, DomainError."""
    require(by, "approve", document, act="changer cette échéance")
    document.due_on = due_on
    document.save(update_fields=["due_on"])
    noted(by, "update", document.year.convention, "document")
    return document


@transaction.atomic
def record_sieg(
    *,
    by: Actor,
    year: ConventionYear,
    cost: Decimal,
    revenue: Decimal,
    compensation: Decimal,
) -> SiegYear:
    """Record the figures of the public service for a year, in euros: analytical accounts.

    Raises NotAllowed, DomainError.
    """
    require(by, "update", year.convention, act="enregistrer les comptes du service public")
    row = SiegYear.objects.filter(year=year).first() or SiegYear(year=year)
    row.cost, row.revenue, row.compensation = cost, revenue, compensation
    checked(row)
    row.save()
    noted(by, "update", year.convention, "sieg")
    return row
