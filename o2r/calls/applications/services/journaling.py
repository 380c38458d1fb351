"""The journal of what is no text: facts, parts, amounts, before and after each change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from o2r.accounts.actors import Actor
from o2r.calls.applications.errors import ChangedMeanwhile
from o2r.calls.applications.merging import merge
from o2r.calls.applications.models import AnswerRevision, Application, Member
from o2r.core import clock

SAME_SITTING = timedelta(minutes=2)
"""What one person types in a row is one revision."""
CONTACT = ("contact_name", "contact_email", "contact_phone")
"""Never in the journal: a person to call is kept in one place, where it can be erased."""
_COLUMNS = {"zone": ("zone_expression", "zone_vintage")}


@dataclass(frozen=True)
class Change:
    """A value before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """``columns``: of the model, to be saved."""

    columns: list[str]
    changes: list[Change]


class InWords(Protocol):
    """Says a row by name of fact, as people read it."""

    def __call__(self, row: Any, /) -> dict[str, str]: ...


def set_values(
    row: Application | Member, values: Mapping[str, Any], seen: Mapping[str, str], in_words: InWords
) -> Outcome:
    """Set on a row what its author changed; what only someone else changed meanwhile stays.

    Raises ChangedMeanwhile for what both changed. Saves nothing.
    """
    saved = in_words(row)
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    wanted = in_words(row)
    met = merge(saved=saved, seen=seen, wanted=wanted)
    if met.theirs:
        raise ChangedMeanwhile(met.theirs)
    for name in met.left:
        for column in _COLUMNS.get(name, (name,)):
            if column in before:
                setattr(row, column, before[column])
    return Outcome(
        columns=[name for name in values if getattr(row, name) != before[name]],
        changes=[
            Change(name, saved[name], wanted[name])
            for name in wanted
            if name not in met.left and saved[name] != wanted[name]
        ],
    )


def keep(
    *,
    by: Actor,
    application: Application,
    changes: Iterable[Change],
    member: Member | None = None,
    year: int | None = None,
) -> None:
    """Leave a revision of each change, in the transaction of the act and after ``touched``."""
    asked = [change for change in changes if change.field not in CONTACT]
    rows = AnswerRevision.objects.filter(
        application=application, member=member, year=year, field__in=[c.field for c in asked]
    )
    last = {row.field: row for row in rows.order_by("written_at", "number", "pk")} if asked else {}
    new, old = list[AnswerRevision](), list[AnswerRevision]()
    now = clock.now()
    for change in asked:
        known = last.get(change.field)
        sitting = (
            known is not None
            and known.written_by_id == by.user
            and now - known.written_at < SAME_SITTING
            and known.before != change.after
        )
        if known is not None and sitting:
            known.text, known.number = change.after, application.revision
            old.append(known)
        else:
            new.append(
                AnswerRevision(
                    application=application,
                    member=member,
                    year=year,
                    field=change.field,
                    number=application.revision,
                    before=change.before,
                    text=change.after,
                    written_at=now,
                    written_by_id=by.user,
                )
            )
    AnswerRevision.objects.bulk_create(new)
    AnswerRevision.objects.bulk_update(old, ["text", "number"])
