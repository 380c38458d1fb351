"""Telling what became of a submission: after its transaction, by the worker, never in its way."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership
from o2r.calls.applications import hours
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, Submission, SubmissionTicket
from o2r.calls.applications.notification_kinds import RECEIVED, SENT, WITHDRAWN
from o2r.calls.applications.selectors import someone_waits
from o2r.calls.applications.services.telling import people_of
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.territory.typography import typographic

BATCH = 50
"""Submissions told in one transaction."""


def announce_submissions(*, now: datetime, most: int) -> int:
    """Tell the consortia of their receipts, and the State services; how many submissions.

    Later while someone waits in the queue: recording comes before telling.

    A batch is told in one transaction, with the word that it is: killed anywhere, the next run
    goes on where this one stopped.
    """
    waiting = Submission.objects.filter(told_at=None).order_by("recorded_at", "pk")
    keys = list(waiting.values_list("pk", flat=True)[:most])
    told = 0
    for start in range(0, len(keys), BATCH):
        if someone_waits():
            break
        told += _announce(keys[start : start + BATCH], now)
    return told


@transaction.atomic
def _announce(keys: list[UUID], now: datetime) -> int:
    rows = Submission.objects.filter(pk__in=keys, told_at=None).defer("document", "receipt")
    related = rows.select_related("application__call").order_by("recorded_at", "pk")
    batch = list(related.select_for_update(no_key=True, of=("self",), skip_locked=True))
    for submission in batch:
        _tell_consortium(submission)
    # The last of each call is enough: what the service reads counts all that came before.
    for submission in {one.application.call_id: one for one in batch}.values():
        _tell_service(submission)
    Submission.objects.filter(pk__in=[one.pk for one in batch]).update(told_at=now)
    return len(batch)


def _tell_consortium(submission: Submission) -> None:
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


def _tell_service(last: Submission) -> None:
    """How many applications its call has received: one word for a storm of them."""
    call = last.application.call
    count = Application.objects.filter(call=call).received().count()
    many = "1 candidature reçue" if count == 1 else f"{count} candidatures reçues"
    when = hours.said(last.arrived_at, call.zone_info, exact=True)
    notify(
        to=_service(last.application),
        kind=RECEIVED.code,
        subject=typographic(f"{many} : {call.title}"),
        body=typographic(
            f"La dernière, la candidature n° {last.application.number}, est arrivée le {when}."
        ),
        link=reverse("calls:manage", args=[call.slug]),
        cumulative=True,
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


def tell_withdrawn(application: Application, *, was: ApplicationState, reason: str) -> None:
    """Tell the State service that an application it received is withdrawn.

    ``was``: its state until then. A draft was never received: nobody is told.
    """
    if was is ApplicationState.DRAFT:
        return
    consequence = (
        "Elle était retenue : sa place peut aller à la première de la liste d’attente, en "
        "remplaçant la décision sur celle-ci après la publication des résultats."
        if was is ApplicationState.AWARDED
        else "Elle n’est plus ni lue ni comparée."
    )
    why = f" Motif donné : {reason.strip()}" if reason.strip() else ""
    call = application.call
    notify(
        to=_service(application),
        kind=WITHDRAWN.code,
        subject=typographic(f"Candidature n° {application.number} retirée : {call.title}"),
        body=typographic(
            f"Le consortium retire « {application.title} », qui était "
            f"« {was.label} ». {consequence}{why}"
        ),
        link=reverse("calls:manage", args=[call.slug]),
    )


def _consortium(application: Application) -> list[Recipient]:
    """Who took part in the application, in each organisation of its consortium."""
    members = application.members.values_list("organisation_id", flat=True)
    return people_of(application, list(members))


def _service(application: Application) -> list[Recipient]:
    """Who runs the call."""
    return recipients(
        Membership.objects.current().filter(
            organisation=application.call.dreets_id,
            role=MembershipRole.STATE_OFFICER,
            user__is_active=True,
        )
    )
