"""What is told after a submission: out of its transaction, by the worker."""

from uuid import UUID

from django.urls import reverse
from django_tasks import task

from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import Membership
from o2r.calls.applications import hours
from o2r.calls.applications.models import Application, Submission, SubmissionTicket
from o2r.calls.applications.notification_kinds import RECEIVED, SENT
from o2r.core.notifications.services import Recipient, notify


@task()
def tell_of_submission(submission_id: str) -> None:
    """Tell the consortium that its application is received, and the State service that one is."""
    submission = (
        Submission.objects.select_related("application__call").filter(pk=UUID(submission_id)).first()
    )
    if submission is None:
        return
    application, call = submission.application, submission.application.call
    when = hours.said(submission.arrived_at, call.zone_info, exact=True)
    notify(
        to=_people_of(application),
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
        to=_people_of(ticket.application),
        kind=SENT.code,
        subject=f"Candidature non enregistrée : {ticket.application.call.title}",
        body=ticket.answer,
        link=reverse("applications:queue", args=[ticket.application_id]),
    )


def _people_of(application: Application) -> list[Recipient]:
    """Who writes for the members of the consortium."""
    members = application.members.order_by().values_list("organisation_id", flat=True)
    people = (
        Membership.objects.current()
        .filter(organisation__in=[one for one in members if one])
        .filter(role__in=_WHO_WRITES)
    )
    return _recipients(people)


_WHO_WRITES = (
    MembershipRole.COORDINATOR,
    MembershipRole.MEMBER,
    MembershipRole.CANDIDATE,
    MembershipRole.PARTNER_ADVISER,
)


def _service(application: Application) -> list[Recipient]:
    officers = Membership.objects.current().filter(
        organisation=application.call.dreets_id, role=MembershipRole.STATE_OFFICER
    )
    return _recipients(officers)


def _recipients(people: "object") -> list[Recipient]:
    rows = people.select_related("user")  # type: ignore[attr-defined]
    return [Recipient(one.user.pk, one.user.email) for one in rows]
