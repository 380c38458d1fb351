"""Whether an application may be read, and what its consortium must bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application
from o2r.calls.applications.retention import FILE_KIND
from o2r.calls.applications.services.moving import move
from o2r.calls.reading.enums import LIVE, AssignmentState, ItemAnswer, ReviewState
from o2r.calls.reading.errors import NotCleared
from o2r.calls.reading.models import Admissibility, Assignment, CorrectionRequest
from o2r.calls.reading.refusal_letter import refusal_letter
from o2r.calls.reading.services.gate import move_assignment, reassess
from o2r.calls.reading.services.telling import (
    tell_admissible_again,
    tell_consortium,
    tell_inadmissible,
    tell_officers,
)
from o2r.core import clock
from o2r.core.files.content.types import OFFICE, PICTURES, FileType
from o2r.core.files.errors import FileRefused
from o2r.core.files.models import StoredFile
from o2r.core.files.purposes import Purpose
from o2r.core.files.purposes import declare as declare_purpose
from o2r.core.files.services import receive
from o2r.core.journal.authors import Author

PURPOSE = declare_purpose(
    Purpose(
        code="application-correction",
        label="pièce apportée à la demande du service de l’État",
        types=PICTURES | OFFICE | {FileType.PDF, FileType.CSV, FileType.TEXT},
        max_bytes=20_000_000,
        max_files=20,
    )
)
INTEREST_GATE = Author.system("interest-gate")
_OPEN = (ApplicationState.SUBMITTED, ApplicationState.INCOMPLETE)


@dataclass(frozen=True)
class Checked:
    """What was found for one point: ``answer`` is empty until someone has looked."""

    label: str
    answer: ItemAnswer | None = None
    note: str = ""


def _cleared(by: Actor, application: Application) -> None:
    if not application.reading_accesses.filter(user=by.user).exists():
        raise NotCleared


@transaction.atomic
def check(*, by: Actor, admissibility: Admissibility, items: Sequence[Checked]) -> Admissibility:
    """Keep what was checked of an application. Raises NotAllowed, NotCleared."""
    require(by, "update", admissibility, act="vérifier cette candidature")
    _cleared(by, admissibility.application)
    admissibility.items = [
        {"label": one.label, "answer": one.answer or "", "note": one.note.strip()} for one in items
    ]
    admissibility.save(update_fields=["items"])
    written(by, "update", admissibility)
    return admissibility


@transaction.atomic
def decide_admissibility(
    *, by: Actor, admissibility: Admissibility, to: ApplicationState, reason: str = ""
) -> Admissibility:
    """Declare an application admissible, or not; a refusal says why, for its consortium.

    The consortium is told of a refusal, whose letter is kept as it left, and of a refusal that is
    withdrawn. Raises NotAllowed, NotCleared, MoveRefused, DomainError.
    """
    require(by, "update", admissibility, act="décider de la recevabilité")
    application = admissibility.application
    _cleared(by, application)
    if to is ApplicationState.INADMISSIBLE and not reason.strip():
        raise DomainError("Une décision d’irrecevabilité est motivée : écrivez pourquoi.")
    waiting = application.corrections.pending().exists()
    if to is ApplicationState.ADMISSIBLE and waiting:
        raise DomainError(
            "Une demande de correction attend encore une réponse. Attendez-la, ou déclarez la "
            "candidature irrecevable si le délai est passé."
        )
    was_refused = application.state == ApplicationState.INADMISSIBLE
    move(by=by, application=application, to=to, reason=reason.strip())
    admissibility.reason = reason.strip()
    admissibility.decided_at, admissibility.decided_by_id = clock.now(), by.user
    if to is ApplicationState.INADMISSIBLE:
        letter = refusal_letter(application, admissibility.reason)
        admissibility.letter_heading, admissibility.letter_body = letter.heading, letter.body
    admissibility.save(
        update_fields=["reason", "decided_at", "decided_by", "letter_heading", "letter_body"]
    )
    if to is ApplicationState.INADMISSIBLE:
        end_readings(application, "La candidature est irrecevable.")
        tell_inadmissible(application, admissibility.reason)
    elif was_refused:
        tell_admissible_again(application)
    written(by, "update", admissibility)
    return admissibility


def end_readings(application: Application, reason: str) -> None:
    """Nobody reads any more an application that has left; what was sent stays."""
    rows = Assignment.objects.filter(application=application, state__in=LIVE).order_by("pk")
    for given in rows.exclude(review__state=ReviewState.SENT):
        given.reason = reason
        move_assignment(given, AssignmentState.ENDED)


@transaction.atomic
def ask_correction(
    *, by: Actor, admissibility: Admissibility, what: str, due_on: date
) -> CorrectionRequest:
    """Ask a consortium for what is missing, with a day; the rest of its application stays closed.

    CRPA art. L. 114-5: the missing documents and the time given are said. Raises NotAllowed,
    NotCleared, MoveRefused, DomainError.
    """
    require(by, "update", admissibility, act="demander une correction")
    application = admissibility.application
    _cleared(by, application)
    if due_on <= clock.today():
        raise DomainError("Laissez du temps : choisissez un jour après aujourd’hui.")
    if application.state not in _OPEN:
        raise DomainError(
            f"Cette candidature est {application.get_state_display()} : une correction ne se "
            "demande plus."
        )
    made = CorrectionRequest.objects.create(
        application=application,
        what=what.strip(),
        due_on=due_on,
        asked_at=clock.now(),
        asked_by_id=by.user,
    )
    if application.state == ApplicationState.SUBMITTED:
        move(by=by, application=application, to=ApplicationState.INCOMPLETE, reason=what.strip())
    written(by, "update", admissibility)
    tell_consortium(
        application,
        f"Une correction est demandée avant le {due_on:%d/%m/%Y} : {application}",
        f"{made.what}\n\nRépondez sur la page ci-dessous : le reste de la candidature ne se "
        "modifie plus.",
        link=reverse("reading:correction", args=[made.pk]),
    )
    return made


@transaction.atomic
def answer_correction(
    *,
    by: Actor,
    correction: CorrectionRequest,
    answer: str,
    upload: "UploadedFile[Any] | None" = None,
) -> CorrectionRequest:
    """Answer for the consortium, with a document if one is asked.

    Once nothing is pending the application is submitted again, with what it was: nothing else of it
    has moved. Raises NotAllowed, DomainError.
    """
    require(by, "update", correction, act="répondre à cette demande")
    locked = CorrectionRequest.objects.select_for_update(no_key=True).get(pk=correction.pk)
    application = locked.application
    if application.state != ApplicationState.INCOMPLETE or locked.answered_at:
        raise DomainError(
            "Cette demande n’attend plus de réponse : elle a été répondue, ou le service de l’État "
            "a décidé. Écrivez-lui si quelque chose manque encore."
        )
    if not answer.strip():
        raise DomainError("Dites ce que vous apportez, en une phrase au moins.")
    locked.answer, locked.answered_at, locked.answered_by_id = answer.strip(), clock.now(), by.user
    locked.file = _received(by, application.pk, upload) if upload else None
    locked.save()
    if not application.corrections.pending().exists():
        move(
            by=by,
            application=application,
            to=ApplicationState.SUBMITTED,
            reason="Réponse à une demande de correction",
        )
    written(by, "update", locked)
    tell_officers(
        application.call,
        f"Réponse à une demande de correction : candidature n° {application.number}",
        "Le consortium a répondu. Vérifiez ce qui est apporté, puis décidez.",
        link=reverse("reading:admissibility", args=[application.pk]),
    )
    return locked


def _received(by: Actor, application: UUID, upload: "UploadedFile[Any]") -> StoredFile:
    if by.organisation is None:
        raise NotAllowed("déposer une pièce")
    try:
        return receive(
            by=by.author,
            upload=upload,
            organisation=by.organisation,
            attached_kind=FILE_KIND,
            attached_id=application,
            purpose=PURPOSE.code,
        )
    except FileRefused as refusal:
        raise DomainError(str(refusal)) from refusal


@transaction.atomic
def follow(*, application: Application) -> None:
    """Put an application that has just moved in its place: to be checked, or read no more."""
    call = application.call
    if not hasattr(call, "reading_plan"):
        return
    if application.state == ApplicationState.SUBMITTED:
        Admissibility.objects.get_or_create(application=application)
    is_withdrawn = application.state == ApplicationState.WITHDRAWN
    if is_withdrawn:
        end_readings(application, "La candidature est retirée.")
    reassess(by=INTEREST_GATE, call=call, left=application.pk if is_withdrawn else None)
