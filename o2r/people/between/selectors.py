"""What is asked of the index: who takes part, which files may be in it, what is left to ask."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from o2r.accounts.actors import Actor
from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.watch.selectors import limits
from o2r.people.between.models import (
    IndexObjection,
    IndexParticipation,
    Inquiry,
    InquiryAnswer,
    InquiryNotice,
    InquiryWords,
)
from o2r.people.enums import ContactKind, SharedField
from o2r.people.likeness import Identity
from o2r.people.models import Agreement, InformationGiven, Person
from o2r.people.models.person import PersonQuerySet

NAMES = ("first_name", "last_name", "birth_date")


def is_allowed() -> bool:
    """Whether this instance has an index between operators."""
    return bool(settings.INDEX_BETWEEN)


def participates(organisation: UUID | None) -> bool:
    """Whether an organisation takes part now. One query at most."""
    if organisation is None or not is_allowed():
        return False
    return IndexParticipation.objects.in_force().filter(organisation=organisation).exists()


def participation_of(organisation: UUID | None) -> IndexParticipation | None:
    """The participation in force of an organisation, if there is one."""
    held = IndexParticipation.objects.filter(organisation=organisation, ended_at=None)
    return held.select_related("decided_by").order_by("pk").first()


def indexable() -> PersonQuerySet:
    """The files that others may look for: open, not protected, of an organisation that takes part,
    whose person was informed and has not objected."""
    here = OuterRef("pk")
    taking_part = IndexParticipation.objects.in_force().values("organisation")
    rows = Person.objects.followed().findable().filter(organisation__in=taking_part)
    return rows.filter(
        Exists(InformationGiven.objects.filter(person=here)),
        ~Exists(IndexObjection.objects.filter(person=here)),
    )


def objects(person: Person) -> bool:
    """Whether the person does not want to be looked for by others."""
    return IndexObjection.objects.filter(person=person).exists()


def identity_of(person: Person) -> Identity:
    """What is compared of a file, opened with the key of its organisation; nothing without it.

    ``person`` with its identity and its contacts.
    """
    try:
        texts = read_sealed(person.identity, *NAMES, organisation=person.organisation_id)
        phones = [
            read_sealed(one, "value", organisation=person.organisation_id)["value"]
            for one in person.contacts.all()
            if one.kind == ContactKind.PHONE
        ]
    except NoKey:
        return Identity()
    born = texts["birth_date"]
    return Identity(
        first_name=texts["first_name"],
        last_name=texts["last_name"],
        birth=date.fromisoformat(born) if born else None,
        phones=tuple(phones),
    )


def as_text(asked: Identity) -> str:
    """What is asked of somebody, to be sealed in a request."""
    return json.dumps(
        {
            "first_name": asked.first_name,
            "last_name": asked.last_name,
            "birth": asked.birth.isoformat() if asked.birth else "",
            "phones": list(asked.phones),
        }
    )


def asked_in(inquiry: Inquiry) -> Identity:
    """What a request is about, for its author and the worker; nothing where no key opens it."""
    try:
        row = inquiry.said
        text = read_sealed(row, "text", organisation=inquiry.organisation_id)["text"]
    except (NoKey, InquiryWords.DoesNotExist):
        return Identity()
    said = json.loads(text)
    return Identity(
        first_name=said["first_name"],
        last_name=said["last_name"],
        birth=date.fromisoformat(said["birth"]) if said["birth"] else None,
        phones=tuple(said["phones"]),
    )


def allowed() -> int:
    """How many requests somebody may make within a day; one more blocks the account."""
    return int(limits()["duplicate.block"]) - 1


def left_for(actor: Actor) -> int:
    """How many are left now."""
    if actor.user is None:
        return 0
    return max(allowed() - Inquiry.objects.counted(actor.user, clock.now()), 0)


@dataclass(frozen=True)
class AnswerShown:
    """What a referent answered."""

    row: InquiryAnswer
    contact: str
    words: str


def answers_to(inquiry: Inquiry) -> list[AnswerShown]:
    """What referents answered to one's request; none is what who found nobody reads too."""
    rows = inquiry.answers.select_related("by", "organisation").order_by("answered_at", "pk")
    return [_shown(row, inquiry.organisation_id) for row in rows]


def answer_of(notice: InquiryNotice) -> AnswerShown | None:
    """What was answered to a request that one has received."""
    row = InquiryAnswer.objects.filter(notice=notice).select_related("by", "organisation").first()
    return _shown(row, row.organisation_id) if row else None


def _shown(row: InquiryAnswer, organisation: UUID) -> AnswerShown:
    try:
        texts = read_sealed(row, "contact", "words", organisation=organisation)
    except NoKey:
        texts = {"contact": "", "words": ""}
    return AnswerShown(row, texts["contact"], texts["words"])


def agreed_with(notice: InquiryNotice) -> list[tuple[Agreement, list[str]]]:
    """What the person agreed that who asks may be told, or did not refuse; the fields in words."""
    rows = notice.person.agreements.in_force(clock.today()).filter(recipient=notice.asked_for)
    return [
        (one, [SharedField(name).label for name in one.fields])
        for one in rows.order_by("until", "pk")
    ]


def to_answer(actor: Actor) -> int:
    """How many received requests wait for this person. One query."""
    return InquiryNotice.objects.visible_to(actor).to_answer().count()
