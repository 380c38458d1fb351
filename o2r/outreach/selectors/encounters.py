"""Entries as lists and pages read them: what happened, and the people one may know of."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Count, Exists, F, Max, Min, OuterRef, Value, When
from django.db.models.functions import Concat

from o2r.accounts.actors import Actor
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.sealing import prefetch_keys
from o2r.outreach.enums import Channel, EncounterKind, Need
from o2r.outreach.funnel import Counted, Line, Met, called, funnel
from o2r.outreach.models import Encounter, EncounterWords, Place, Promise, TrustDate
from o2r.outreach.models.encounters import EncounterQuerySet
from o2r.outreach.passage_counts import count_lines, people_counted
from o2r.outreach.selectors.as_written import PeopleCounted, as_text, instant_of
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
    return rows.select_related("organisation", "place", "by", "round", "team").with_named()


def entries_of(rows: Iterable[Encounter], names: dict[UUID, str], zone: ZoneInfo) -> list[Entry]:
    """Entries in words. ``names``: of the people one may know of."""
    return [_entry(row, row.named, names, zone) for row in rows]


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


_THEN = "|"


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
    """The funnel of entries between two days, included. Five queries, whatever their number: the
    database counts, for a territory notes hundreds of entries a day.
    """
    start = datetime.combine(since, time(), zone)
    end = datetime.combine(until + timedelta(days=1), time(), zone)
    found = rows.standing().filter(at__gte=start, at__lt=end)
    found = found.annotate(group=_group(by, since, until, zone))
    lines = funnel(_counted(found), _met(found, zone))
    return called(lines, _names(by, [one.group for one in lines]))


def _group(by: By, since: date, until: date, zone: ZoneInfo) -> Any:
    """What entries are grouped by, in the database: what costs least to read in each."""
    if by is not By.MONTH:
        return F("channel") if by is By.CHANNEL else as_text("place")
    ends, first = [], since.replace(day=1)
    while first <= until:
        following = (first + timedelta(days=31)).replace(day=1)
        ends.append((datetime.combine(following, time(), zone), f"{first:%Y-%m}"))
        first = following
    return _month(ends)


def _month(ends: Sequence[tuple[datetime, str]]) -> Any:
    """The month of an entry: halves of halves, so that each is compared with few ends."""
    if len(ends) == 1:
        return Value(ends[0][1])
    half = len(ends) // 2
    early, late = _month(ends[:half]), _month(ends[half:])
    return Case(When(at__lt=ends[half - 1][0], then=early), default=late, output_field=CharField())


def _names(by: By, groups: Collection[str]) -> Callable[[str], str]:
    """What groups are called. One query for places."""
    if by is By.MONTH:
        return str
    if by is By.CHANNEL:
        return lambda channel: str(Channel(channel).label)
    known = Place.objects.filter(pk__in=[one for one in groups if one])
    names = dict(known.order_by("pk").values_list(as_text("pk"), "name"))
    return lambda place: names.get(place, "Ailleurs")


def _counted(found: Any) -> Iterator[Counted]:
    """How many people were seen, and how many meetings there were. One query.

    Entries whose counts are the same are added up there: what a line counts is known here.
    """
    # Only a passage counts people without naming them: of the others, nothing more is told apart.
    written = Case(When(kind=EncounterKind.PASSAGE, then=as_text("counts")), default=Value(""))
    counting = found.filter(kind__in=[EncounterKind.PASSAGE, EncounterKind.MEETING])
    alike = counting.annotate(written=written).values_list("kind", "group", "written")
    people = PeopleCounted()
    for kind, group, written, many in alike.annotate(many=Count("pk")).order_by("kind", "group"):
        if kind == EncounterKind.PASSAGE:
            yield Counted(group, seen=people[written] * many)
        elif kind == EncounterKind.MEETING:
            yield Counted(group, meetings=many)


def _met(found: Any, zone: ZoneInfo) -> Iterator[Met]:
    """Where each person was met first, and when last. Two queries."""
    met = found.filter(kind=EncounterKind.MEETING, persons__isnull=False)
    # An instant and a group, as one text: the least of them is the first, and says where.
    begun = Concat(as_text("at"), Value(_THEN), F("group"), output_field=CharField())
    merges = Merge.objects.filter(undone_at=None).order_by("pk")
    kept = dict(merges.values_list(as_text("gone"), as_text("kept")))
    trusted = _trusted(kept.values())
    # Not through the files: one that was erased is met by nobody, and counts all the same.
    trust = Exists(TrustDate.objects.filter(person=OuterRef("persons")))
    each = met.order_by().values_list(as_text("persons"), trust)
    each = each.annotate(begun=Min(begun), last=as_text(Max("at")))
    for gone, trusts, begun_as, last in each.order_by("begun"):
        at, _, group = begun_as.partition(_THEN)
        person = kept.get(gone, gone)
        day = _day(at, zone)
        later = day if last == at else _day(last, zone)
        yield Met(person, group, day, later, trusts if person == gone else person in trusted)


def _day(written: str, zone: ZoneInfo) -> date:
    return instant_of(written).astimezone(zone).date()


def _trusted(people: Collection[str]) -> frozenset[str]:
    """Which of the files kept by a merge are of trust. One query when there are some."""
    if not people:
        return frozenset()
    rows = TrustDate.objects.filter(person__in=[UUID(one) for one in people]).order_by("pk")
    return frozenset(rows.values_list(as_text("person"), flat=True))
