"""What visitors send: error reports, and messages relayed to bearers without showing an address."""

import logging
import smtplib

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django_tasks import task

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, require_kind, written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.instance import instance
from o2r.projects.enums import DeliveryState, ReportState
from o2r.projects.models import ErrorReport, FundedProject, RelayMessage

logger = logging.getLogger(__name__)


class NoMailbox(DomainError):
    """The project gave no address, so nothing can be relayed."""

    def __init__(self) -> None:
        super().__init__(
            "Ce projet n’a donné aucune adresse : le message ne peut pas lui parvenir. Appelez-le, "
            "ou écrivez au service de l’État de sa région."
        )


@transaction.atomic
def report_error(
    *, by: Actor, project: FundedProject, message: str, reporter_email: str = ""
) -> ErrorReport:
    """Keep what a visitor says is wrong in a project's page. Anyone may do it."""
    require_kind(by, "create", "error-report", act="signaler une erreur")
    report = ErrorReport(
        project=project,
        message=message.strip(),
        reporter_email=reporter_email,
        reported_at=clock.now(),
    )
    try:
        report.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    report.save()
    written(by, "create", report, "narrative", "contact")
    return report


@transaction.atomic
def treat_report(*, by: Actor, report: ErrorReport, treatment: str = "") -> ErrorReport:
    """Close a report and keep what was done. Raises DomainError when it is already closed."""
    require(by, "update", report, act="traiter ce signalement")
    locked = ErrorReport.objects.select_for_update(no_key=True).get(pk=report.pk)
    if locked.state == ReportState.TREATED:
        raise DomainError("Ce signalement est déjà traité : il n’y a rien de plus à faire.")
    locked.state = ReportState.TREATED
    locked.treated_at = clock.now()
    locked.treated_by_id = by.user
    locked.treatment = treatment.strip()
    locked.save()
    written(by, "update", locked, "narrative")
    return locked


def send_relay_message(
    *, by: Actor, project: FundedProject, sender_name: str, sender_email: str, message: str
) -> RelayMessage:
    """Keep a visitor's message, then send it to the mailbox of the bearer. Anyone may do it.

    The message is stored and queued in one transaction; the worker sends it: a mail server that is
    down or hangs loses nothing and makes no visitor wait. What could not leave is shown to those
    who answer for the project. Raises NoMailbox when there is nowhere to send.
    """
    require_kind(by, "create", "relay-message", act="écrire à un projet")
    if not project.accepts_messages:
        raise NoMailbox
    kept = RelayMessage(
        project=project,
        # A name goes into a header: a line break there would forge another one.
        sender_name=" ".join(sender_name.split()),
        sender_email=sender_email,
        message=message.strip(),
        written_at=clock.now(),
    )
    try:
        kept.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    with transaction.atomic():
        kept.save()
        written(by, "create", kept, "identity", "contact", "narrative")
        deliver_soon.enqueue(str(kept.pk))
    # Who writes a message does not read it back: only whether it has left.
    with errand("relay-message"):
        kept.refresh_from_db(fields=["state", "delivered_at"])
    return kept


@task()
def deliver_soon(message_id: str) -> None:
    """The queued task: send a message that has not been tried yet."""
    waiting = RelayMessage.objects.filter(pk=message_id, state=DeliveryState.PENDING)
    message = waiting.select_related("project__bearer").first()
    if message is not None:
        _deliver(message)


def deliver_message(*, by: Actor, message: RelayMessage) -> RelayMessage:
    """Try again to send a message that did not leave."""
    require(by, "update", message, act="renvoyer ce message")
    if message.state == DeliveryState.SENT:
        raise DomainError("Ce message est déjà parti : il n’y a rien de plus à faire.")
    if not message.project.accepts_messages:
        raise NoMailbox
    return _deliver(message)


def _deliver(message: RelayMessage) -> RelayMessage:
    mail = EmailMessage(
        subject=f"[{instance().site_name}] {message.sender_name} vous écrit au sujet de "
        f"« {message.project.title} »",
        body=(
            f"{message.message}\n\n-- \n"
            f"{message.sender_name} ({message.sender_email}) vous écrit depuis le site "
            f"{instance().site_name}, qui ne lui a pas montré votre adresse.\n"
            "Répondez à ce courriel : votre réponse lui parviendra directement.\n"
        ),
        to=[message.project.relay_address],
        reply_to=[message.sender_email],
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        # The reason is for the team's log; the address of the bearer stays out of it.
        logger.error("Message relayé %s non remis : %s", message.pk, type(error).__name__)
        message.state = DeliveryState.FAILED
    else:
        message.state = DeliveryState.SENT
        message.delivered_at = clock.now()
    with transaction.atomic():
        message.save(update_fields=["state", "delivered_at"])
    return message
