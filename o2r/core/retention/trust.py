"""R1: what is due leaves, and nothing leaves early. R2: people get all their data, and erase them.

Every declaration and every holding is tried, whatever app it comes from: the list is the registry,
the rows are invented from the fields.
"""

import calendar
import io
import json
import time
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import Error, connection, models, transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.measured_site import measured_site
from o2r.core.measures import Measure, measures_for
from o2r.core.retention import rights, services
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.free_pages import rewrite_free_pages
from o2r.core.retention.measured_rows import make_row, starting
from o2r.core.retention.models import RetentionHold, RetentionNotice
from o2r.core.retention.periods import Duration, period
from o2r.core.retention.registry import Declaration, Since, timed
from o2r.core.retention.rights import Holding, Subject

SEED = 20261122
BY = Author.system("retention-figures")
PARIS = ZoneInfo("Europe/Paris")
NOWS = (
    # A plain noon; the night clocks go back, and forward; a last day of February; a leap day.
    datetime(2027, 6, 15, 12, 0, tzinfo=PARIS),
    datetime(2026, 10, 25, 2, 30, tzinfo=PARIS),
    datetime(2027, 3, 28, 3, 30, tzinfo=PARIS),
    datetime(2027, 2, 28, 23, 59, tzinfo=PARIS),
    datetime(2028, 2, 29, 0, 1, tzinfo=PARIS),
)
SECONDS_TO_EXPORT = 60
ROWS = (40, 5000)
"""Rows of a person in each model: in the short form, in the long one."""


@dataclass
class Tally:
    """What a trial of retention counted."""

    due: int = 0
    done: int = 0
    early: int = 0
    held: int = 0
    again: int = 0
    unannounced: int = 0
    unproven: list[str] = field(default_factory=list)


@measures_for("R1", family="trust")
def retention(*, full: bool = False) -> Iterator[Measure]:
    """Each period, around its limit and at hours that clocks mistake."""
    autodiscover_modules("measured_rows")
    size, rng, tally = (60 if full else 6), Random(SEED), Tally()  # noqa: S311
    with measured_site():
        for one in timed():
            for now in NOWS:
                _try(one, now, size, rng, tally)
    detail = {"seed": SEED, "models": len(list(timed())), "due": tally.due}
    share = 100 * tally.done / tally.due if tally.due else 0
    yield Measure("R1.done", share, "% de l’échu", 100, "equal", detail)
    yield Measure("R1.early", tally.early, "lignes", 0, "equal", detail)
    yield Measure("R1.held", tally.held, "lignes", 0, "equal", detail)
    yield Measure("R1.again", tally.again, "lignes", 0, "equal", detail)
    yield Measure("R1.unannounced", tally.unannounced, "lignes", 0, "equal", detail)
    missing = sorted(set(tally.unproven))
    named = {**detail, "missing": missing}
    yield Measure("R1.unproven", len(missing), "modèles", 0, "equal", named)


def _try(one: Declaration, now: datetime, size: int, rng: Random, tally: Tally) -> None:
    """Rows around the limit of one period, one run, and what should have happened."""
    if not isinstance(one.clock, Since):
        return
    duration = period(one.period, timezone.localdate(now)).duration
    starts: dict[Any, datetime] = {}
    with transaction.atomic():
        for moment in around(duration, now, size, rng):
            try:
                with transaction.atomic():
                    given = starting(one.clock, moment, one.model)
                    row = make_row(one.model, text="inventé", moment=moment, **given)
            except (Error, TypeError):
                tally.unproven.append(one.label)
                return
            starts[row.pk] = moment
        _run_and_count(one, duration, now, starts, tally)
        transaction.set_rollback(True)


def _run_and_count(
    one: Declaration, duration: Duration, now: datetime, starts: dict[Any, datetime], tally: Tally
) -> None:
    due = {pk for pk, start in starts.items() if is_over(duration, start, now)}
    kept = min(due, key=str)
    RetentionHold.objects.create(
        kind=one.label,
        object_id=str(kept),
        reason="contrôle",
        until=timezone.localdate(now) + timedelta(days=90),
        placed_at=now,
    )
    told = _announced(one, now, due)
    list(services.run(by=BY, now=now, only=one.label))
    left = set(one.rows().filter(pk__in=starts).order_by("pk").values_list("pk", flat=True))
    tally.due += len(due - {kept})
    tally.done += len(due - {kept} - left)
    tally.early += len(set(starts) - due - left)
    tally.held += kept not in left
    tally.unannounced += len(due - {kept} - left - told) if one.notice else 0
    tally.again += sum(done.ended for done in services.run(by=BY, now=now, only=one.label))


def _announced(one: Declaration, now: datetime, due: set[Any]) -> set[Any]:
    """Rows told long enough before: the round of the day when the notice had to leave is run."""
    if one.notice is None:
        return set()
    delay = period(one.notice.period, timezone.localdate(now)).duration
    first = now - timedelta(days=delay.days + delay.months * 31 + 1)
    list(services.run(by=BY, now=first, only=one.label))
    sent = RetentionNotice.objects.filter(kind=one.label, sent_at__lte=first)
    ids = set(sent.order_by("object_id").values_list("object_id", flat=True))
    return {pk for pk in due if str(pk) in ids}


def around(duration: Duration, now: datetime, size: int, rng: Random) -> Iterator[datetime]:
    """Starts of clocks whose end falls around ``now``: on its eve, on its day, the day after."""
    if duration.hours is not None:
        # In UTC: an hour subtracted from a clock on the wall may not be an hour.
        nearest = now.astimezone(UTC) - timedelta(hours=duration.hours)
        yield from (nearest + timedelta(seconds=shift) for shift in (-3600, -1, 1, 3600))
        yield from (nearest + timedelta(minutes=rng.randint(-3000, 3000)) for _ in range(size))
        return
    nearest = now - timedelta(days=duration.days + round(duration.months * 30.44))
    for shift in (*range(-4, 5), *(rng.randint(-60, 60) for _ in range(size))):
        hour = timedelta(seconds=rng.randrange(86_400))
        yield nearest.replace(hour=0, minute=0, second=0) + timedelta(days=shift) + hour


def is_over(duration: Duration, start: datetime, now: datetime) -> bool:
    """Whether a period is over, by another way than the product's: counted on a calendar."""
    if duration.hours is not None:
        return now.timestamp() - start.timestamp() > duration.hours * 3600
    first, today = timezone.localdate(start), timezone.localdate(now)
    year, month = divmod(first.year * 12 + first.month - 1 + duration.months, 12)
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day).toordinal() + duration.days < today.toordinal()


@measures_for("R2", family="trust")
def people(*, full: bool = False) -> Iterator[Measure]:
    """Two people of each kind: one takes and erases everything, the other loses nothing."""
    autodiscover_modules("measured_rows")
    rows = ROWS[full]
    with measured_site():
        for kind in (SubjectKind.ACCOUNT, SubjectKind.VISITOR):
            yield from _person(kind, rows)


def _person(kind: SubjectKind, rows: int) -> Iterator[Measure]:
    canary, neighbour = f"canari-{uuid.uuid4().hex[:10]}", f"voisin-{uuid.uuid4().hex[:10]}"
    subject, made, unproven = _planted(kind, canary, rows)
    _planted(kind, neighbour, rows)
    before = live(neighbour)
    start = time.perf_counter()
    export = services.run_export(by=BY, subject=subject)
    seconds = time.perf_counter() - start
    found, others = _handed_out(export.content, neighbour)
    services.erase_subject(by=BY, subject=subject)
    rewrite_free_pages()
    detail = {"rows": made, "kind": kind.value}
    name = f"R2.{kind.value}"
    yield Measure(f"{name}.export", seconds, "s", SECONDS_TO_EXPORT, "lower", detail)
    yield Measure(f"{name}.complete", 100 * found / made, "%", 100, "equal", detail)
    yield Measure(f"{name}.others", others, "occurrences", 0, "equal", detail)
    yield Measure(f"{name}.erased", live(canary), "occurrences", 0, "equal", detail)
    yield Measure(f"{name}.damage", abs(before - live(neighbour)), "lignes", 0, "equal", detail)
    missing = {**detail, "missing": unproven}
    yield Measure(f"{name}.unproven", len(unproven), "modèles", 0, "equal", missing)


def _planted(kind: SubjectKind, canary: str, rows: int) -> tuple[Subject, int, list[str]]:
    """A person, and rows of theirs in every model that holds some; what could not be made."""
    now, made, unproven = clock.now(), 0, []
    user = get_user_model()
    if kind == SubjectKind.ACCOUNT:
        person = make_row(user, text=canary, moment=now)
        subject, made = Subject(kind, str(person.pk)), 1
    else:
        subject = Subject(kind, f"{canary}@exemple.invalid")
    for one in rights.holdings(kind):
        if one.model is user:
            continue
        planted = 0
        for _ in range(min(rows, 3) if one.erase is None else rows):
            if not _plant(one, subject, canary, now):
                break
            planted += 1
        # A model may hold one row of a person and no more.
        unproven += [] if planted else [one.label]
        made += planted
    return subject, made, sorted(set(unproven))


def _plant(one: Holding, subject: Subject, canary: str, now: datetime) -> bool:
    """One row of the person, tied to them by whichever field does it. False when none does."""
    # What an erasure keeps holds no words of the person: it is filled with others.
    text = canary if one.erase else "conservé"
    for given in _ties(one.model, subject):
        try:
            with transaction.atomic():
                row = make_row(one.model, text=text, moment=now, **given)
                if one.rows(subject.reference).filter(pk=row.pk).exists():
                    return True
                transaction.set_rollback(True)
        except Error:
            continue
    return False


def _ties(model: type[models.Model], subject: Subject) -> Iterator[dict[str, Any]]:
    """Ways in which a row of a model may belong to a person."""
    if any(one.name == "subject_kind" for one in model._meta.concrete_fields):
        reference = services.kept_reference(subject)
        yield {"subject_kind": subject.kind.value, "subject_reference": reference}
    account = get_user_model().objects.filter(pk=subject.uuid).first() if subject.uuid else None
    for one in model._meta.concrete_fields:
        if account is None and isinstance(one, models.EmailField):
            yield {one.name: subject.reference}
        elif account is not None and isinstance(one, models.ForeignKey):
            if one.related_model is get_user_model():
                yield {one.name: account}
        elif account is not None and isinstance(one, models.UUIDField) and not one.primary_key:
            yield {one.name: account.pk}
        elif account is not None and isinstance(one, models.EmailField):
            yield {one.name: account.get_username()}


def _handed_out(archive: bytes, neighbour: str) -> tuple[int, int]:
    """How many rows an archive holds, and how many times it speaks of somebody else."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        texts = {name: files.read(name).decode() for name in files.namelist()}
    document = json.loads(texts["donnees.json"])
    rows = sum(len(section) for section in document["donnees"].values())
    return rows, sum(text.count(neighbour) for text in texts.values())


def live(canary: str) -> int:
    """Rows of any table, and files, that still hold a text; on SQLite, the pages set free too."""
    found = 0
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found += sum(any(canary in _read(cell) for cell in row) for row in cursor.fetchall())
    if found == 0 and connection.vendor == "sqlite" and not connection.in_atomic_block:
        found += connection.connection.serialize().count(canary.encode())
    return found + sum(canary.encode() in default_storage.open(path).read() for path in _files(""))


def _read(cell: Any) -> str:
    return (
        bytes(cell).decode(errors="replace") if isinstance(cell, bytes | memoryview) else str(cell)
    )


def _files(folder: str) -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in names)
    for name in folders:
        yield from _files(f"{folder}{name}/")
