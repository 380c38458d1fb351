"""``o2r trust R2.person``: somebody erased leaves figures, and nothing that finds or tells them.

A person with all that the product may hold of one: two files merged into one, every sealed column
filled, a partner, a card, a protection, an emergency. They are erased in each way that there is;
then every table and every sealed column is read again, in the database and in a copy of it made
before, restored as the documentation says. What is to be read comes from the models: a column that
a new screen adds is counted the day it exists.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import models, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.core import clock
from o2r.core.belt import system_scope
from o2r.core.crypto.models import DataKey, DestroyedKey, Wrap
from o2r.core.crypto.services import reapply_destructions
from o2r.core.journal.authors import Author
from o2r.core.measures import Measure, measures_for
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.models import RetentionNotice
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import erase_subject, run
from o2r.core.retention.trust import live
from o2r.outreach.models import Encounter
from o2r.outreach.selectors.encounters import By, funnel_of
from o2r.people.enums import Standing
from o2r.people.models import Person
from o2r.people.services import anonymise
from o2r.proofs.held_words import openable, sealed_columns, sealed_models
from o2r.proofs.known_pathway import figures_of_pathways
from o2r.proofs.known_person import KnownPerson, a_person_known_whole
from o2r.proofs.site import sample_site
from o2r.proofs.world import make_person, of_role

BY = Author.system("erasure-figures")
PARIS = ZoneInfo("Europe/Paris")
SHOWN = 10
STAYS = {
    "people.PersonMove": "the rungs and the end of a file, without a word",
    "people.Merge": "which number was joined to which: figures count a person once",
    "outreach.TrustDate": "a day, without which the figures of a month would change",
    "outreach.Encounter_persons": "which number was met: figures count people, not meetings",
    "pathways.Pathway": "where an accompaniment stood, in codes and days",
    "pathways.Eligibility": "on which ground somebody entered, in codes and days",
    "exits.Exit": "how a pathway ended, in codes and days",
    "exits.FollowUpSituation": "what became of somebody, in codes and days",
    "employment.Job": "a contract and whether it held, in codes and days",
}
"""The only rows that may name an erased file, and why."""
STATISTIC = frozenset(
    {
        *("id", "organisation_id", "level", "standing", "is_protected", "age_band", "gender"),
        *("department", "housing", "is_domiciled", "in_qpv", "in_frr", "needs_interpreter"),
        *("needs_plain_words", "opened_on", "last_contact_on", "is_example", "revision"),
    }
)
"""The only columns of a file that may still say something: none finds anybody."""


SHORTER = (
    *("people_emergencywords", "outreach_signalwords", "outreach_entrydraft"),
    "messaging_outgoingmessage",
)
"""The tables whose rows have a shorter period than the file."""


@measures_for("R2.person", family="trust")
def erased_people(*, full: bool = False) -> Iterator[Measure]:
    """A person erased in each way: what is left of them, live and in a restored copy."""
    for name, way in WAYS.items():
        with system_scope("trust"), sample_site():
            yield from _erased(f"R2.person.{name}", way)


@dataclass(frozen=True)
class Erasure:
    """One way to erase somebody; ``act`` gives what it saw go wrong. ``whole``: both files go;
    otherwise the one that a merge set aside, and what was said passes to the other."""

    act: Callable[[KnownPerson], list[str]]
    whole: bool = True


def _erased(name: str, way: Erasure) -> Iterator[Measure]:
    known = a_person_known_whole(make_person(of_role(MembershipRole.CASEWORKER)))
    beside = a_person_known_whole(make_person(of_role(MembershipRole.OUTREACH_WORKER)))
    _meet_later(beside)
    gone = [known.kept, known.gone] if way.whole else [known.gone]
    secrets = [known.canary, known.gone_canary] if way.whole else [known.gone_canary]
    others = beside.canary if way.whole else known.canary
    bare = sorted(set(sealed_columns()) - set(openable(known.canary)))
    yield Measure(f"{name}.unplanted", len(bare), "colonnes", 0, "equal", {"columns": bare})
    clear = sum(map(live, (known.canary, known.gone_canary)))
    yield Measure(f"{name}.in_clear", clear, "occurrences", 0, "equal")
    copy, figures, kept = _copied(), _figures(known.actor), _told(others)
    wrong = way.act(known)
    yield Measure(f"{name}.wrong", len(wrong), "écarts", 0, "equal", {"first": wrong})
    left = [one for secret in secrets for one in openable(secret)]
    shown = {"first": left[:SHOWN], "columns": len(set(sealed_columns()))}
    found = len(left) + sum(map(live, secrets))
    yield Measure(f"{name}.erased", found, "occurrences", 0, "equal", shown)
    named = [one for file in gone for one in _still_named(file)]
    yield Measure(f"{name}.named", len(named), "lignes", 0, "equal", {"first": named[:SHOWN]})
    lost = _differences(figures, _figures(known.actor))
    yield Measure(f"{name}.figures", len(lost), "chiffres", 0, "equal", {"first": lost[:SHOWN]})
    lost = sorted((Counter(kept) - Counter(_told(others))).elements())
    yield Measure(f"{name}.damage", len(lost), "textes", 0, "equal", {"first": lost[:SHOWN]})
    yield from _restored(name, copy, secrets)


def _meet_later(known: KnownPerson) -> None:
    """Somebody who is met again next year: nothing of theirs is due with the others."""
    later = clock.today() + timedelta(days=365)
    Person.objects.filter(pk=known.kept.pk).update(last_contact_on=later)


def _restored(name: str, copy: "Copy", secrets: list[str]) -> Iterator[Measure]:
    """What opens in a copy made before the erasure: before, then after, the destructions."""
    with transaction.atomic():
        _restore(copy)
        before = sum(len(openable(secret)) for secret in secrets)
        reapply_destructions(by=BY)
        left = [one for secret in secrets for one in openable(secret)]
        transaction.set_rollback(True)
    detail = {"first": left[:SHOWN]}
    # A copy in which nothing opened would prove nothing.
    yield Measure(f"{name}.copied", before, "colonnes", 1, "higher")
    yield Measure(f"{name}.readable_in_copy", len(left), "colonnes", 0, "equal", detail)


# --- What is held ---------------------------------------------------------------------------------


def _told(text: str) -> list[str]:
    """The same, of what lasts as long as the file: not what has a shorter period of its own."""
    return [one for one in openable(text) if not one.startswith(SHORTER)]


def _still_named(person: Person) -> list[str]:
    """Rows that point to an erased file and should not; columns of it that still say something."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for one in model._meta.concrete_fields:
            if one.related_model is Person and model._meta.label not in STAYS:
                count = model._base_manager.filter(**{one.name: person.pk}).count()
                found += [f"{model._meta.label}.{one.name}"] * count
    row: Any = Person.objects.filter(pk=person.pk).values().get()
    if row["standing"] != Standing.ANONYMISED:
        found.append("people.Person.standing")
    return found + [f"people.Person.{name}" for name in row if row[name] and name not in STATISTIC]


# --- Figures --------------------------------------------------------------------------------------

Figures = dict[str, Any]


def _figures(actor: Actor) -> Figures:
    """What an operator counts: the funnel by month, place and channel; its people by their codes
    and the month when they came."""
    rows = Encounter.objects.filter(organisation=actor.organisation)
    first, last = date(2020, 1, 1), clock.today()
    found: Figures = {}
    for by in By:
        for line in funnel_of(rows, by, since=first, until=last, zone=PARIS):
            found[f"{by.value} {line.group}"] = line.steps
    for one in rows.standing().order_by("at", "pk"):
        found[f"besoins {one.pk}"] = (one.counts, one.needs, one.mood, one.minutes)
    people = Person.objects.filter(organisation=actor.organisation).each_once()
    for month, *codes in people.values_list(
        "opened_on", "age_band", "gender", "department", "housing", "in_qpv", "level"
    ).order_by("pk"):
        key = f"personnes {month:%Y-%m} {codes}"
        found[key] = found.get(key, 0) + 1
    return found | figures_of_pathways(actor.organisation)


def _differences(before: Figures, after: Figures) -> list[str]:
    names = sorted(set(before) | set(after))
    return [
        f"{name}: {before.get(name)} → {after.get(name)}"
        for name in names
        if before.get(name) != after.get(name)
    ]


# --- A copy made before ---------------------------------------------------------------------------

Copy = dict[type[models.Model], list[models.Model]]


def _copied() -> Copy:
    """The keys and all that they sealed, as a backup holds them."""
    kept: Iterable[Any] = (DataKey, Wrap, *sealed_models())
    return {model: list(model._base_manager.order_by("pk")) for model in kept}


def _restore(copy: Copy) -> None:
    """Put back what has gone since, and forget the destructions: a backup knows none of them."""
    for model, rows in copy.items():
        there = set(model._base_manager.order_by("pk").values_list("pk", flat=True))
        model._base_manager.bulk_create([one for one in rows if one.pk not in there])
    DestroyedKey.objects.all().delete()


# --- The ways -------------------------------------------------------------------------------------


def _by_who_follows(known: KnownPerson) -> list[str]:
    anonymise(by=known.actor, person=known.kept)
    return []


def _by_a_right(known: KnownPerson) -> list[str]:
    erase_subject(by=BY, subject=Subject(SubjectKind.PERSON, str(known.kept.pk)))
    return []


def _by_time(known: KnownPerson) -> list[str]:
    """The daily rounds around two years without a contact: a notice, nothing early, the end."""
    wrong = []
    for days in (BEFORE_NOTICE, AFTER_NOTICE, LAST_DAY, AFTER):
        _round(days)
        if days == BEFORE_NOTICE and _is_told(known):
            wrong.append("announced too early")
        if days == AFTER_NOTICE and not _is_told(known):
            wrong.append("not announced")
        if days < AFTER and not Person.objects.followed().filter(pk=known.kept.pk):
            wrong.append(f"erased after {days} days")
    return wrong


BEFORE_NOTICE, AFTER_NOTICE, LAST_DAY, AFTER = 697, 701, 729, 733
"""Days since the last contact, around twenty-four months and the notice of thirty days."""
UNDONE_NO_MORE = 32


def _round(days: int) -> None:
    """The daily round of retention, so many days from now."""
    moment = clock.now() + timedelta(days=days)
    with clock.stopped_at(moment):
        list(run(by=BY, now=moment))


def _is_told(known: KnownPerson) -> bool:
    return RetentionNotice.objects.filter(object_id=str(known.kept.pk)).exists()


def _a_month_after_a_merge(known: KnownPerson) -> list[str]:
    """The identity of the file that a merge set aside goes; what was said stays with the other."""
    _round(UNDONE_NO_MORE)
    return []


WAYS = {
    "asked": Erasure(_by_who_follows),
    "right": Erasure(_by_a_right),
    "time": Erasure(_by_time),
    "merged": Erasure(_a_month_after_a_merge, whole=False),
}
