"""What outreach says of somebody on their page: meetings and their words, promises, trust."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse

from o2r.core import clock
from o2r.core.calendar_words import day_and_month
from o2r.outreach.enums import PromiseState
from o2r.outreach.models import Encounter, EncounterWords, Promise
from o2r.outreach.selectors.people_seen import files_of, writable
from o2r.outreach.selectors.person_story import meetings_of
from o2r.people.file_page import Act, Due, Line, Moment, acts, local, presses, tells
from o2r.people.models import Person
from o2r.people.registry import brings
from o2r.people.selectors.reading import Reader
from o2r.territory.typography import typographic

MOST = 30
KINDS = {
    PromiseState.OPEN: "waiting",
    PromiseState.KEPT: "confirmed",
    PromiseState.MISSED: "wrong",
    PromiseState.POSTPONED: "neutral",
}
brings("said")


@tells("route")
def meetings(reader: Reader, person: Person) -> Iterator[Moment]:
    """The last meetings, with what was said and promised there. One query."""
    reads = "narrative" in reader.groups
    words = {one.encounter_id: one for one in person.said.all()} if reads else {}
    promised = _by_meeting(person.promises.all()) if reads else {}
    rows: Iterable[Encounter] = meetings_of(files_of(person))[:MOST]
    for one in rows:
        at = local(one.at, person)
        yield Moment(
            day=at.date(),
            at=at.time(),
            title=str(one.get_kind_display()).capitalize(),
            beside=_beside(one),
            quote=_words(reader, words.get(one.pk)),
            url=reverse("outreach:encounter", args=[one.pk]),
            lines=tuple(_line(reader, row) for row in promised.get(one.pk, ())),
        )


def _beside(one: Encounter) -> str:
    place = one.place.name if one.place else str(one.get_channel_display())
    return f"{place} · {one.by}"


def _words(reader: Reader, row: EncounterWords | None) -> str:
    if row is None:
        return ""
    said = reader.open(row, "words", "need_said")
    return said.get("words", "") or said.get("need_said", "")


def _by_meeting(rows: Iterable[Promise]) -> dict[UUID | None, list[Promise]]:
    found: dict[UUID | None, list[Promise]] = {}
    for one in rows:
        found.setdefault(one.encounter_id, []).append(one)
    return found


def _line(reader: Reader, row: Promise) -> Line:
    state = PromiseState(row.state)
    what = reader.open(row, "what").get("what", "")
    said = f"à tenir le {day_and_month(row.due_on)}" if state is PromiseState.OPEN else state.label
    if state is PromiseState.OPEN and row.due_on < clock.today():
        said = f"en retard depuis le {day_and_month(row.due_on)}"
    return Line(typographic(f"Promesse : {what}"), str(said), KINDS[state])


@tells("narrative")
def promises(reader: Reader, person: Person) -> Iterator[Moment]:
    """The promises that were made outside of a meeting."""
    for one in person.promises.all():
        if one.encounter_id is None:
            line = _line(reader, one)
            day = local(one.made_at, person).date()
            yield Moment(day, line.text, badge=line.badge, kind=line.kind)


@tells("route")
def trust(reader: Reader, person: Person) -> Iterator[Moment]:
    """The day of trust."""
    known = getattr(person, "trust", None)
    if known is not None:
        ground = str(known.get_ground_display()).capitalize()
        yield Moment(known.since, "Contact de confiance", text=f"{ground}.")


@presses("narrative")
def to_keep(reader: Reader, person: Person) -> Iterator[Due]:
    """The promises of today, and those whose day is past."""
    today = clock.today()
    for one in person.promises.all():
        if one.state == PromiseState.OPEN and one.due_on <= today:
            late = f" (pour le {day_and_month(one.due_on)})" if one.due_on < today else ""
            what = reader.open(one, "what").get("what", "")
            said = typographic(f"Promesse à tenir : {what}{late}")
            yield Due(said, one.due_on, reverse("outreach:promises"))


@acts("route")
def note(reader: Reader, person: Person) -> Iterator[Act]:
    """Note a meeting."""
    if writable(reader.actor, [person]):
        address = f"{reverse('outreach:encounter_new')}?person={person.pk}"
        yield Act("Nouvelle rencontre", address, is_first=True)
