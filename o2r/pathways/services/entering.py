"""Checking whether somebody may enter: the ground, how it is known, on which day."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.typed_text import tidy
from o2r.pathways.entry_rules import why_not
from o2r.pathways.enums import (
    Attention,
    EntryAnswer,
    EntryGround,
    EntrySource,
    RefusalReason,
)
from o2r.pathways.models import Eligibility, Pathway
from o2r.pathways.rules import number
from o2r.people.models import Person
from o2r.people.services.holding import held, touched

CHECK = "vérifier le droit d’entrer"


@dataclass(frozen=True)
class Entry:
    """What was checked. ``ground`` for a yes, ``refused_for`` for a no.

    ``last_contact_on``: with the referring body. ``evidence``: what was seen or said.
    """

    ground: EntryGround | None = None
    refused_for: RefusalReason | None = None
    source: EntrySource = EntrySource.DECLARED
    checked_on: date | None = None
    last_contact_on: date | None = None
    evidence: str = ""
    attention: tuple[Attention, ...] = ()


@transaction.atomic
def check_entry(*, by: Actor, person: Person, entry: Entry) -> Eligibility:
    """Write one more check; those before stay. Raises NotAllowed; DomainError at the field."""
    file = held(by=by, person=person, act=CHECK)
    day = entry.checked_on or clock.today()
    if by.user is None:
        raise NotAllowed(CHECK)
    _check(entry, day)
    pathway = Pathway.objects.unfinished().filter(person=file).first()
    row = Eligibility(
        subject=file.pk,
        person=file,
        pathway=pathway,
        answer=EntryAnswer.ACCEPTED if entry.ground else EntryAnswer.REFUSED,
        ground=entry.ground or "",
        refused_for=entry.refused_for or "",
        source=entry.source,
        last_contact_on=entry.last_contact_on,
        checked_on=day,
        checked_by_id=by.user,
    )
    write_sealed(row, organisation=file.organisation_id, evidence=tidy(entry.evidence, lines=True))
    row.save(force_insert=True)
    if pathway is not None:
        pathway.attention = sorted({*pathway.attention, *(one.value for one in entry.attention)})
        pathway.save(update_fields=["attention"])
    touched(file)
    written(by, "update", file, "route")
    return row


def _check(entry: Entry, day: date) -> None:
    if (entry.ground is None) == (entry.refused_for is None):
        raise DomainError(
            "Choisissez un motif d’entrée, ou dites pourquoi la personne n’entre pas.",
            field="ground",
        )
    if day > clock.today():
        raise DomainError("Cette vérification est dans le futur.", field="checked_on")
    if entry.ground is not None:
        wrong = why_not(
            entry.ground,
            on=day,
            last_contact=entry.last_contact_on,
            months=number("no-contact-months"),
        )
        if wrong:
            raise DomainError(wrong[1], field=wrong[0])
