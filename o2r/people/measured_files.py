"""Many files of one operator, for ``o2r bench casework``: real keys, invented people.

Two files in five are open, the others are anonymised. Every share below is an assumption of this
benchmark, not a finding.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Model

from o2r.accounts.models import Organisation, Team, User
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.measured_keys import fill, give
from o2r.core.crypto.scope import key_scope
from o2r.core.crypto.sealing import prefetch_keys
from o2r.core.slices import slices
from o2r.people.enums import (
    AgreementProof,
    AgreementState,
    ContactKind,
    IdentityLevel,
    Purpose,
    SharedField,
    Standing,
)
from o2r.people.models import (
    Agreement,
    ContactMeans,
    FollowUp,
    Identity,
    InformationGiven,
    Note,
    Person,
    PersonMove,
)
from o2r.people.services.likening import keep_tokens

DAYS = 5 * 365
OPEN_FILES, SHARED = 0.4, 0.02
COMMUNES = ("69259", "69266", "69256", "69199", "69029", "69290", "69091", "69286")
NAMES = "Momo Lina Sofiane Awa Kevin Inès Malik Chloé Yanis Fatou Dylan Nour Enzo Samira".split()
BATCH, SEALED = 2_000, 500


def saved(model: type[Model], rows: Iterable[Any]) -> list[Any]:
    """Rows written by batches, as they are made."""
    made, several = [], iter(rows)
    while batch := list(islice(several, BATCH)):
        made += model._default_manager.bulk_create(batch)
    return made


def sealed(organisation: UUID, wanted: Iterable[tuple[Any, dict[str, str]]]) -> Iterator[Any]:
    """Rows with their texts sealed: the keys of a batch are read at once."""
    several = iter(wanted)
    while batch := list(islice(several, SEALED)):
        with key_scope():
            subjects = {row.subject for row, _ in batch}
            prefetch_keys(organisation=organisation, subjects=subjects)
            for row, texts in batch:
                write_sealed(row, organisation=organisation, **texts)
                yield row


def agreement(person: Person, partner: Organisation, now: datetime) -> Agreement:
    """What lets a partner know the first name and the telephone of somebody."""
    return Agreement(
        person=person,
        purpose=Purpose.ACCOMPANY,
        recipient=partner,
        fields=[SharedField.FIRST_NAME, SharedField.PHONE],
        proof=AgreementProof.VOICE,
        state=AgreementState.GIVEN,
        asked_by=person.referent,
        given_on=now.date() - timedelta(days=30),
        until=now.date() + timedelta(days=150),
        number=1,
    )


@dataclass
class Files:
    """Who follows the files of an operator, and the partner that reads a few of them."""

    rng: random.Random
    now: datetime
    organisation: Organisation
    partner: Organisation
    workers: list[User]
    teams: list[Team]

    def fill(self, number: int) -> list[Person]:
        """So many files, those that are open first: named, reached, written, shared."""
        opened = round(number * OPEN_FILES)
        everyone = self._files(number, opened)
        self._written(everyone[:opened])
        self._shared(everyone[:opened])
        return everyone

    def _files(self, number: int, opened: int) -> list[Person]:
        """Each open file has a referent, and keys of its own."""
        keys = fill(opened, self.organisation.pk)
        rows = (self._file(rank, keys[rank] if rank < opened else None) for rank in range(number))
        everyone = saved(Person, rows)
        saved(PersonMove, (self._move(one) for one in everyone[:opened]))
        beside = (one for one in everyone[:opened] if self.rng.random() < 0.3)
        saved(
            FollowUp, (FollowUp(person=one, user=self.rng.choice(self.workers)) for one in beside)
        )
        return everyone

    def _move(self, one: Person) -> PersonMove:
        return PersonMove(
            person=one,
            left="anonyme",
            reached=one.level,
            moved_at=self.now - timedelta(days=400),
            moved_by=one.referent_id,
        )

    def _file(self, rank: int, key: UUID | None) -> Person:
        opened = (self.now - self._ago(DAYS)).date()
        last = opened + timedelta(days=self.rng.randrange((self.now.date() - opened).days + 1))
        referent = self.workers[rank % len(self.workers)]
        known = {"id": key, "referent": referent} if key else {}
        return Person(
            organisation=self.organisation,
            team=self.teams[rank % len(self.teams)],
            level=IdentityLevel.DECLARED if rank % 2 else IdentityLevel.PSEUDONYM,
            standing=Standing.FOLLOWED if key else Standing.ANONYMISED,
            commune=self.rng.choice(COMMUNES),
            department="69",
            opened_on=opened,
            last_contact_on=last,
            **known,
        )

    def _written(self, files: list[Person]) -> None:
        """Who each person is, what finds them again, how to reach them, three notes on average."""
        saved(Identity, sealed(self.organisation.pk, (self._identity(one) for one in files)))
        for some in slices(files, SEALED):
            keep_tokens(some)
        reached = [one for one in files for _ in range(self.rng.randrange(3))]
        saved(ContactMeans, sealed(self.organisation.pk, (self._contact(one) for one in reached)))
        noted = [one for one in files for _ in range(self.rng.randrange(7))]
        saved(Note, sealed(self.organisation.pk, (self._note(one) for one in noted)))

    def _identity(self, one: Person) -> tuple[Identity, dict[str, str]]:
        texts = {"known_as": self.rng.choice(NAMES)}
        if one.level == IdentityLevel.DECLARED:
            texts |= {
                "first_name": self.rng.choice(NAMES),
                "last_name": f"{self.rng.choice(NAMES)}{self.rng.randrange(500)}",
                "birth_date": f"{self.rng.randrange(1970, 2009)}-03-14",
            }
        return Identity(subject=one.pk, person=one), texts

    def _contact(self, one: Person) -> tuple[ContactMeans, dict[str, str]]:
        row = ContactMeans(subject=one.pk, person=one, kind=ContactKind.PHONE)
        return row, {"value": f"06 99 00 {self.rng.randrange(100):02} 12"}

    def _note(self, one: Person) -> tuple[Note, dict[str, str]]:
        row = Note(
            subject=one.pk,
            person=one,
            organisation=self.organisation,
            author=one.referent,
            written_at=self.now - self._ago(400),
        )
        return row, {"text": "Rendez-vous pris, à rappeler. " * self.rng.randrange(1, 12)}

    def _shared(self, files: list[Person]) -> None:
        """What people were told; one in fifty lets the partner, one of many, read a little."""
        saved(
            InformationGiven,
            (InformationGiven(person=one, given_by=one.referent) for one in files),
        )
        agreed = [one for one in files if self.rng.random() < SHARED]
        saved(Agreement, (agreement(one, self.partner, self.now) for one in agreed))
        keys = [one.pk for one in agreed]
        give(keys, from_=self.organisation.pk, to=self.partner.pk)

    def _ago(self, days: int) -> timedelta:
        return timedelta(days=self.rng.randrange(days), minutes=self.rng.randrange(1, 600))
