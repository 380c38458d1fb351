"""Reading a file that waits, and saying all that importing it would do. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils import timezone

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import NotAllowed
from o2r.core import clock
from o2r.core.crypto.scope import key_scope
from o2r.core.retention.periods import period
from o2r.core.slices import slices
from o2r.outreach.exchange.fingerprints import Digest, keyed, known_by
from o2r.outreach.exchange.rows import LeftOut, PersonRow, Rules, together
from o2r.outreach.services.imports.desk import Desk, imported
from o2r.outreach.services.imports.persons import sort_persons
from o2r.outreach.services.imports.plans import KnownLine, Planned, Sorting
from o2r.pathways.clock_rules import Clock
from o2r.pathways.clocks import limits, starting_state
from o2r.pathways.intake.columns import KIND as PERSONS
from o2r.pathways.intake.columns import labels, split
from o2r.pathways.intake.history import Step, steps
from o2r.pathways.intake.models import IntakeFile, IntakeRow
from o2r.pathways.intake.reading import Joined, read_pathways
from o2r.pathways.intake.services.keeping import IMPORT, sheet_of
from o2r.pathways.rules import number
from o2r.people.services.taking_over import SLICE, Taken
from o2r.projects.exchange.cells import CellError
from o2r.territory.typography import typographic

ELSEWHERE = (
    "cette personne est déjà reprise par un import de personnes : ouvrez son parcours dans son "
    "dossier."
)


@dataclass(frozen=True)
class Ready:
    """One line to write: who, the way of their pathway, on which day the clock started."""

    line: int
    digest: str
    taken: Taken
    joined: Joined
    way: tuple[Step, ...]
    intensive_from: date | None

    @property
    def name(self) -> str:
        return self.joined.person.name

    @property
    def says(self) -> str:
        """What it will be, in words."""
        state, day = self.way[-1]
        return typographic(
            f"{state.label} depuis le {day:%d/%m/%Y}, référent : {self.taken.referent}"
        )


@dataclass(frozen=True)
class Plan:
    """What a file would do. One problem anywhere, and nothing may be written."""

    made: Sequence[Ready] = ()
    known: Sequence[KnownLine] = ()
    left_out: Sequence[LeftOut] = ()
    problems: Sequence[CellError] = ()
    remarks: Sequence[CellError] = ()

    @property
    def may_be_written(self) -> bool:
        return bool(self.made) and not self.problems

    @property
    def wrong_lines(self) -> int:
        return len({one.line for one in self.problems})

    def remarks_together(self) -> list[tuple[CellError, int]]:
        """Each remark once, with how many lines it is about."""
        return together(self.remarks)


def plan_intake(*, by: Actor, file: IntakeFile) -> Plan:
    """What importing this file would do. Raises NotAllowed, TableError for columns that do not say
    enough, KeysUnavailable."""
    require(by, "read", file, act=IMPORT)
    if by.user is None or (by.user, by.organisation) != (file.owner_id, file.organisation_id):
        raise NotAllowed(IMPORT)
    with key_scope():
        return _planned(by, file)


def _planned(by: Actor, file: IntakeFile) -> Plan:
    now = clock.now()
    oldest = period("person-file", clock.today()).duration.limit(now)
    desk = Desk(by, file.organisation, file.owner, oldest)
    rules = Rules(now, file.organisation.time_zone, oldest=timezone.localdate(oldest))
    months = number("no-contact-months")
    read = read_pathways(sheet_of(file).lines, file.mapping, rules, no_contact_months=months)
    joined = {one.person.line: one for one in read.joined}
    fresh, known, elsewhere = _fresh(desk, [one.person for one in read.joined])
    sorting = Sorting(PERSONS, split(file.mapping).persons)
    sort_persons(sorting, desk, fresh)
    ready = [_ready(one, joined[one.line]) for one in sorting.persons]
    left = [*read.persons.left_out, *elsewhere]
    return Plan(
        made=tuple(ready),
        known=tuple(known),
        left_out=tuple(sorted(left, key=lambda one: one.line)),
        problems=tuple(sorted((*read.problems, *sorting.problems), key=lambda one: one.line)),
        remarks=(*read.persons.remarks, *read.remarks, *sorting.remarks, *_over(ready)),
    )


def digest_of(desk: Desk) -> Digest:
    """What makes the digests of the lines: no other operator can compare them."""
    secret = f"o2r-intake\0{desk.organisation.pk}\0{settings.SECRET_KEY}"
    return keyed(secret.encode())


def _fresh(
    desk: Desk, rows: Sequence[PersonRow]
) -> tuple[list[tuple[PersonRow, str]], list[KnownLine], list[LeftOut]]:
    """The rows that nobody took over before; those that were, here or as persons alone."""
    ours = known_by(digest_of(desk), rows)
    here = desk.organisation.pk
    known: set[str] = set()
    for some in slices([digest for _, digest in ours], SLICE):
        found = IntakeRow.objects.filter(organisation=here, digest__in=some)
        known |= set(found.values_list("digest", flat=True))
    theirs = known_by(desk.digest(PERSONS), rows)
    persons = {one.digest for one in imported(here, PERSONS, [digest for _, digest in theirs])}
    fresh, before, elsewhere = [], [], []
    for (row, digest), (_, other) in zip(ours, theirs, strict=True):
        if digest in known:
            before.append(KnownLine(row.line, row.name))
        elif other in persons:
            elsewhere.append(LeftOut(row.line, row.name, typographic(ELSEWHERE)))
        else:
            fresh.append((row, digest))
    return fresh, before, elsewhere


def _ready(planned: Planned[Taken], joined: Joined) -> Ready:
    """Who it is, with the days that the pathway says: a file is as old as what it tells."""
    taken, way = planned.what, tuple(steps(joined.said))
    started = next((day for state, day in way if state == starting_state()), None)
    last = max(taken.last_contact_on, *(day for _, day in way))
    note = taken.note
    if joined.next_appointment:
        said = f"Prochain rendez-vous, d’après le fichier repris : {joined.next_appointment}."
        note = "\n\n".join(one for one in (typographic(said), note) if one)
    return Ready(
        line=planned.line,
        digest=planned.digest,
        taken=replace(
            taken,
            opened_on=min(taken.opened_on, joined.said.opened_on),
            last_contact_on=last,
            note=note,
        ),
        joined=joined,
        way=way,
        intensive_from=joined.said.intensive_from or started,
    )


def _over(ready: Sequence[Ready]) -> list[CellError]:
    """The pathways whose intensive accompaniment has lasted beyond what the law gives."""
    today, allowed = clock.today(), limits()
    said = []
    for one in ready:
        if one.joined.said.ended_on is None and Clock(one.intensive_from, allowed).is_over(today):
            said.append(
                CellError(
                    one.line,
                    labels()["intensive_from"],
                    typographic(
                        f"plus de {allowed.normal} mois d’accompagnement : le parcours est repris, "
                        "mais rien ne s’y ajoute sans une dérogation ou un relais"
                    ),
                )
            )
    return said
