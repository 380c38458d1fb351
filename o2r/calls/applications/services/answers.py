"""Texts, field by field: what two people write at once is kept twice."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.calls.applications.models import Answer, AnswerRevision, Application
from o2r.calls.applications.sections import TEXTS
from o2r.calls.applications.services.guarding import editable
from o2r.calls.applications.services.journaling import SAME_SITTING
from o2r.core import clock

LONGEST_DRAFT = 30_000
"""Characters kept of one text, far above its limit: a draft is cut by its author, not by us."""
MUCH = 200
"""Characters: a text that shrinks by more starts another revision, to be found again."""


@dataclass(frozen=True)
class Saved:
    """The text is kept; ``revision`` is what the next change must expect."""

    field: str
    revision: int
    at: datetime


@dataclass(frozen=True)
class Conflict:
    """Someone saved another text meanwhile. Both are kept: ``mine`` among the revisions.

    ``revision``: what to expect to write over ``theirs``, knowingly.
    """

    field: str
    mine: str
    theirs: str
    revision: int
    by: str
    at: datetime


@transaction.atomic
def write_answer(
    *, by: Actor, application: Application, field: str, text: str, revision: int
) -> Saved | Conflict:
    """Keep the text of one field, written over the revision that its author was reading.

    The same text sent twice is kept once. Raises NotAllowed, ApplicationClosed, DomainError for an
    unknown field or a text that is too long.
    """
    held = editable(by, application)
    if field not in TEXTS:
        raise DomainError("Ce champ n’existe pas. Rechargez la page.")
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if len(clean) > LONGEST_DRAFT:
        raise DomainError(
            f"Ce texte dépasse {LONGEST_DRAFT} caractères : il n’est pas enregistré. Raccourcissez "
            "ce que vous venez de coller."
        )
    answers = Answer.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "changed_by"
    )
    answer = answers.filter(application=held, field=field).first()
    if answer is None:
        answer = Answer(application=held, field=field, changed_at=clock.now())
    if answer.text == clean:
        return Saved(field, answer.revision, answer.changed_at)
    if revision != answer.revision:
        return _lost(by, answer, clean)
    return _kept(by, answer, clean)


def _kept(by: Actor, answer: Answer, text: str) -> Saved:
    shorter = len(text) < len(answer.text) - MUCH
    answer.text, answer.changed_at = text, clock.now()
    answer.changed_by_id = by.user
    answer.revision += 1
    answer.save()
    last = _of(answer).filter(lost=False).order_by("-number").first()
    sitting = (
        last is not None
        and not shorter
        and last.written_by_id == by.user
        and answer.changed_at - last.written_at < SAME_SITTING
    )
    if last is not None and sitting:
        last.text, last.number = text, answer.revision
        last.save(update_fields=["text", "number"])
    else:
        _of(answer).create(
            application=answer.application,
            field=answer.field,
            number=answer.revision,
            text=text,
            written_at=answer.changed_at,
            written_by_id=by.user,
        )
    written(by, "update", answer.application, "content")
    return Saved(answer.field, answer.revision, answer.changed_at)


def _lost(by: Actor, answer: Answer, text: str) -> Conflict:
    """Keep apart what was typed over another text, once."""
    same = _of(answer).filter(lost=True, number=answer.revision, written_by=by.user, text=text)
    if not same.exists():
        _of(answer).create(
            application=answer.application,
            field=answer.field,
            number=answer.revision,
            text=text,
            lost=True,
            written_at=clock.now(),
            written_by_id=by.user,
        )
        written(by, "update", answer.application, "content")
    return Conflict(
        field=answer.field,
        mine=text,
        theirs=answer.text,
        revision=answer.revision,
        by=str(answer.changed_by or ""),
        at=answer.changed_at,
    )


def _of(answer: Answer) -> "QuerySet[AnswerRevision]":
    return AnswerRevision.objects.filter(
        application=answer.application, member=None, field=answer.field
    )
