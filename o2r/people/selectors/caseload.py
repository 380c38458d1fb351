"""« Ma file active »: whom one follows, who has gone silent, who is looked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Q

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.watch.events import Search
from o2r.core.watch.folding import folded
from o2r.people.enums import IdentityLevel
from o2r.people.models import Person
from o2r.people.models.person import PersonQuerySet
from o2r.people.places import short_place_name
from o2r.people.registry import listed_with
from o2r.people.rules import rule
from o2r.people.said import days_since, silence_words
from o2r.people.selectors.reading import Name, Reader, names_of
from o2r.territory.typography import typographic


class Part(models.TextChoices):
    """What the page shows: stable words of its address."""

    MINE = "miennes", "Je les suis"
    SILENT = "sans-nouvelles", "Sans nouvelles"
    TEAM = "equipe", "Toute l’équipe"


@dataclass(frozen=True)
class Row:
    """One person of a list: what is enough not to take somebody for somebody else.

    ``reasons``: why they wait for who reads, in sentences of the apps above.
    """

    person: Person
    reader: Reader
    name: Name
    days: int
    is_silent: bool
    reasons: tuple[str, ...] = ()

    @property
    def has_name(self) -> bool:
        return "identity" in self.reader.groups

    @property
    def since(self) -> str:
        """« il y a 23 jours »."""
        return silence_words(self.days)

    @property
    def rung(self) -> str:
        return IdentityLevel(self.person.level).label

    @property
    def place(self) -> str:
        """Where they live, for who follows them."""
        known = self.reader.shared is None and self.person.commune
        return short_place_name(self.person.commune) if known else ""

    @property
    def told_apart(self) -> str:
        """What keeps from taking somebody for somebody else, for a list to choose from."""
        parts = (self.name.said, self.name.full, self.person.get_age_band_display(), self.place)
        known = [one for one in parts if one]
        return typographic(", ".join([*known, f"dernier contact {self.since}"]))

    @property
    def is_mine(self) -> bool:
        """Whether the reader answers for them."""
        return self.person.referent_id in self.reader.actor.identities


def parts_for(actor: Actor) -> list[Part]:
    """The parts of the page that may hold something for somebody."""
    follows = any(actor.has(role) for role in ("caseworker", "outreach-worker", "coordinator"))
    listed = [Part.MINE, Part.SILENT] if follows else []
    return [*listed, Part.TEAM] if actor.has("coordinator") else listed


def part(actor: Actor, asked: Part) -> PersonQuerySet:
    """The files of one part, who has been silent the longest first."""
    rows = Person.objects.followed()
    match asked:
        case Part.MINE:
            rows = rows.followed_by(actor)
        case Part.SILENT:
            rows = rows.followed_by(actor).silent_since(silent_since())
        case Part.TEAM:
            rows = rows.filter(organisation=actor.organisation, is_protected=False)
    return for_lists(rows).bring(*listed_with()).order_by("last_contact_on", "pk")


def for_lists(rows: PersonQuerySet) -> PersonQuerySet:
    """With all that a line needs."""
    return rows.with_followers().select_related("identity")


def silent_since() -> Any:
    """The day before which a last contact is too old."""
    return clock.today() - timedelta(days=int(rule("silent-after-days").value))


def rows_of(actor: Actor, found: Iterable[tuple[Person, frozenset[str]]]) -> list[Row]:
    """Lines of a list, in the order given. One query."""
    known = list(found)
    names, limit, today = names_of(actor, known), silent_since(), clock.today()
    return [
        Row(
            person,
            *names[person.pk],
            days_since(person.last_contact_on, today),
            person.last_contact_on < limit,
        )
        for person, _ in known
    ]


@dataclass(frozen=True)
class Load:
    """How many people somebody follows, and how many of them are silent."""

    referent: User | None
    files: int
    silent: int


def loads_of(organisation: Any) -> list[Load]:
    """What each referent of an organisation follows: numbers, and nobody's name. Two queries."""
    rows = Person.objects.followed().filter(organisation=organisation, is_protected=False)
    silent = Q(last_contact_on__lt=silent_since())
    counted = rows.values("referent").annotate(files=Count("pk"), silent=Count("pk", filter=silent))
    found = list(counted.order_by("referent"))
    people = {one.pk: one for one in User.objects.filter(pk__in=[row["referent"] for row in found])}
    loads = [Load(people.get(row["referent"]), row["files"], row["silent"]) for row in found]
    return sorted(loads, key=lambda one: str(one.referent or ""))


def asked_for(text: str) -> tuple[list[str], Search]:
    """The words of a search, folded, and their digests for the watch: never the words.

    « Lucie Marchal »: the first word is the first name, the rest the surname; a word alone may be a
    nickname or a surname.
    """
    first, _, rest = text.strip().partition(" ")
    words = [one for one in (folded(word) for word in text.split()) if one]
    return words, Search.of(surname=rest or first, first_name=first if rest else "")


def bears(row: Row, words: Iterable[str]) -> bool:
    """Whether a person bears every word looked for, in any of their names."""
    names = folded(row.name.texts)
    return row.has_name and all(word in names for word in words)
