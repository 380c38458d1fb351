"""Which lines of a file look like somebody whom the reader already follows: a hint, no more.

Only files that the reader meets with a name are compared: nobody learns that another one exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import Allow, decide
from o2r.outreach.exchange.rows import PersonRow
from o2r.people.likeness import SHOWN_FROM, Identity, score
from o2r.people.likeness.names import Name as Written
from o2r.people.models import Person
from o2r.people.selectors.caseload import Row, for_lists, rows_of
from o2r.territory.folding import fold

MOST_COMPARED, MOST_SHOWN = 2_000, 20
"""Files compared, those met last; lines shown, whose names are read on one page."""


@dataclass(frozen=True)
class LookAlike:
    """A line, and the file that it looks like. ``why``: names nobody."""

    line: int
    name: str
    known: Row
    why: str


def look_alikes(
    actor: Actor, rows: Sequence[PersonRow], met: Sequence[tuple[Person, frozenset[str]]]
) -> list[LookAlike]:
    """The first lines that look like a file, one file for each. ``met``: those of ``files_met``."""
    known = rows_of(actor, met) if rows else []
    by_sound: dict[str, list[Row]] = {}
    for one in known:
        for sound in _sounds(one.name.first_name, one.name.last_name, one.name.known_as):
            by_sound.setdefault(sound, []).append(one)
    found: list[LookAlike] = []
    for row in rows:
        near = {
            one.person.pk: one
            for sound in _sounds(row.first_name, row.last_name, row.known_as)
            for one in by_sound.get(sound, ())
        }
        best = max((_likeness(row, one) for one in near.values()), default=None, key=lambda p: p[0])
        if best and best[0] >= SHOWN_FROM:
            found.append(LookAlike(row.line, row.name, best[1], best[2]))
        if len(found) == MOST_SHOWN:
            break
    return found


def files_met(actor: Actor) -> list[tuple[Person, frozenset[str]]]:
    """The files that the reader meets with a name, seen last first; what they may read of each.
    One query."""
    met = Person.objects.followed().findable().visible_to(actor)
    mine = for_lists(met.filter(organisation=actor.organisation))
    known = []
    for person in mine.order_by("-last_contact_on", "pk")[:MOST_COMPARED]:
        decision = decide(actor, "list", person.subject(actor), PROVED)
        if isinstance(decision, Allow) and "identity" in decision.fields:
            known.append((person, decision.fields))
    return known


def _sounds(*names: str) -> set[str]:
    return {word.bones for name in names for word in Written.of(name).words if word.bones}


def _likeness(row: PersonRow, one: Row) -> tuple[float, Row, str]:
    """The same name says enough to look; else what ``people.likeness`` thinks of it."""
    if fold(row.name) in {fold(one.name.said), fold(one.name.full)}:
        return 1.0, one, "le même nom"
    found = score(
        Identity(row.first_name, row.last_name, row.known_as, row.birth_date, place=row.commune),
        Identity(
            one.name.first_name,
            one.name.last_name,
            one.name.known_as,
            one.name.born,
            place=one.person.commune,
        ),
    )
    return found.probability, one, found.reasons[0].text if found.reasons else "des noms proches"
