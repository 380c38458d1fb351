"""What teams say of a service: a note for themselves, a report for who keeps the directory."""

from uuid import UUID

from django.db import IntegrityError, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.network.directory.enums import REPORT_MOVES, ReportKind, ReportState
from o2r.network.directory.models import Service, ServiceNote, ServiceReport
from o2r.network.directory.models.notes import LONGEST_TEXT
from o2r.network.directory.services.entries import close_service, confirm_service

NOTE, REPORT = "écrire une note sur un service", "signaler un service"
ANSWER = "répondre à ce signalement"


@transaction.atomic
def write_note(*, by: Actor, service: Service, entry: UUID, text: str) -> ServiceNote:
    """Note what one's organisation knows of a service; sent twice, it is noted once.

    Raises NotAllowed, DomainError.
    """
    if by.organisation is None or by.user is None:
        raise NotAllowed(NOTE)
    row = ServiceNote(
        pk=entry,
        service=service,
        organisation=Organisation.objects.get(pk=by.organisation),
        text=_text(text),
        by=User.objects.get(pk=by.user),
    )
    require(by, "create", row, act=NOTE)
    if not row.text:
        raise DomainError(
            "Écrivez ce que l’équipe doit savoir, sans nommer personne.", field="text"
        )
    known = ServiceNote.objects.filter(pk=entry, organisation=by.organisation)
    noted = known.order_by("pk").first()
    if noted is not None:
        return noted
    row.save(force_insert=True)
    return row


@transaction.atomic
def forget_note(*, by: Actor, note: ServiceNote) -> None:
    """Take a note away: one by anybody of the organisation. Raises NotAllowed."""
    require(by, "delete", note, act="retirer cette note")
    note.delete()


def report_service(*, by: Actor, service: Service, kind: ReportKind, text: str) -> ServiceReport:
    """Say that a service is closed, or its entry wrong; the same team says it once.

    Nothing closes by itself: who keeps the entry checks first. Raises NotAllowed, DomainError.
    """
    if by.organisation is None:
        raise NotAllowed(REPORT)
    row = ServiceReport(
        service=service,
        organisation=Organisation.objects.get(pk=by.organisation),
        kind=kind,
        text=_text(text),
    )
    require(by, "create", row, act=REPORT)
    if kind == ReportKind.WRONG and not row.text:
        raise DomainError("Dites ce qui est faux, et ce qui serait juste.", field="text")
    if not service.is_open:
        raise DomainError("Ce service est déjà fermé dans l’annuaire.")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        told = ServiceReport.objects.waiting().filter(service=service, kind=kind)
        return told.get(organisation=by.organisation)
    return row


@transaction.atomic
def answer_report(*, by: Actor, report: ServiceReport, to: ReportState) -> ServiceReport:
    """Answer a report: what it says is done, or was checked and is not so.

    Accepted, a closure closes the service; dismissed, the entry is confirmed today. A wrong entry
    is corrected apart. Raises NotAllowed, and DomainError for one that somebody answered already.
    """
    held = ServiceReport.objects.select_for_update(no_key=True, of=("self",))
    row = held.select_related("service").get(pk=report.pk)
    require(by, "update", row, act=ANSWER)
    if to not in REPORT_MOVES[ReportState(row.state)]:
        raise DomainError("Quelqu’un a déjà répondu à ce signalement. Rechargez la page.")
    row.state, row.answered_at = to, clock.now()
    row.save(update_fields=["state", "answered_at"])
    if row.kind == ReportKind.CLOSED and to == ReportState.ACCEPTED:
        close_service(by=by, service=row.service)
    elif to == ReportState.DISMISSED and row.service.is_open:
        confirm_service(by=by, service=row.service)
    return row


def _text(text: str) -> str:
    """A text as it is kept. Raises DomainError when it is too long."""
    kept = text.strip()
    if len(kept) > LONGEST_TEXT:
        raise DomainError(
            f"Ce texte est trop long : {LONGEST_TEXT} caractères au plus.", field="text"
        )
    return kept
