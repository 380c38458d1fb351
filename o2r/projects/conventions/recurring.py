"""What comes back by itself: late documents, ends of conventions, pages to confirm.

Each reminder leaves once: the row that says so and the news are written together.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from o2r.accounts.actors import system
from o2r.core import clock
from o2r.core.jobs.registry import recurring
from o2r.core.notifications.services import notify
from o2r.projects import confirmation
from o2r.projects.conventions import rules
from o2r.projects.conventions.enums import ReminderKind
from o2r.projects.conventions.late import late_digests
from o2r.projects.conventions.models import AnnualDocument, Convention, ConventionReminder
from o2r.projects.conventions.notification_kinds import (
    CONVENTION_DOCUMENT,
    CONVENTION_LIFE,
    PROJECT_CONFIRMATION,
)
from o2r.projects.conventions.selectors import is_to_be_renewed
from o2r.projects.conventions.services.life import end_convention
from o2r.projects.conventions.services.telling import officers_of, tell, who_confirms
from o2r.projects.conventions.unconfirmed import Unconfirmed, confirmation_digests
from o2r.projects.conventions.wording import day
from o2r.projects.models import FundedProject

DAILY = timedelta(hours=24)


def first_time(kind: ReminderKind, about: UUID, due_on: date, step: int) -> bool:
    """Whether this reminder never left; it is then noted as sent."""
    try:
        with transaction.atomic():
            ConventionReminder.objects.create(
                kind=kind, about=about, due_on=due_on, step=step, sent_at=clock.now()
            )
    except IntegrityError:
        return False
    return True


@recurring("convention-documents", every=DAILY)
def remind_late_documents(now: datetime) -> str:
    """Tell everyone of the documents that are late, and again while they stay so: one news each."""
    today, every = timezone.localdate(now), rules.number("document-reminder-days")
    late = AnnualDocument.objects.late().with_convention().by_convention()
    new = [
        one
        for one in late
        if first_time(ReminderKind.DOCUMENT, one.pk, one.due_on, (today - one.due_on).days // every)
    ]
    for digest, people in late_digests(new).items():
        notify(
            to=people,
            kind=CONVENTION_DOCUMENT.code,
            subject=digest.subject,
            body=digest.body,
            link=digest.link,
        )
    return f"{len(new)} document(s) en retard rappelé(s)." if new else ""


@recurring("convention-terms", every=DAILY)
def watch_terms(now: datetime) -> str:
    """Close the conventions that reached their term; announce the end of the others in time."""
    today, me = timezone.localdate(now), system("convention-terms")
    over = Convention.objects.ending_before(today).with_parties().order_by("ends_on", "pk")
    closed = [end_convention(by=me, convention=one) for one in over]
    told = 0
    for convention in Convention.objects.running().with_parties().order_by("ends_on", "pk"):
        if not is_to_be_renewed(convention, today):
            continue
        if not first_time(ReminderKind.RENEWAL, convention.pk, convention.ends_on, 0):
            continue
        tell(
            convention,
            CONVENTION_LIFE.code,
            f"La convention {convention.reference} prend fin le {day(convention.ends_on)}",
            "Elle peut être renouvelée. Préparez la suite : renouvellement, nouvel appel, ou "
            "orientation des personnes accompagnées.",
            beside="Rien ne la suit encore.",
        )
        told += 1
    if not closed and not told:
        return ""
    return f"{len(closed)} convention(s) close(s), {told} terme(s) annoncé(s)."


@recurring("project-confirmations", every=DAILY)
def remind_confirmations(now: datetime) -> str:
    """Ask for the pages of projects to be confirmed, six months after the last time: one news."""
    today, every = timezone.localdate(now), rules.number("confirmation-reminder-days")
    stale = FundedProject.objects.to_confirm(confirmation.stale_before(today))
    asked = []
    for project in stale.select_related("convention").order_by("slug"):
        due = confirmation.due_on(project.trusted_since)
        page = _asked(project)
        if due >= today or not page.to:
            continue
        if first_time(ReminderKind.CONFIRMATION, project.pk, due, (today - due).days // every):
            asked.append(page)
    for digest, people in confirmation_digests(asked).items():
        notify(
            to=people,
            kind=PROJECT_CONFIRMATION.code,
            subject=digest.subject,
            body=digest.body,
            link=digest.link,
        )
    return f"{len(asked)} fiche(s) à confirmer rappelée(s)." if asked else ""


def _asked(project: FundedProject) -> Unconfirmed:
    """Who is asked for a page: its team, or the State service when nobody there has an account."""
    convention: Convention | None = getattr(project, "convention", None)
    team = who_confirms(project.bearer_id)
    if team or convention is None:
        return Unconfirmed(project, convention, tuple(team), is_for_its_team=True)
    officers = officers_of(convention.region)
    return Unconfirmed(project, convention, tuple(officers), is_for_its_team=False)
