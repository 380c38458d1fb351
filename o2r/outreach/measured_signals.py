"""Signals of partners, links and an import of one operator, for ``o2r bench casework``."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from o2r.accounts.models import Organisation, User
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.measured_keys import fill
from o2r.outreach.enums import ImportKind, SignalState
from o2r.outreach.exchange.sheets import TakenSheet
from o2r.outreach.models import (
    ImportAct,
    ImportContent,
    ImportFile,
    PartnerSignal,
    Place,
    SignalLink,
    SignalWords,
)
from o2r.people.measured_files import COMMUNES, DAYS, NAMES, saved, sealed
from o2r.people.models import Person
from o2r.projects.exchange.tables import Line

LINKS = 30
STATES = (SignalState.RECEIVED, SignalState.ACKNOWLEDGED, SignalState.TAKEN)
WAITING, MET = 0.05, 0.5
LINES = 200
WORDS = "Dort derrière la gare depuis une semaine."


@dataclass
class Signalled:
    """What partners signal to one operator."""

    rng: random.Random
    now: datetime
    organisation: Organisation
    sender: Organisation
    workers: list[User]
    places: list[Place]
    files: list[Person]

    def fill(self, number: int) -> None:
        """So many signals over the years, of which one in twenty still waits, half led to
        somebody."""
        links = saved(SignalLink, (self._link(rank) for rank in range(LINKS)))
        keys = fill(number, self.organisation.pk)
        rows = saved(
            PartnerSignal, (self._signal(rank, key, links) for rank, key in enumerate(keys))
        )
        said = {"words": WORDS, "sender_name": "La vie scolaire"}
        words = ((SignalWords(subject=row.pk, signal=row), said) for row in rows)
        saved(SignalWords, sealed(self.organisation.pk, words))

    def _link(self, rank: int) -> SignalLink:
        return SignalLink(
            organisation=self.organisation,
            partner_name=f"École {rank}",
            digest=uuid4().hex,
            until=self.now.date() + timedelta(days=rank - LINKS // 2),
        )

    def _signal(self, rank: int, key: UUID, links: list[SignalLink]) -> PartnerSignal:
        drawn = self.rng.random()
        waits, met = drawn < WAITING, drawn > MET
        state = STATES[rank % 3] if waits else SignalState.MET if met else SignalState.NOT_MET
        is_sent = rank % 10 == 0
        return PartnerSignal(
            id=key,
            organisation=self.organisation,
            sender=self.sender if is_sent else None,
            link=None if is_sent else self.rng.choice(links),
            commune=self.rng.choice(COMMUNES),
            state=state,
            taken_by=self.rng.choice(self.workers) if state == SignalState.TAKEN else None,
            place=self.rng.choice(self.places) if waits else None,
            person=self.rng.choice(self.files) if state == SignalState.MET else None,
            sent_at=self.now - timedelta(days=self.rng.randrange(20 if waits else DAYS)),
            follow_digest=uuid4().hex,
        )


def waiting_import(organisation: Organisation, owner: User) -> tuple[ImportFile, ImportAct]:
    """A file of persons that waits, its columns said, a line in ten to correct; and an import that
    may be undone."""
    common = {"organisation": organisation, "owner": owner, "kind": ImportKind.PERSONS}
    mapping = {"Surnom": "known_as", "Dernier contact": "last_contact_on"}
    file = ImportFile.objects.create(id=fill(1, organisation.pk)[0], **common, mapping=mapping)
    content = ImportContent(subject=file.pk, file=file)
    lines = tuple(
        Line(2 + rank, {"Surnom": NAMES[rank % len(NAMES)], "Dernier contact": _day(rank)})
        for rank in range(LINES)
    )
    text = TakenSheet("personnes.csv", lines).to_text()
    write_sealed(content, organisation=organisation.pk, sheet=text)
    content.save(force_insert=True)
    return file, ImportAct.objects.create(**common, made=LINES)


def _day(rank: int) -> str:
    return "hier" if rank % 10 == 0 else f"{1 + rank % 28:02}/10/2026"
