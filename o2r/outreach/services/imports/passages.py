"""Lines that are meetings: where, with whom, and what the rules of a meeting refuse."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.outreach.enums import Channel, EncounterKind, ImportKind
from o2r.outreach.exchange.fingerprints import of_reference
from o2r.outreach.exchange.rows import LeftOut, PassageRow
from o2r.outreach.models import Encounter, Place
from o2r.outreach.services.encounter_details import (
    EncounterDetails,
    Heard,
    check_company,
    check_heard,
    fill,
)
from o2r.outreach.services.imports.desk import Desk, imported, team_of
from o2r.outreach.services.imports.people_named import People, people_named
from o2r.outreach.services.imports.plans import Entry, Planned, Sorting
from o2r.outreach.services.people_met import day_of
from o2r.territory.folding import fold
from o2r.territory.typography import typographic

_COLUMNS = {"counts": "people", "persons": "person_name", "words": "note"}
OLD = "trop ancien : la durée de conservation est passée."


def sort_passages(sorting: Sorting, desk: Desk, rows: Sequence[tuple[PassageRow, str]]) -> None:
    """Keep the rows that may be written, each under the rules of a meeting noted by hand."""
    people = people_named(desk, [row for row, _ in rows])
    place_of = _places(sorting, desk, [row for row, _ in rows])
    for row, known_by in rows:
        if row.at < desk.oldest:
            sorting.left_out.append(LeftOut(row.line, row.name, typographic(OLD)))
            continue
        before = len(sorting.problems)
        place = place_of(row)
        person = people.find(sorting, row)
        if len(sorting.problems) > before:
            continue
        entry = _entry(sorting, desk, row, place, person, people)
        if entry is not None:
            says = EncounterKind(row.kind).label + (f", {place}" if place else "")
            sorting.entries.append(Planned(row.line, row.name, says, known_by, entry))


def _entry(
    sorting: Sorting,
    desk: Desk,
    row: PassageRow,
    place: Place | None,
    person: UUID | None,
    people: People,
) -> Entry | None:
    counts = {"women": row.women, "men": row.men, "unknown": row.unknown}
    details = EncounterDetails(
        kind=EncounterKind(row.kind),
        at=row.at,
        place=place,
        channel=row.channel or Channel.STREET,
        counts={code: number for code, number in counts.items() if number},
    )
    made = Encounter(organisation=desk.organisation, by=desk.author)
    named, heard = int(person is not None), Heard(words=row.note)
    try:
        check_company(details, named)
        check_heard(heard, named)
        fill(made, details, oldest=clock.now() - desk.oldest + timedelta(days=1))
    except DomainError as error:
        field = error.field or "at"
        sorting.refuse(row.line, _COLUMNS.get(field, field), str(error))
        return None
    born = people.born.get(person) if person else None
    if born and day_of(made, desk.organisation) < born:
        sorting.refuse(
            row.line, "at", "cette rencontre précède la naissance de la personne : vérifiez la date"
        )
        return None
    made.team = team_of(sorting, desk, row.line, row.team)
    return Entry(made, person, heard.texts.get("words", ""))


def _places(
    sorting: Sorting, desk: Desk, rows: Sequence[PassageRow]
) -> Callable[[PassageRow], Place | None]:
    """Finds the place that a row names, by its name or its reference; refuses one not known."""
    active = Place.objects.of_organisation(desk.organisation.pk).active()
    named: dict[str, list[Place]] = {}
    for place in active.order_by("pk"):
        named.setdefault(fold(place.name), []).append(place)
    digest = desk.digest(ImportKind.PLACES)
    said = {row.place for row in rows if row.place and fold(row.place) not in named}
    digests = {of_reference(digest, one): one for one in sorted(said)}
    by_key = {place.pk: place for places in named.values() for place in places}
    referred = {
        digests[row.digest]: by_key[row.place_id]
        for row in imported(desk.organisation.pk, ImportKind.PLACES, digests)
        if row.place_id in by_key
    }

    def find(row: PassageRow) -> Place | None:
        found = named.get(fold(row.place), []) if row.place else []
        if row.place in referred:
            return referred[row.place]
        if row.place and len(found) != 1:
            sorting.refuse(
                row.line,
                "place",
                "plusieurs lieux portent ce nom : précisez-le"
                if found
                else "ce lieu n’est pas dans votre liste : importez d’abord les lieux, ajoutez-le, "
                "ou videz la cellule",
            )
            return None
        return found[0] if found else None

    return find
