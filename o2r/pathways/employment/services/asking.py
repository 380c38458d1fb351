"""One question by a link, answered once; a red answer opens an alert."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError
from o2r.accounts.guardians import recipients
from o2r.accounts.models import Membership
from o2r.accounts.services.links import digest_of
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.fields import write_sealed
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.core.typed_text import tidy
from o2r.pathways.employment.enums import (
    AlertState,
    Answer,
    CheckpointState,
    MovedThing,
    Risk,
)
from o2r.pathways.employment.models import Checkpoint, EmploymentAlert, Job
from o2r.pathways.employment.notification_kinds import EMPLOYMENT_ALERT
from o2r.pathways.employment.services.jobs import LONGEST_TEXT, hold
from o2r.pathways.employment.services.moving import log, move_alert, move_checkpoint
from o2r.pathways.rules import number
from o2r.people.models import Person
from o2r.people.services.holding import touched

BY_LINK = "employment-link"
"""The role of whoever holds a link, in the journal."""
JOB_NAME = "sentinel-checkpoints"


@dataclass(frozen=True)
class Given:
    """What was answered."""

    answer: Answer
    risk: Risk | None = None
    words: str = ""


@transaction.atomic
def open_link(*, by: Actor, checkpoint: Checkpoint, code: str) -> Checkpoint:
    """Give a link by which the question is answered; the former one then answers nothing.

    ``code``: the secret that the page shows once, kept nowhere. Raises NotAllowed, DomainError.
    """
    file, row = _held(by, checkpoint)
    if not row.is_waiting:
        raise DomainError(
            f"Cette question est « {row.get_state_display()} » : elle ne se pose plus."
        )
    row.digest = digest_of(code)
    row.expires_on = max(clock.today(), row.due_on) + timedelta(days=number("sentinel-answer-days"))
    if row.state == CheckpointState.SENT:
        row.save(update_fields=["digest", "expires_on"])
    else:
        move_checkpoint(row, CheckpointState.SENT, by=by.user)
    touched(file)
    written(by, "update", file, "route")
    return row


@transaction.atomic
@errand("employment-answer")
def answer_by_link(*, code: str, given: Given) -> Checkpoint | None:
    """Answer a question by its link, once: what comes after changes nothing.

    None when the link answers nothing (unknown, too old, replaced, already used). Raises
    DomainError for a text that is too long.
    """
    known = Checkpoint.objects.filter(digest=digest_of(code)).order_by("pk").first()
    if known is None or not known.takes_an_answer:
        return None
    file = Person.objects.select_for_update(no_key=True).get(pk=known.person_id)
    rows = Checkpoint.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("job__adviser").get(pk=known.pk)
    if not row.takes_an_answer or row.digest != known.digest or not file.is_followed:
        return None
    _answer(Author(None, file.organisation_id, BY_LINK), file, row, given)
    touched(file)
    record(
        by=Author(None, file.organisation_id, BY_LINK),
        action="update",
        kind=file.access_kind,
        object_id=file.pk,
        organisation=file.chain,
        fields=["route"],
    )
    return row


@transaction.atomic
def note_answer(*, by: Actor, checkpoint: Checkpoint, given: Given) -> Checkpoint:
    """Note what was answered aloud; the same, twice, changes nothing. NotAllowed, DomainError."""
    file, row = _held(by, checkpoint)
    if row.state == CheckpointState.ANSWERED and row.answer == given.answer:
        return row
    _answer(by.author, file, row, given)
    touched(file)
    written(by, "update", file, "route")
    return row


def _answer(by: Author, file: Person, row: Checkpoint, given: Given) -> None:
    words = tidy(given.words)
    if len(words) > LONGEST_TEXT:
        raise DomainError(
            f"Ce texte dépasse {LONGEST_TEXT} caractères. Raccourcissez-le.", field="words"
        )
    row.answer, row.risk = given.answer, given.risk or ""
    row.answered_at = clock.now()
    write_sealed(row, organisation=file.organisation_id, words=words)
    move_checkpoint(row, CheckpointState.ANSWERED, by=by.user)
    if given.answer == Answer.RED:
        _open_alert(by, file, row)


def _open_alert(by: Author, file: Person, row: Checkpoint) -> None:
    """Somebody acts within a day (provisional): the adviser of the job, or the referent."""
    job: Job = row.job
    owner = next((one for one in (job.adviser, file.referent) if one and one.is_active), None)
    made = EmploymentAlert(
        subject=file.pk,
        person=file,
        job=job,
        checkpoint=row,
        risk=row.risk,
        owner=owner,
        due_at=clock.now() + timedelta(hours=number("sentinel-red-hours")),
    )
    made.save(force_insert=True)
    log(MovedThing.ALERT, made, "", by.user)
    to = [Recipient(owner.pk, owner.email)] if owner else _coordinators(file)
    notify(
        to=to,
        kind=EMPLOYMENT_ALERT.code,
        subject="Un emploi est menacé",
        body=(
            "Une réponse dit que ça ne va pas. Appelez la personne d’abord, sous "
            f"{number('sentinel-red-hours')} heures."
        ),
        link=reverse("employment:alert", args=[file.pk, made.pk]),
        sensitive=True,
    )


def _coordinators(file: Person) -> list[Recipient]:
    """Who is told when nobody follows the person: they entrust the file to somebody."""
    rows = Membership.objects.current().filter(
        organisation=file.organisation_id,
        role=MembershipRole.COORDINATOR,
        user__is_active=True,
    )
    return [] if file.is_protected else recipients(rows)


@transaction.atomic
def take_alert(*, by: Actor, alert: EmploymentAlert) -> EmploymentAlert:
    """Say that one deals with it. A second time changes nothing. NotAllowed, DomainError."""
    file, row = _alert(by, alert)
    if row.state == AlertState.TAKEN and row.owner_id == by.user:
        return row
    row.owner_id = by.user
    if row.state == AlertState.TAKEN:
        row.save(update_fields=["owner"])
    else:
        move_alert(row, AlertState.TAKEN, by=by.user)
    touched(file)
    written(by, "update", file, "route")
    return row


@transaction.atomic
def close_alert(*, by: Actor, alert: EmploymentAlert, done: str) -> EmploymentAlert:
    """Say what was done. A second time changes nothing. Raises NotAllowed, DomainError."""
    file, row = _alert(by, alert)
    if row.state == AlertState.CLOSED:
        return row
    words = tidy(done)
    if not words or len(words) > LONGEST_TEXT:
        raise DomainError("Dites en une phrase ce qui a été fait.", field="done")
    row.closed_at = clock.now()
    write_sealed(row, organisation=file.organisation_id, done=words)
    move_alert(row, AlertState.CLOSED, by=by.user)
    touched(file)
    written(by, "update", file, "route")
    return row


@transaction.atomic
def expire(now: datetime) -> int:
    """The questions whose days have passed are no longer asked; how many. For a recurring job."""
    patience = timedelta(days=number("sentinel-answer-days"))
    today = clock.today()
    rows = Checkpoint.objects.waiting().filter(due_on__lt=today - patience)
    over = rows.exclude(state=CheckpointState.SENT, expires_on__gte=today)
    people = sorted(set(over.order_by("person_id").values_list("person_id", flat=True)))
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    found = list(over.select_for_update(no_key=True, of=("self",)).order_by("person_id", "pk"))
    for row in found:
        move_checkpoint(row, CheckpointState.EXPIRED, by=None)
    return len(found)


def _held(by: Actor, checkpoint: Checkpoint) -> tuple[Person, Checkpoint]:
    file, job = hold(by, checkpoint.job)
    row = Checkpoint.objects.select_for_update(no_key=True).get(pk=checkpoint.pk)
    row.job = job
    return file, row


def _alert(by: Actor, alert: EmploymentAlert) -> tuple[Person, EmploymentAlert]:
    file, _ = hold(by, alert.job)
    row = EmploymentAlert.objects.select_for_update(no_key=True).get(pk=alert.pk)
    return file, row
