"""Entries as lists and pages read them: what happened, and the people one may know of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from o2r.accounts.actors import Actor
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.sealing import prefetch_keys
from o2r.outreach.enums import EncounterKind, Need
from o2r.outreach.funnel import Fact, Line, funnel
from o2r.outreach.models import Encounter, EncounterWords, Promise, TrustDate
from o2r.outreach.models.encounters import EncounterQuerySet
from o2r.outreach.passage_counts import count_lines, people_counted
from o2r.people.models import Merge, Person


@dataclass(frozen=True)
class Entry:
    """One entry in words. ``names``: the people one may know of; ``others``: how many more."""

    row: Encounter
    at: datetime
    names: tuple[tuple[UUID, str], ...]
    others: int

    @property
    def counted(self) -> int:
        """People counted without a name."""
        return people_counted(self.row.counts)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The lines of the counts that hold something, in the words in use."""
        labels = {line.code: line.label for line in count_lines()}
        return [(labels.get(code, code), number) for code, number in self.row.counts.items()]

    @property
    def needs(self) -> list[str]:
        return [Need(code).label for code in self.row.needs if code in Need.values]

    @property
    def channel(self) -> str:
        return self.row.get_channel_display()

    @property
    def place(self) -> str:
        return self.row.place.name if self.row.place else ""


def for_lists(rows: EncounterQuerySet) -> EncounterQuerySet:
    """With all that a line needs."""
    return rows.select_related("organisation", "place", "by", "round", "team")


def named_in(rows: Iterable[Encounter]) -> dict[UUID, list[UUID]]:
    """The keys of the files that some entries name, by entry. One query.

    Keys alone: who reads a list may not meet all these files.
    """
    links = Encounter.persons.through.objects.filter(encounter__in=[row.pk for row in rows])
    found: dict[UUID, list[UUID]] = {}
    for entry, person in links.order_by("pk").values_list("encounter_id", "person_id"):
        found.setdefault(entry, []).append(person)
    return found


def entries_of(
    rows: Iterable[Encounter],
    named: dict[UUID, list[UUID]],
    names: dict[UUID, str],
    zone: ZoneInfo,
) -> list[Entry]:
    """Entries in words. ``named``: ``named_in``; ``names``: of the people one may know of."""
    return [_entry(row, named.get(row.pk, []), names, zone) for row in rows]


def _entry(row: Encounter, people: Sequence[UUID], names: dict[UUID, str], zone: ZoneInfo) -> Entry:
    known = tuple((key, names[key]) for key in people if key in names)
    return Entry(row, row.at.astimezone(zone), known, len(people) - len(known))


def known_people(actor: Actor, keys: Sequence[UUID]) -> list[Person]:
    """Those of these people whose file somebody meets where they act now."""
    rows = Person.objects.visible_to(actor).filter(pk__in=keys, organisation=actor.organisation)
    return list(rows.with_followers().select_related("identity").order_by("pk"))


@dataclass(frozen=True)
class Said:
    """What one person said in a meeting, opened."""

    person: UUID
    need_said: str
    words: str
    encounter: UUID


def words_of(organisation: UUID, rows: Iterable[EncounterWords]) -> list[Said]:
    """Words opened with the keys of the organisation. Raises NoKey, KeysUnavailable."""
    found = list(rows)
    prefetch_keys(organisation=organisation, subjects={one.subject for one in found})
    return [
        Said(
            one.person_id,
            **read_sealed(one, "need_said", "words", organisation=organisation),
            encounter=one.encounter_id,
        )
        for one in found
    ]


@dataclass(frozen=True)
class PromiseShown:
    """A promise, opened, and to whom it is made."""

    row: Promise
    what: str
    name: str
    is_late: bool


def promises_shown(
    organisation: UUID, rows: Iterable[Promise], names: dict[UUID, str], today: date
) -> list[PromiseShown]:
    """Promises to people one knows of, opened. Raises NoKey, KeysUnavailable."""
    found = [one for one in rows if one.person_id in names]
    prefetch_keys(organisation=organisation, subjects={one.subject for one in found})
    return [
        PromiseShown(
            one,
            read_sealed(one, "what", organisation=organisation)["what"],
            names[one.person_id],
            one.due_on < today,
        )
        for one in found
    ]


class By(StrEnum):
    """What a funnel is cut by: stable words of its address."""

    MONTH = "mois"
    PLACE = "lieu"
    CHANNEL = "canal"

    @property
    def label(self) -> str:
        return {"mois": "Mois", "lieu": "Lieu", "canal": "Canal"}[self.value]


def funnel_of(
    rows: EncounterQuerySet, by: By, *, since: date, until: date, zone: ZoneInfo
) -> list[Line]:
    """The funnel of entries between two days, included. Four queries, whatever their number."""
    start = datetime.combine(since, time(), zone)
    end = datetime.combine(until + timedelta(days=1), time(), zone)
    found = rows.standing().filter(at__gte=start, at__lt=end).order_by("at", "pk")
    kept = dict(
        Merge.objects.filter(undone_at=None).order_by("pk").values_list("gone_id", "kept_id")
    )
    entries = list(for_lists(found))
    named = named_in(entries)
    facts = [
        _fact(row, by, zone, {kept.get(k, k) for k in named.get(row.pk, ())}) for row in entries
    ]
    people = {one for fact in facts for one in fact.people}
    trusting = TrustDate.objects.filter(person__in=people).order_by("pk")
    return funnel(facts, trusting.values_list("person", flat=True))


def _fact(row: Encounter, by: By, zone: ZoneInfo, people: Iterable[UUID]) -> Fact:
    day = row.at.astimezone(zone).date()
    groups = {
        By.MONTH: f"{day:%Y-%m}",
        By.PLACE: row.place.name if row.place else "Ailleurs",
        By.CHANNEL: row.get_channel_display(),
    }
    is_passage = row.kind == EncounterKind.PASSAGE
    return Fact(
        group=groups[by],
        day=day,
        seen=people_counted(row.counts) if is_passage else 0,
        people=frozenset(people),
        is_meeting=row.kind == EncounterKind.MEETING,
    )
