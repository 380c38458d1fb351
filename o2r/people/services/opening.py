"""Opening the file of somebody who agreed to be known, under a nickname at least."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.typed_text import tidy_name
from o2r.people.ages import band_on
from o2r.people.enums import IdentityLevel
from o2r.people.ladder import beyond
from o2r.people.models import Identity, Person, PersonMove
from o2r.people.registry import changed
from o2r.people.services.describing import check_birth_date, follow_commune

OPEN = "ouvrir le dossier d’une personne"


@dataclass(frozen=True)
class Given:
    """What somebody gave of who they are; empty is not given."""

    known_as: str = ""
    first_name: str = ""
    last_name: str = ""
    birth_date: date | None = None
    coded: Mapping[str, Any] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        """The columns of the identity that hold something."""
        born = self.birth_date.isoformat() if self.birth_date else ""
        filled = {
            "known_as": tidy_name(self.known_as),
            "first_name": tidy_name(self.first_name),
            "last_name": tidy_name(self.last_name),
            "birth_date": born,
        }
        return {name: text for name, text in filled.items() if text}


@transaction.atomic
def open_person(
    *, by: Actor, given: Given, level: IdentityLevel = IdentityLevel.PSEUDONYM
) -> Person:
    """Open a file, whose referent is who opens it. ``given.coded``: columns in clear of Person.

    Raises NotAllowed; DomainError when nothing names the person, when the rung of identity does
    not let something be kept, or when a date cannot be.
    """
    if by.organisation is None or by.user is None:
        raise NotAllowed(OPEN)
    organisation = Organisation.objects.get(pk=by.organisation)
    person = Person(
        organisation=organisation,
        referent=User.objects.get(pk=by.user),
        level=level,
        is_example=organisation.is_example,
        **given.coded,
    )
    require(by, "create", person, act=OPEN)
    check(given, level)
    if given.birth_date:
        person.age_band = band_on(clock.today(), given.birth_date)
    follow_commune(person, moved=True)
    try:
        person.full_clean()
    except ValidationError as error:
        raise DomainError.of(error) from error
    open_file(by=by.author, subject=person.pk, organisations=[organisation.pk])
    person.save(force_insert=True)
    identity = Identity(subject=person.pk, person=person)
    write_sealed(identity, organisation=organisation.pk, **given.texts)
    identity.save(force_insert=True)
    PersonMove.objects.create(person=person, left="anonyme", reached=level, moved_by=by.user)
    changed(person)
    written(by, "create", person, "identity")
    return person


def check(given: Given, level: IdentityLevel) -> None:
    """Whether this rung of identity keeps what was given. Raises DomainError at the field."""
    if not given.texts:
        raise DomainError(
            "Donnez au moins un surnom ou un prénom : sans lui, comptez un passage anonyme.",
            field="known_as",
        )
    if too_much := beyond(level, given.texts):
        raise DomainError(
            "Sous un pseudonyme, on ne garde qu’un surnom : ni nom, ni date de naissance. Effacez "
            "ce qui est de trop, ou passez à l’identité déclarée si la personne est d’accord.",
            field=too_much[0],
        )
    if given.birth_date:
        check_birth_date(given.birth_date)
