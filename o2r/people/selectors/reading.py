"""What one person reads of one file: names, contacts, notes, opened with the keys they hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import SealedRow, read_sealed
from o2r.core.crypto.sealing import prefetch_keys
from o2r.people.models import ContactMeans, Note, Person
from o2r.people.narrowing import Shared, identity_columns, reads_contact, reads_note
from o2r.people.reaching import is_hour_for, masked, precautions


@dataclass(frozen=True)
class Reader:
    """Who reads a file. ``groups``: what the policy opens; ``shared``: the fields that agreements
    name, None for who is not narrowed to them."""

    actor: Actor
    groups: frozenset[str]
    shared: Shared

    @classmethod
    def of(cls, actor: Actor, person: Person, groups: frozenset[str]) -> "Reader":
        """``person`` with its agreements, read once."""
        narrowed = person.shared_groups(actor) is not None
        return cls(actor, groups, person.shared_fields(actor) if narrowed else None)

    def open(self, row: SealedRow, *names: str) -> dict[str, str]:
        """The texts of a row, with the key of one's organisation; none without it."""
        if self.actor.organisation is None or not names:
            return {}
        try:
            return read_sealed(row, *names, organisation=self.actor.organisation)
        except NoKey:
            return {}


@dataclass(frozen=True)
class Name:
    """Who a person is, as far as one reads it. ``file``: what names a file without a name."""

    file: str
    known_as: str = ""
    first_name: str = ""
    last_name: str = ""
    birth_date: str = ""
    verified_by: str = ""
    interpreter_caution: str = ""

    @property
    def said(self) -> str:
        """What to call them: the nickname they chose before the name of their papers."""
        return self.known_as or self.first_name or self.last_name or self.file.capitalize()

    @property
    def full(self) -> str:
        """First name and surname, when they add something to ``said``."""
        both = " ".join(one for one in (self.first_name, self.last_name) if one)
        return "" if both == self.said else both

    @property
    def born(self) -> date | None:
        return date.fromisoformat(self.birth_date) if self.birth_date else None

    @property
    def texts(self) -> str:
        """All that a search looks into."""
        return " ".join((self.known_as, self.first_name, self.last_name))


def name_of(reader: Reader, person: Person) -> Name:
    """Who the person is. ``person`` with its identity; no query once its keys are read."""
    columns = identity_columns(reader.groups, reader.shared)
    return Name(str(person), **reader.open(person.identity, *columns))


def names_of(
    actor: Actor, rows: Iterable[tuple[Person, frozenset[str]]]
) -> dict[UUID, tuple[Reader, Name]]:
    """Who several people are, for a list: their keys are read at once. One query."""
    known = list(rows)
    if actor.organisation is not None:
        opened = [person.pk for person, groups in known if "identity" in groups]
        prefetch_keys(organisation=actor.organisation, subjects=opened)
    found = {}
    for person, groups in known:
        reader = Reader.of(actor, person, groups)
        found[person.pk] = (reader, name_of(reader, person))
    return found


@dataclass(frozen=True)
class ContactShown:
    """One way to reach somebody: what must be known first, then, when asked, the number itself."""

    row: ContactMeans
    value: str
    remark: str
    now: time

    @property
    def tail(self) -> str:
        """What tells it apart, while it is hidden."""
        return masked(self.row.kind, self.value)

    @property
    def precautions(self) -> list[str]:
        return precautions(self.row)

    @property
    def is_hour(self) -> bool:
        """Whether one may use it at this hour."""
        return is_hour_for(self.row, self.now)


def contacts_of(reader: Reader, person: Person) -> list[ContactShown]:
    """The ways to reach somebody that one may read, the preferred one first."""
    rows = person.contacts.all() if "contact" in reader.groups else ()
    return [
        contact_shown(reader, row)
        for row in rows
        if reads_contact(row.kind, reader.groups, reader.shared)
    ]


def contact_shown(reader: Reader, row: ContactMeans) -> ContactShown:
    """One way to reach somebody, opened, at the hour of the organisation that follows them."""
    texts = reader.open(row, "value", "remark")
    zone = ZoneInfo(row.person.organisation.time_zone or settings.TIME_ZONE)
    now = clock.now().astimezone(zone).time()
    return ContactShown(row, texts.get("value", ""), texts.get("remark", ""), now)


@dataclass(frozen=True)
class NoteShown:
    """One note, and what completes it."""

    row: Note
    text: str
    is_mine: bool
    addenda: tuple["NoteShown", ...] = ()

    @property
    def may_be_corrected(self) -> bool:
        """Whether the reader may still rewrite it."""
        return self.is_mine and self.row.may_be_corrected and not self.addenda


def notes_of(reader: Reader, person: Person) -> list[NoteShown]:
    """The notes that one may read, newest first, each with what completes it, oldest first."""
    if "narrative" not in reader.groups:
        return []
    answers = person.referent_id in reader.actor.identities
    beside: dict[UUID, list[NoteShown]] = {}
    first: list[NoteShown] = []
    for row in sorted(person.notes.all(), key=lambda one: (one.written_at, one.pk)):
        mine = row.author_id in reader.actor.identities
        if not reads_note(
            row.level, reader.groups, reader.shared, writes_or_answers=mine or answers
        ):
            continue
        text = reader.open(row, "text").get("text", "")
        shown = NoteShown(row, text, row.author_id == reader.actor.user)
        if row.completes_id is None:
            first.append(shown)
        else:
            beside.setdefault(row.completes_id, []).append(shown)
    return [_with(one, beside) for one in reversed(first)]


def _with(one: NoteShown, beside: Mapping[UUID, list[NoteShown]]) -> NoteShown:
    added = tuple(beside.get(one.row.pk, ()))
    return NoteShown(one.row, one.text, one.is_mine, added)
