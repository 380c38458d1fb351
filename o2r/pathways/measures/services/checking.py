"""What every measure checks first: the file, the group of fields, the day, the form sent twice."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.pathways.measures.enums import Moment
from o2r.people.models import Person
from o2r.people.services.holding import held

WRITE = "noter ce que dit cette personne"
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class When:
    """At which moment, on which day; ``entry``: the code of the form, by which one sent twice is
    written once."""

    moment: Moment
    on: date = field(default_factory=clock.today)
    entry: UUID = field(default_factory=uuid4)


def opened_for(by: Actor, person: Person, *groups: str) -> Person:
    """The file, locked, that ``by`` may write in these groups. Raises NotAllowed, DomainError."""
    file = held(by=by, person=person, act=WRITE)
    allowed = require(by, "update", file, act=WRITE)
    if not set(groups) <= allowed.fields:
        raise NotAllowed(WRITE)
    return file


def already(model: type[M], file: Person, when: When) -> list[M]:
    """What this very form has already written in this file. Raises DomainError for a code that
    another file used."""
    rows: list[Any] = list(model._default_manager.filter(entry=when.entry).order_by("pk"))
    if any(one.person_id != file.pk for one in rows):
        raise DomainError("Ce formulaire a déjà servi. Ouvrez la page à nouveau.")
    return rows


def check_day(file: Person, on: date) -> None:
    """Raise DomainError for a day to come, or before the file."""
    if on > clock.today():
        raise DomainError("Ce jour n’est pas encore venu. Corrigez la date.", field="on")
    if on < file.opened_on:
        raise DomainError(
            f"Le dossier a été ouvert le {file.opened_on:%d/%m/%Y} : une réponse ne peut pas dater "
            "d’avant. Corrigez la date.",
            field="on",
        )


def author_of(by: Actor) -> UUID:
    """The account that notes. Raises NotAllowed for who has none."""
    if by.user is None:
        raise NotAllowed(WRITE)
    return by.user
