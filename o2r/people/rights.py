"""What is held of an accompanied person: handed out, corrected and erased from their file.

The reference of a subject is the key of the file: who answers has opened it, or holds its card.
"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.people.models import (
    Agreement,
    ContactMeans,
    GroupMember,
    Identity,
    InformationGiven,
    Note,
    Person,
    Protection,
    TrustCard,
)
from o2r.people.services import anonymise_due

PERSON = SubjectKind.PERSON


def _erase_person(by: Author, rows: "QuerySet[Any]") -> None:
    """Erase the person and leave the statistic."""
    anonymise_due(by, rows)


holds_personal_data(
    PERSON,
    "people.Person",
    title="Votre dossier",
    rows=lambda person: Person.objects.filter(pk=UUID(person)),
    fields=(
        *("level", "age_band", "gender", "commune", "housing", "language", "opened_on"),
        *("last_contact_on", "organisation__name", "referent__display_name"),
    ),
    correctable=["age_band", "gender", "language"],
    erase=_erase_person,
)
holds_personal_data(
    PERSON,
    "people.Identity",
    title="Votre identité",
    rows=lambda person: Identity.objects.filter(person_id=UUID(person)),
    fields=("known_as", "first_name", "last_name", "birth_date"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "people.ContactMeans",
    title="Comment vous joindre",
    rows=lambda person: ContactMeans.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("kind", "value", "remark", "no_voicemail", "is_read_by_others"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "people.Note",
    title="Ce qui est écrit de vous",
    rows=lambda person: Note.objects.filter(person_id=UUID(person)).order_by("written_at", "pk"),
    fields=("written_at", "author__display_name", "level", "text"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "people.InformationGiven",
    title="Quand vous avez été informé",
    rows=lambda person: InformationGiven.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("given_at", "support", "language"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "people.Agreement",
    title="Ce à quoi vous avez dit oui",
    rows=lambda person: Agreement.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("purpose", "recipient__name", "fields", "state", "given_on", "until", "withdrawn_at"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "people.TrustCard",
    title="Vos cartes",
    rows=lambda person: TrustCard.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=("issued_at", "cancelled_at"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "people.GroupMember",
    title="Votre famille et vos groupes, sans le nom des autres",
    rows=lambda person: GroupMember.objects.filter(person_id=UUID(person)).order_by("since", "pk"),
    fields=("kind", "role", "since", "until"),
    erase=erase_rows,
)
holds_personal_data(
    PERSON,
    "people.Protection",
    title="Quand votre dossier est protégé",
    rows=lambda person: Protection.objects.filter(person_id=UUID(person)).order_by("since", "pk"),
    fields=("since", "reason", "words", "ended_at", "end_words"),
    erase=erase_rows,
)
