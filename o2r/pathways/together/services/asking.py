"""Meetings around a person, and what each is asked: noted once, settled once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.services.links import digest_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.typed_text import tidy
from o2r.pathways.together.enums import MovedThing, ObligationKind, ObligationState
from o2r.pathways.together.models import CareMember, Meeting, Obligation
from o2r.pathways.together.services.moving import log, move_obligation
from o2r.people.models import Person
from o2r.people.services.holding import held, touched
from o2r.territory.geography import current_geography

NOTE = "noter une rencontre à plusieurs"
ASK = "noter ce qui est demandé à cette personne"
LONGEST_LINE, LONGEST_TEXT = 200, 4000
FURTHEST = timedelta(days=732)


@dataclass(frozen=True)
class Noted:
    """A meeting: when, where, who was there. ``code``: the secret of the form."""

    day: date
    hour: time
    code: str
    present: Collection[UUID] = ()
    person_was_there: bool = True
    commune: str = ""
    said: str = ""


@dataclass(frozen=True)
class Asked:
    """What is asked, by whom and to whom, for when. ``asked_by``, ``asked_to``: members of the
    group; none for the team, and for the person. ``starts``, ``ends``: hours where they live."""

    kind: ObligationKind
    what: str
    due_on: date
    code: str
    asked_by: UUID | None = None
    asked_to: UUID | None = None
    starts: time | None = None
    ends: time | None = None
    commune: str = ""
    meeting: UUID | None = None


@transaction.atomic
def note_meeting(*, by: Actor, person: Person, noted: Noted) -> Meeting:
    """Note that several met about the person; sent twice, it is noted once.

    Raises NotAllowed; DomainError at the field to correct.
    """
    file = held(by=by, person=person, act=NOTE)
    known = Meeting.objects.filter(form_digest=digest_of(noted.code), person=file)
    if (first := known.order_by("pk").first()) is not None:
        return first
    if by.user is None:
        raise NotAllowed(NOTE)
    at = instant(file, noted.day, noted.hour)
    if at > clock.now():
        raise DomainError("Ce jour est à venir. Notez la rencontre une fois faite.", field="day")
    there = members_of(file, noted.present, "present")
    said = tidy(noted.said)
    if len(said) > LONGEST_TEXT:
        raise DomainError(f"Ce texte dépasse {LONGEST_TEXT} caractères.", field="said")
    check_commune(noted.commune)
    row = Meeting(
        subject=file.pk,
        person=file,
        held_at=at,
        commune=noted.commune,
        person_was_there=noted.person_was_there,
        noted_by_id=by.user,
        form_digest=digest_of(noted.code),
    )
    write_sealed(row, organisation=file.organisation_id, said=said)
    row.save(force_insert=True)
    row.present.set(there)
    touched(file)
    written(by, "update", file, "narrative")
    return row


@transaction.atomic
def ask(*, by: Actor, person: Person, asked: Asked) -> Obligation:
    """Note what is asked of the person, or of a member for them; sent twice, it is noted once.

    Raises NotAllowed; DomainError at the field to correct.
    """
    file = held(by=by, person=person, act=ASK)
    known = Obligation.objects.filter(form_digest=digest_of(asked.code), person=file)
    if (first := known.order_by("pk").first()) is not None:
        return first
    what = _checked(asked)
    asker = members_of(file, [asked.asked_by] if asked.asked_by else (), "asked_by")
    doer = members_of(file, [asked.asked_to] if asked.asked_to else (), "asked_to")
    meetings = Meeting.objects.filter(person=file)
    meeting = meetings.filter(pk=asked.meeting).first() if asked.meeting else None
    row = Obligation(
        subject=file.pk,
        person=file,
        meeting=meeting,
        asked_by=asker[0] if asker else None,
        asked_to=doer[0] if doer else None,
        kind=asked.kind,
        due_on=asked.due_on,
        commune=asked.commune,
        form_digest=digest_of(asked.code),
    )
    if asked.starts and asked.ends:
        row.starts_at = instant(file, asked.due_on, asked.starts)
        row.ends_at = instant(file, asked.due_on, asked.ends)
    write_sealed(row, organisation=file.organisation_id, what=what)
    row.save(force_insert=True)
    log(MovedThing.OBLIGATION, row, "", by.user)
    touched(file)
    written(by, "update", file, "route")
    return row


@transaction.atomic
def settle(*, by: Actor, obligation: Obligation, to: ObligationState) -> Obligation:
    """Say what became of what was asked; a second time changes nothing. NotAllowed, DomainError."""
    file = held(by=by, person=obligation.person, act=ASK)
    row = Obligation.objects.select_for_update(no_key=True).get(pk=obligation.pk)
    if row.state != to:
        move_obligation(row, to, by=by.user)
        touched(file)
        written(by, "update", file, "route")
    return row


def _checked(asked: Asked) -> str:
    """The words, tidied. Raises DomainError at the field to correct."""
    what, today = tidy(asked.what, lines=False), clock.today()
    if not what or len(what) > LONGEST_LINE:
        raise DomainError(
            f"Dites en quelques mots ce qui est demandé ({LONGEST_LINE} caractères au plus).",
            field="what",
        )
    if asked.due_on < today:
        raise DomainError("Ce jour est passé. Donnez un jour à venir.", field="due_on")
    if asked.due_on > today + FURTHEST:
        raise DomainError("C’est dans plus de deux ans. Vérifiez l’année.", field="due_on")
    if (asked.starts is None) != (asked.ends is None):
        raise DomainError(
            "Donnez l’heure du début et celle de la fin, ou aucune des deux.", field="ends"
        )
    if asked.starts and asked.ends and asked.starts >= asked.ends:
        raise DomainError("La fin précède le début. Corrigez l’une des deux.", field="ends")
    check_commune(asked.commune)
    return what


def members_of(file: Person, keys: Collection[UUID], field: str) -> list[CareMember]:
    """The members of the group of a person with these keys. Raises DomainError for another one."""
    wanted = set(keys)
    found = list(CareMember.objects.filter(person=file, pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise DomainError("Choisissez dans la liste : ce sont les membres du groupe.", field=field)
    return found


def check_commune(code: str) -> None:
    """Raises DomainError for a code that the official list does not hold; empty is fine."""
    if code and current_geography().commune(code) is None:
        raise DomainError("Cette commune n’est pas dans le code officiel.", field="commune")


def instant(file: Person, day: date, hour: time) -> datetime:
    """An hour of a day where the operator is."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(file.organisation.time_zone))
