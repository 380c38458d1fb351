"""Files that an operator kept elsewhere, opened many at once by one act; and taken back.

Each is held to the rules of a file opened by hand. What differs: it is opened and last met on the
days that it says, so that its retention runs from the last contact; the referent may be a
colleague; and the journal has one line for all, written by the act that takes them over.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, Team, User
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.services import destroy_files, open_files
from o2r.core.slices import slices
from o2r.people.ages import band_of, band_on
from o2r.people.enums import IdentityLevel, NoteLevel, ProtectionReason, Standing
from o2r.people.models import (
    ContactMeans,
    Identity,
    Note,
    Person,
    PersonMove,
    Protection,
)
from o2r.people.places import Surroundings, around
from o2r.people.registry import changed, is_held
from o2r.people.services import contacting, noting
from o2r.people.services.contacting import Means
from o2r.people.services.describing import check_language, follow_commune
from o2r.people.services.opening import Given, check

TAKE_OVER = "reprendre les dossiers d’un fichier"
KIND = "outreach-import"
"""The kind of the policy whose creation lets somebody open many files at once."""
SLICE = 400
"""Files sealed and written together: their keys fit in one scope."""


@dataclass(frozen=True)
class Taken:
    """Somebody whose file was kept elsewhere. ``age``: in years, when no birth date is given.

    ``is_protected``: met, from the first instant, by the referent alone.
    """

    given: Given
    level: IdentityLevel
    referent: User
    opened_on: date
    last_contact_on: date
    age: int | None = None
    team: Team | None = None
    contacts: Sequence[Means] = ()
    note: str = ""
    is_protected: bool = False


def preparing(organisation: Organisation) -> Callable[[Taken], Person]:
    """What makes each row of ``take_over``, not yet saved: it raises DomainError at the field.

    The territory is asked once for each commune.
    """
    known_around = cache(around)
    return lambda taken: _prepared(organisation, taken, known_around)


def _prepared(
    organisation: Organisation, taken: Taken, known_around: Callable[[str], Surroundings]
) -> Person:
    person = Person(
        organisation=organisation,
        referent=taken.referent,
        team=taken.team,
        level=taken.level,
        is_protected=taken.is_protected,
        opened_on=taken.opened_on,
        last_contact_on=taken.last_contact_on,
        is_example=organisation.is_example,
        **taken.given.coded,
    )
    check(taken.given, taken.level)
    if taken.given.birth_date:
        person.age_band = band_on(clock.today(), taken.given.birth_date)
    elif taken.age is not None:
        person.age_band = band_of(taken.age)
    if person.last_contact_on > clock.today() or person.opened_on > person.last_contact_on:
        raise DomainError("Ces jours ne se suivent pas.", field="last_contact_on")
    check_language(person)
    follow_commune(person, moved=True, known_around=known_around)
    for means in taken.contacts:
        contacting.checked(means)
    if taken.note:
        noting.checked(taken.note)
    try:
        # The keys to other tables are rows that were just read.
        person.clean_fields(exclude={"organisation", "referent", "team"})
    except ValidationError as error:
        raise DomainError.of(error) from error
    return person


@transaction.atomic
def take_over(*, by: Actor, files: Sequence[Taken]) -> list[Person]:
    """Open all these files, in their order, with what each holds. The caller journals its act.

    Raises NotAllowed, and DomainError for the first that a rule refuses: none is then opened.
    """
    require_kind(by, "create", KIND, act=TAKE_OVER)
    if by.organisation is None or by.user is None:
        raise NotAllowed(TAKE_OVER)
    organisation = Organisation.objects.get(pk=by.organisation)
    prepare, author = preparing(organisation), User.objects.get(pk=by.user)
    people: list[Person] = []
    with key_scope():
        for some in slices(files, SLICE):
            made = [(prepare(one), one) for one in some]
            _write(by, author, organisation, made)
            people += [person for person, _ in made]
    return people


def _write(
    by: Actor, author: User, place: Organisation, made: Sequence[tuple[Person, Taken]]
) -> None:
    open_files(by=by.author, subjects=[person.pk for person, _ in made], organisation=place.pk)
    Person.objects.bulk_create(person for person, _ in made)
    Identity.objects.bulk_create(_identity(person, one) for person, one in made)
    PersonMove.objects.bulk_create(
        PersonMove(person=person, left="anonyme", reached=one.level, moved_by=by.user)
        for person, one in made
    )
    ContactMeans.objects.bulk_create(row for one in made for row in _contacts(by, *one))
    Note.objects.bulk_create(_note(person, one, author) for person, one in made if one.note)
    Protection.objects.bulk_create(
        _protection(person, author) for person, one in made if one.is_protected
    )
    changed(*(person for person, _ in made))


def _identity(person: Person, taken: Taken) -> Identity:
    row = Identity(subject=person.pk, person=person)
    write_sealed(row, organisation=person.organisation_id, **taken.given.texts)
    return row


def _contacts(by: Actor, person: Person, taken: Taken) -> Iterator[ContactMeans]:
    for means in taken.contacts:
        row = ContactMeans(subject=person.pk, person=person)
        contacting.fill(row, means, by)
        yield row


def _note(person: Person, taken: Taken, author: User) -> Note:
    row = Note(
        subject=person.pk,
        person=person,
        organisation=person.organisation,
        author=author,
        level=NoteLevel.TEAM,
    )
    text = noting.checked(taken.note)
    write_sealed(row, organisation=person.organisation_id, text=text)
    return row


def _protection(person: Person, author: User) -> Protection:
    """The file says that it is protected, and not why: the referent completes it."""
    row = Protection(subject=person.pk, person=person, by=author)
    reason = ProtectionReason.ASKED.value
    write_sealed(
        row,
        organisation=person.organisation_id,
        reason=reason,
        words="Dossier protégé dans le fichier repris.",
    )
    return row


@transaction.atomic
@errand("imported-files")
def give_back(*, by: Actor, people: Collection[UUID], taken_at: datetime) -> None:
    """Erase files that were taken over by mistake, keys first, while nothing was added to any.

    The caller decides and journals: whether it is still time, and who may. Raises NotAllowed;
    DomainError when somebody has written in one of them since ``taken_at``.
    """
    require_kind(by, "create", KIND, act=TAKE_OVER)
    rows = Person.objects.select_for_update(no_key=True).filter(
        pk__in=people, organisation=by.organisation
    )
    held = list(rows.order_by("pk"))
    lived = sum(_has_lived(one) for one in held) + len(_completed(held, taken_at))
    if lived or len(held) < len(set(people)):
        raise DomainError(
            "Des dossiers de cet import ont été complétés, réunis ou effacés depuis : il ne "
            "s’annule plus. Effacez un par un ceux qui sont de trop."
        )
    for some in slices(held, SLICE):
        keys = [one.pk for one in some]
        destroy_files(by=by.author, subjects=keys)
        changed(*some)
        Person.objects.filter(pk__in=keys).delete()


def _has_lived(person: Person) -> bool:
    return person.revision > 0 or person.standing != Standing.FOLLOWED or is_held(person)


def _completed(people: Sequence[Person], taken_at: datetime) -> set[UUID]:
    """Those to which something was added that is not counted as a change of the file."""
    found: set[UUID] = set()
    for some in slices([one.pk for one in people], SLICE):
        for name in (
            *("note_drafts", "information", "agreements", "cards", "follow_ups"),
            *("emergency_openings", "merged", "merged_into"),
        ):
            field: Any = Person._meta.get_field(name)
            rows = field.related_model._base_manager.filter(**{f"{field.field.name}__in": some})
            found |= set(rows.values_list(field.field.name, flat=True))
        lately = Q(since__gt=taken_at) | Q(ended_at__isnull=False)
        later = Protection.objects.filter(lately, person__in=some)
        found |= set(later.values_list("person", flat=True))
    return found
