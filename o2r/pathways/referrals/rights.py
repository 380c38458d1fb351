"""What referrals hold of an accompanied person, handed out and erased with their file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.pathways.referrals.models import Referral, ReferralOpening, ReferralWords
from o2r.pathways.referrals.services.erasing import forget

PERSON = SubjectKind.PERSON


def _forget(by: Author, rows: "QuerySet[Any]") -> None:
    for one in rows.order_by("pk"):
        forget(by, one)


def _forget_words(by: Author, rows: "QuerySet[Any]") -> None:
    for one in rows.select_related("referral").order_by("pk"):
        forget(by, one.referral)


holds_personal_data(
    PERSON,
    "referrals.Referral",
    title="Vers qui vous avez été orienté",
    rows=lambda person: Referral.objects.filter(person_id=UUID(person)).order_by("pk"),
    fields=(
        *("structure_name", "service_name", "fields", "state", "reason", "sent_at"),
        *("appointment_on", "received_on", "entered_on"),
    ),
    erase=_forget,
)
holds_personal_data(
    PERSON,
    "referrals.ReferralWords",
    title="Ce qui a été écrit de vous à une structure",
    rows=lambda person: ReferralWords.objects.filter(referral__person_id=UUID(person)).order_by(
        "pk"
    ),
    fields=("referral__structure_name", "words"),
    erase=_forget_words,
)
holds_personal_data(
    PERSON,
    "referrals.ReferralOpening",
    title="Quand une structure a lu ce que vous partagiez",
    rows=lambda person: ReferralOpening.objects.filter(referral__person_id=UUID(person)).order_by(
        "pk"
    ),
    fields=("referral__structure_name", "at", "groups"),
    erase=erase_rows,
)
