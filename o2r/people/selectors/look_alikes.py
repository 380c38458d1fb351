"""Whom one already follows that looks like who is typed: a hint, and never more than one's own.

Only files that the reader meets with a name are compared. One that is protected, or of a colleague,
gives the same page as one that does not exist.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import Allow, decide
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.scope import key_scope
from o2r.people.ages import born_between
from o2r.people.likeness import MOST, SHOWN_FROM, Commonness, Identity, Likeness, rank, tokens
from o2r.people.likeness_keys import token_key
from o2r.people.models import LikenessToken, Person
from o2r.people.models.person import PersonQuerySet
from o2r.people.selectors.caseload import Row, for_lists, rows_of
from o2r.territory.folding import fold

MOST_MET, FEWEST = 200, 50
"""Files met last, compared whatever their tokens, for a nickname alone has none; and how many files
one is taken to follow at least."""
MOST_SHOWN = 5
_NAMES = ("known_as", "first_name", "last_name", "birth_date")


@dataclass(frozen=True)
class LookAlike:
    """A file that looks like who is typed. ``why`` and ``doubts``: in words, for its reader."""

    row: Row
    why: tuple[str, ...]
    doubts: tuple[str, ...]


def look_alikes(actor: Actor, typed: Identity, *, but: Collection[UUID] = ()) -> list[LookAlike]:
    """The files that the reader follows and that look like who is typed, the likeliest first.

    ``but``: those that the page is about. A handful of queries. Raises KeysUnavailable.
    """
    if actor.organisation is None or not _calls(typed):
        return []
    met = Person.objects.followed().findable().visible_to(actor).followed_by(actor)
    mine = for_lists(met.exclude(pk__in=but))
    with key_scope():
        near = list(mine.order_by("-last_contact_on", "pk")[:MOST_MET])
        others = _sharing(actor.organisation, typed, met) - {one.pk for one in near} - {*but}
        if others:
            near += mine.filter(pk__in=others).order_by("pk")
        return _likely(typed, rows_of(actor, _named(actor, near)))


def compared(person: Person) -> Identity:
    """What is compared of a file, opened with the key of its organisation; nothing without it."""
    try:
        texts = read_sealed(person.identity, *_NAMES, organisation=person.organisation_id)
    except NoKey:
        return Identity()
    return _identity(person, **texts)


def _named(actor: Actor, people: Collection[Person]) -> list[tuple[Person, frozenset[str]]]:
    """Those whose name the reader may read."""
    known = []
    for person in people:
        decision = decide(actor, "list", person.subject(actor), PROVED)
        if isinstance(decision, Allow) and "identity" in decision.fields:
            known.append((person, decision.fields))
    return known


def _identity(
    person: Person, *, known_as: str, first_name: str, last_name: str, birth_date: str
) -> Identity:
    born = date.fromisoformat(birth_date) if birth_date else None
    band = person.age_band if born is None else ""
    return Identity(
        first_name=first_name,
        last_name=last_name,
        known_as=known_as,
        birth=born,
        born_between=born_between(band, person.opened_on, clock.today()) if band else None,
        place=person.commune,
    )


@errand("likeness")
def _sharing(organisation: UUID, typed: Identity, met: PersonQuerySet) -> set[UUID]:
    """The files of ``met`` that share tokens with who is typed, those that share most first."""
    key = token_key(organisation)
    wanted = tokens(typed, key) if key else set()
    if not wanted:
        return set()
    rows = LikenessToken.objects.filter(
        organisation=organisation, token__in=wanted, person__in=met.order_by().values("pk")
    )
    counted = rows.order_by().values("person").annotate(shared=Count("pk"))
    return {row["person"] for row in counted.order_by("-shared", "person")[:MOST]}


def _likely(typed: Identity, rows: list[Row]) -> list[LookAlike]:
    """Those worth a look. The same name always is, whatever speaks against it: it is said beside.

    Somebody typed is one of the few whom one follows more often than one of a whole town.
    """
    known = [(row, _compared_row(row)) for row in rows]
    ranked = rank(typed, known, Commonness(), files=len(known), least=FEWEST)
    names = _calls(typed)
    same = {row.person.pk for row, other in known if names & _calls(other)}
    alike = [
        (row, likeness)
        for row, likeness in ranked
        if likeness.probability >= SHOWN_FROM or row.person.pk in same
    ]
    return [LookAlike(row, *_words(likeness)) for row, likeness in alike[:MOST_SHOWN]]


def _compared_row(row: Row) -> Identity:
    name = row.name
    return _identity(
        row.person,
        known_as=name.known_as,
        first_name=name.first_name,
        last_name=name.last_name,
        birth_date=name.birth_date,
    )


def _words(likeness: Likeness) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(map(str, likeness.reasons)), likeness.doubts


def _calls(one: Identity) -> set[str]:
    """The ways to call somebody, folded: the nickname, and the first name with the surname where
    both are known."""
    if one.first_name and one.last_name:
        names = {f"{one.first_name} {one.last_name}", f"{one.last_name} {one.first_name}"}
    else:
        names = {one.first_name or one.last_name}
    return {fold(name) for name in {one.known_as, *names}} - {""}
