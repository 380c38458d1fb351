"""Telling what became of a submission: after its transaction, by the worker, never in its way."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership
from o2r.calls.applications import hours
from o2r.calls.applications.models import Application, Submission, SubmissionTicket
from o2r.calls.applications.notification_kinds import RECEIVED, SENT
from o2r.calls.applications.services.telling import people_of
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify


def announce_submissions(*, now: datetime, most: int) -> int:
    """Tell the consortia of their receipts, and the State services; how many submissions.

    Each is told in a transaction of its own, with the word that it is: killed anywhere, the next
    run goes on where this one stopped.
    """
    waiting = Submission.objects.filter(told_at=None).order_by("recorded_at", "pk")
    told = 0
    for pk in list(waiting.values_list("pk", flat=True)[:most]):
        told += _announce(pk, now)
    return told


@transaction.atomic
def _announce(pk: UUID, now: datetime) -> int:
    rows = Submission.objects.filter(pk=pk, told_at=None).defer("document", "receipt")
    related = rows.select_related("application__call")
    submission = related.select_for_update(of=("self",), skip_locked=True).first()
    if submission is None:
        return 0
    _tell(submission)
    submission.told_at = now
    submission.save(update_fields=["told_at"])
    return 1


def _tell(submission: Submission) -> None:
    application, call = submission.application, submission.application.call
    when = hours.said(submission.arrived_at, call.zone_info, exact=True)
    notify(
        to=_consortium(application),
        kind=SENT.code,
        subject=f"Candidature n° {application.number} déposée : {call.title}",
        body=(
            f"La candidature « {application.title} » est déposée. Elle est arrivée le {when}. "
            "Son récépissé signé se télécharge sur la page de la candidature."
        ),
        link=reverse("applications:receipt", args=[application.pk]),
    )
    notify(
        to=_service(application),
        kind=RECEIVED.code,
        subject=f"Candidature n° {application.number} reçue : {call.title}",
        body=f"Une candidature est arrivée le {when}.",
    )


def tell_refusal(ticket: SubmissionTicket) -> None:
    """Tell who waited that their submission could not be recorded, and why."""
    application = ticket.application
    notify(
        to=_consortium(application),
        kind=SENT.code,
        subject=f"Candidature non enregistrée : {application.call.title}",
        body=ticket.answer,
        link=reverse("applications:queue", args=[application.pk]),
    )


def _consortium(application: Application) -> list[Recipient]:
    """Who took part in the application, in each organisation of its consortium."""
    members = application.members.order_by().values_list("organisation_id", flat=True)
    return people_of(application, list(members))


def _service(application: Application) -> list[Recipient]:
    """Who runs the call."""
    return recipients(
        Membership.objects.current().filter(
            organisation=application.call.dreets_id, role=MembershipRole.STATE_OFFICER
        )
    )
