"""What an agreement lets a partner read: the fields that it names, one by one, and nothing else."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.sealing import prefetch_keys
from o2r.people.enums import ContactKind, NoteLevel, SharedField
from o2r.people.models import Agreement, ContactMeans, Note, Person
from o2r.people.models.person import PersonQuerySet
from o2r.people.reaching import precautions
from o2r.people.sharing import in_order

UNNAMED = "Sans nom partagé"
Fact = tuple[str, str]


@dataclass(frozen=True)
class Means:
    """One way to reach the person, with what must be known before: never one without the other."""

    kind: str
    value: str
    cautions: list[str]


@dataclass(frozen=True)
class Shared:
    """A file as one partner reads it today."""

    person: Person
    name: str
    agreements: list[Agreement]
    facts: list[Fact] = field(default_factory=list)
    means: list[Means] = field(default_factory=list)
    notes: list[tuple[Note, str]] = field(default_factory=list)

    @property
    def not_shared(self) -> list[str]:
        """What nobody agreed that one reads, in words."""
        named = _fields(self.agreements)
        return [str(one.label) for one in SharedField if one not in named]

    def nothing_of(self, groups: Collection[str]) -> list[str]:
        """What is shared and of which nothing is written, in words. ``groups``: those that the
        page shows whole."""
        kinds = {one.kind for one in self.means}
        filled = {
            SharedField.FIRST_NAME: self.name != UNNAMED,
            SharedField.FULL_NAME: self.name != UNNAMED,
            SharedField.BIRTH: bool(self.facts),
            SharedField.PHONE: ContactKind.PHONE.label in kinds,
            SharedField.CONTACT: bool(kinds - {ContactKind.PHONE.label}),
            SharedField.NARRATIVE: bool(self.notes),
        }
        named = in_order(_fields(self.agreements))
        return [one.label for one in named if not filled.get(one, one.group in groups)]


def files_shared(organisation: UUID) -> PersonQuerySet:
    """The files that others share with an organisation, with their agreements and who asked for
    them: for a list.

    One query, whatever their number.
    """
    rows = Person.objects.shared_with(organisation).select_related("organisation", "identity")
    brought = rows.bring("follow_ups", "emergency_openings", "agreements__asked_by")
    return brought.order_by("-last_contact_on", "pk")


def by_whom(agreements: Collection[Agreement]) -> list[Agreement]:
    """The same agreements, with who asked for them. One query."""
    rows = Agreement.objects.filter(pk__in=[one.pk for one in agreements])
    return list(rows.select_related("asked_by").order_by("until", "pk"))


def listed(rows: Collection[tuple[Person, list[Agreement]]], organisation: UUID) -> list[Shared]:
    """The rows of « Partagé avec moi », each with the agreements that open it: a name where one is
    shared. One query: the keys."""
    with key_scope():
        prefetch_keys(organisation=organisation, subjects=[person.pk for person, _ in rows])
        return [
            Shared(person, _name(person, _fields(given), organisation), given)
            for person, given in rows
        ]


def shared_file(person: Person, agreements: list[Agreement], organisation: UUID) -> Shared:
    """A file with the fields that ``agreements`` name. Raises NoKey, KeysUnavailable."""
    fields = _fields(agreements)
    with key_scope():
        return Shared(
            person=person,
            name=_name(person, fields, organisation),
            agreements=agreements,
            facts=_facts(person, fields, organisation),
            means=_means(person, fields, organisation),
            notes=_notes(person, organisation) if SharedField.NARRATIVE in fields else [],
        )


def _fields(agreements: Collection[Agreement]) -> frozenset[str]:
    return frozenset(name for one in agreements for name in one.fields)


def _texts(person: Person, organisation: UUID, *names: str) -> dict[str, str]:
    return read_sealed(person.identity, *names, organisation=organisation)


def _name(person: Person, fields: frozenset[str], organisation: UUID) -> str:
    """How the person is called here: only what was agreed is opened."""
    if SharedField.FULL_NAME in fields:
        texts = _texts(person, organisation, "first_name", "last_name", "known_as")
        whole = f"{texts['first_name']} {texts['last_name']}".strip()
        return whole or texts["known_as"] or UNNAMED
    if SharedField.FIRST_NAME in fields:
        texts = _texts(person, organisation, "known_as", "first_name")
        return texts["known_as"] or texts["first_name"] or UNNAMED
    return UNNAMED


def _facts(person: Person, fields: frozenset[str], organisation: UUID) -> list[Fact]:
    if SharedField.BIRTH not in fields:
        return []
    born = _texts(person, organisation, "birth_date")["birth_date"]
    return [("Date de naissance", f"{date.fromisoformat(born):%d/%m/%Y}")] if born else []


def _means(person: Person, fields: frozenset[str], organisation: UUID) -> list[Means]:
    kinds = [ContactKind.PHONE.value] if SharedField.PHONE in fields else []
    if SharedField.CONTACT in fields:
        kinds += [kind for kind in ContactKind.values if kind != ContactKind.PHONE]
    rows: Any = person.contacts.filter(kind__in=kinds) if kinds else ()
    return [_one_means(one, organisation) for one in rows]


def _one_means(row: ContactMeans, organisation: UUID) -> Means:
    texts = read_sealed(row, "value", "remark", organisation=organisation)
    cautions = precautions(row) + ([texts["remark"]] if texts["remark"] else [])
    return Means(row.get_kind_display(), texts["value"], cautions)


def _notes(person: Person, organisation: UUID) -> list[tuple[Note, str]]:
    rows = person.notes.filter(level=NoteLevel.SHARED).select_related("author")
    return [(one, read_sealed(one, "text", organisation=organisation)["text"]) for one in rows]
