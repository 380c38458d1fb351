"""What each right does to everything that is held of one person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.errors import RetentionError
from o2r.core.retention.export import Export, make_export
from o2r.core.retention.models import RetentionHold, RightsRequest
from o2r.core.retention.rights import Holding, Subject, holding, holdings
from o2r.core.retention.services.holds import place_hold
from o2r.core.retention.services.requests import kept_reference

CHUNK = 1000
"""Rows changed by one statement."""


@dataclass(frozen=True)
class Outcome:
    """What became of the rows of one holding: how many changed, how many stay, and why."""

    holding: Holding
    changed: int
    kept: int
    why: str = ""

    @property
    def words(self) -> str:
        """One French sentence for the person."""
        said = f"{self.holding.title} : {self.changed} traité{'s' * (self.changed > 1)}"
        if self.kept:
            said += f", {self.kept} conservé{'s' * (self.kept > 1)} ({self.why})"
        return said


@dataclass(frozen=True)
class Held:
    """What a person is shown before they ask for anything."""

    sections: list[tuple[str, int]]
    requests: list[RightsRequest]


@errand("rights")
def what_is_held(*, subject: Subject) -> Held:
    """How many rows are held of a person, by title, and their requests, the latest first."""
    held = holdings(subject.kind)
    asked = RightsRequest.objects.of(subject.kind, kept_reference(subject))
    return Held(
        sections=[(one.title, one.rows(subject.reference).count()) for one in held],
        requests=list(asked.order_by("-received_at", "id")),
    )


@transaction.atomic
@errand("rights")
def run_export(*, by: Author, subject: Subject) -> Export:
    """Everything held of a person, in one archive (GDPR art. 15 and 20)."""
    export = make_export(subject, by.organisation)
    _journal(by, "rights-export", subject, export.rows)
    return export


@transaction.atomic
@errand("rights")
def erase_subject(*, by: Author, subject: Subject) -> list[Outcome]:
    """Erase what is held of a person; says what stays, and why (GDPR art. 17).

    Rows under a hold stay. What an app must keep is said by its holding.
    """
    # All found before anything goes: erasing an account would hide what is found through it.
    found = [(one, *_free_and_held(one, subject)) for one in holdings(subject.kind)]
    outcomes = []
    for one, free, held in found:
        if one.erase is None:
            kept = len(free) + held
            outcomes.append(Outcome(one, changed=0, kept=kept, why=one.kept_because))
            continue
        for start in range(0, len(free), CHUNK):
            ids = free[start : start + CHUNK]
            one.erase(by, one.model._base_manager.filter(pk__in=ids).order_by("pk"))
        why = _why_held(held) or one.kept_because
        outcomes.append(Outcome(one, changed=len(free), kept=held, why=why))
    _journal(by, "rights-erasure", subject, sum(outcome.changed for outcome in outcomes))
    return outcomes


@transaction.atomic
@errand("rights")
def oppose(*, by: Author, subject: Subject) -> list[Outcome]:
    """Stop the uses that the person may refuse (GDPR art. 21); says what goes on, and why."""
    outcomes = []
    for one in holdings(subject.kind):
        rows = one.rows(subject.reference)
        count = rows.count()
        if one.oppose is None:
            outcomes.append(Outcome(one, 0, count, one.kept_because or _NOT_OPPOSABLE))
            continue
        if count:
            one.oppose(by, rows)
        outcomes.append(Outcome(one, changed=count, kept=0))
    _journal(by, "rights-opposition", subject, sum(outcome.changed for outcome in outcomes))
    return outcomes


@transaction.atomic
@errand("rights")
def limit(*, by: Author, subject: Subject, reason: str, until: date) -> int:
    """Suspend the erasure of everything held of a person, while a dispute lasts (GDPR art. 18).

    Returns how many rows are newly protected.
    """
    placed = 0
    for one in holdings(subject.kind):
        held = set(_held_ids(one))
        for row in one.rows(subject.reference):
            if str(row.pk) not in held:
                place_hold(by=by, kind=one.label, object_id=str(row.pk), reason=reason, until=until)
                placed += 1
    _journal(by, "rights-limitation", subject, placed)
    return placed


@transaction.atomic
@errand("rights")
def rectify(
    *, by: Author, subject: Subject, label: str, object_id: str, field: str, value: str
) -> Any:
    """Correct one field of one row of a person (GDPR art. 16). Returns the row.

    Raises RetentionError when the field may not be corrected that way, when the row is not theirs,
    or when the value is wrong.
    """
    try:
        one = holding(subject.kind, label)
    except LookupError as error:
        raise RetentionError("Ces données n’existent pas. Rechargez la page.") from error
    if field not in one.correctable:
        raise RetentionError(
            "Ce champ ne se corrige pas directement. Demandez la correction en précisions : elle "
            "sera étudiée."
        )
    row = one.rows(subject.reference).filter(pk=object_id).first()
    if row is None:
        raise RetentionError("Ces données n’existent pas, ou plus. Rechargez la page.")
    setattr(row, field, value.strip())
    try:
        row.full_clean()
    except ValidationError as error:
        raise RetentionError(" ".join(error.messages)) from error
    row.save(update_fields=[field])
    _journal(by, "rights-rectification", subject, 1, field)
    return row


_NOT_OPPOSABLE = "traitement nécessaire : le délégué à la protection des données examine le motif"


def _why_held(held: int) -> str:
    return "effacement suspendu, par exemple pour un contrôle ou un litige" if held else ""


def _held_ids(one: Holding) -> list[str]:
    holds = RetentionHold.objects.active(clock.today()).filter(kind=one.label)
    return list(holds.values_list("object_id", flat=True))


def _free_and_held(one: Holding, subject: Subject) -> tuple[list[Any], int]:
    """Identifiers of the rows that may go, and how many a hold protects."""
    rows = one.rows(subject.reference)
    held = _held_ids(one)
    free = list(rows.exclude(pk__in=held).values_list("pk", flat=True))
    return free, rows.filter(pk__in=held).count()


def _journal(by: Author, action: str, subject: Subject, count: int, *fields: str) -> None:
    """A visitor is nobody in the journal: only that a mailbox was concerned."""
    known = subject.kind != SubjectKind.VISITOR
    record(
        by=by,
        action=action,
        kind=f"subject.{subject.kind.value}",
        object_id=subject.uuid if known else None,
        organisation=by.organisation,
        fields=fields,
        count=count,
    )
