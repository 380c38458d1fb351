"""Confiding applications to readers."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.reading.enums import LIVE, AssignmentState, ReviewState
from o2r.calls.reading.errors import NotReading, Recused
from o2r.calls.reading.interests import Verdict
from o2r.calls.reading.models import Assignment, CallOffice, Reader
from o2r.calls.reading.selectors.interests import known
from o2r.calls.reading.services.gate import move_assignment, reassess
from o2r.calls.reading.services.telling import tell_reader
from o2r.core import clock

READ = (ApplicationState.SUBMITTED, ApplicationState.INCOMPLETE, ApplicationState.ADMISSIBLE)
"""The applications that may be confided to a reader."""

Pair = tuple[Application, Reader]


@transaction.atomic
def assign(
    *, by: Actor, office: CallOffice, application: Application, reader: Reader, due_on: date | None
) -> Assignment:
    """Confide one application to one reader: see ``confirm_assignment``."""
    made = confirm_assignment(by=by, office=office, pairs=[(application, reader)], due_on=due_on)
    return made[0]


@transaction.atomic
def confirm_assignment(
    *, by: Actor, office: CallOffice, pairs: Collection[Pair], due_on: date | None
) -> list[Assignment]:
    """Confide applications to readers, all or none; each reader is told once.

    What opens at once is what its reader has already declared no interest in. Raises NotAllowed,
    NotReading, Recused, DomainError.
    """
    require(by, "update", office, act="confier des candidatures")
    call = Call.objects.select_for_update(no_key=True).get(pk=office.pk)
    if call.state not in (CallState.EXAMINATION, CallState.COMMITTEE):
        raise NotReading
    facts = known(call, {reader.user_id for _, reader in pairs})
    made = []
    for application, reader in pairs:
        _check(call, application, reader)
        if facts.verdict(reader.user_id, application.pk) is Verdict.RECUSED:
            raise Recused(str(reader))
        made.append(_confided(application, reader, due_on))
    if made:
        written(by, "create", office, count=len(made))
        reassess(by=by.author, call=call, users={reader.user_id for _, reader in pairs})
    counts = Counter(reader.pk for _, reader in pairs)
    for reader in {reader.pk: reader for _, reader in pairs}.values():
        tell_reader(reader.user, call, count=counts[reader.pk])
    for one in made:
        one.refresh_from_db()
    return made


def _check(call: Call, application: Application, reader: Reader) -> None:
    if application.call_id != call.pk or reader.call_id != call.pk or not reader.is_current:
        raise DomainError("Ce lecteur ne lit pas pour cet appel. Désignez-le d’abord.")
    if application.state not in READ:
        raise DomainError(
            f"La candidature « {application} » est {application.get_state_display()} : elle ne se "
            "lit plus."
        )
    before = Assignment.objects.filter(application=application, reader=reader)
    if before.filter(state=AssignmentState.RECUSED).exists():
        raise Recused(str(reader))
    if before.filter(state__in=LIVE).exists():
        raise DomainError(f"{reader} lit déjà la candidature « {application} ».")


def _confided(application: Application, reader: Reader, due_on: date | None) -> Assignment:
    rows = Assignment.objects.filter(application=application)
    last = rows.aggregate(last=Max("order"))["last"] or 0
    now = clock.now()
    return Assignment.objects.create(
        application=application,
        reader=reader,
        order=last + 1,
        due_on=due_on,
        named_at=now,
        changed_at=now,
    )


@transaction.atomic
def end_assignment(
    *, by: Actor, office: CallOffice, assignment: Assignment, reason: str
) -> Assignment:
    """Take an application back from a reader who has not sent their review.

    Raises NotAllowed, DomainError.
    """
    require(by, "update", office, act="retirer une candidature à un lecteur")
    if not reason.strip():
        raise DomainError("Dites pourquoi cette candidature lui est retirée.")
    sent = ReviewState.SENT
    if getattr(assignment, "review", None) is not None and assignment.review.state == sent:
        raise DomainError(
            "Sa lecture est envoyée : elle compte. Pour qu’elle ne compte pas, écartez-la."
        )
    assignment.reason = reason.strip()[:300]
    move_assignment(assignment, AssignmentState.ENDED)
    written(by, "update", office)
    reassess(by=by.author, call=office, users=[assignment.reader.user_id])
    return assignment
