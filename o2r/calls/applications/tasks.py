"""What is told after a submission: out of its transaction, by the worker."""

from uuid import UUID

from django.urls import reverse
from django_tasks import task

from o2r.accounts.enums import MembershipRole
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership
from o2r.calls.applications import hours
from o2r.calls.applications.models import Application, Submission, SubmissionTicket
from o2r.calls.applications.notification_kinds import RECEIVED, SENT
from o2r.calls.applications.services.telling import people_of
from o2r.core.notifications.services import Recipient, notify


@task()
def tell_of_submission(submission_id: str) -> None:
    """Tell the consortium that its application is received, and the State service that one is."""
    submission = (
        Submission.objects.select_related("application__call")
        .filter(pk=UUID(submission_id))
        .first()
    )
    if submission is None:
        return
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


@task()
def tell_of_refusal(ticket_id: str) -> None:
    """Tell who waited that their submission could not be recorded, and why."""
    ticket = (
        SubmissionTicket.objects.select_related("application__call", "user")
        .filter(pk=UUID(ticket_id))
        .first()
    )
    if ticket is None:
        return
    notify(
        to=_consortium(ticket.application),
        kind=SENT.code,
        subject=f"Candidature non enregistrée : {ticket.application.call.title}",
        body=ticket.answer,
        link=reverse("applications:queue", args=[ticket.application_id]),
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
