"""A line as a pathway: what its cells say, and all that is wrong with them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from o2r.outreach.exchange import values
from o2r.outreach.exchange.persons import read_persons
from o2r.outreach.exchange.rows import Found, PersonRow, Rules
from o2r.pathways.entry_rules import why_not
from o2r.pathways.enums import EntryGround, PathwayState
from o2r.pathways.intake.columns import labels, split
from o2r.pathways.intake.history import Said, state_of, wrong_days
from o2r.projects.exchange.cells import CellError, Cells
from o2r.projects.exchange.tables import Line
from o2r.projects.exchange.values import Refused
from o2r.territory.folding import fold
from o2r.territory.typography import typographic

_STATES: dict[str, PathwayState] = {
    **{fold(one.label): one for one in PathwayState},
    **{fold(one.value): one for one in PathwayState},
    **{
        fold(said): state
        for state, names in {
            PathwayState.SPOTTED: ("repérée", "repérage", "contact", "à rencontrer"),
            PathwayState.TRUSTED: ("en confiance", "confiance", "accroche", "mobilisation"),
            PathwayState.REMOBILISATION: ("en remobilisation", "remobilisée"),
            PathwayState.ACCOMPANIMENT: (
                *("accompagné", "accompagnée", "en accompagnement", "en cours", "actif", "active"),
                "accompagnement intensif",
            ),
            PathwayState.HANDOVER: ("en relais", "passage de relais"),
            PathwayState.FIRST_WEEKS: ("en emploi", "emploi", "début d’emploi"),
            PathwayState.LEFT: ("sortie", "terminé", "terminée", "fini"),
            PathwayState.WATCHED: ("veille", "suivi après sortie"),
            PathwayState.CLOSED: ("close", "clôturé", "clôturée", "archivé"),
            PathwayState.PAUSED: ("pause", "suspendu", "suspendue", "en attente"),
            PathwayState.LOST: ("perdue de vue", "abandon", "ne répond plus"),
        }.items()
        for said in names
    },
}
_GROUNDS: dict[str, EntryGround] = {
    **{fold(one.value): one for one in EntryGround},
    **{fold(one.label): one for one in EntryGround},
    **{
        fold(said): ground
        for ground, names in {
            EntryGround.NOT_REGISTERED: (
                *("non inscrite", "non inscrit", "pas inscrit", "pas inscrite", "invisible"),
                *("non inscrit à france travail", "prioritaire", "public prioritaire"),
            ),
            EntryGround.NO_OFFER_VULNERABLE: (
                *(
                    "sans offre adaptée",
                    "vulnérable",
                    "trop vulnérable",
                    "sans offre vulnérabilité",
                ),
            ),
            EntryGround.NO_OFFER_LOCAL: (
                "sans offre locale",
                "pas d’offre ici",
                "aucune solution ici",
            ),
            EntryGround.NO_CONTACT: (
                *("sans contact", "sans contact régulier", "décroché", "5 mois sans contact"),
            ),
        }.items()
        for said in names
    },
}
Coded = TypeVar("Coded")
ENTERED = frozenset({PathwayState.ACCOMPANIMENT, PathwayState.HANDOVER, PathwayState.FIRST_WEEKS})
"""States that nobody reaches without the right to enter."""


@dataclass(frozen=True)
class Joined:
    """A line that may be written: who, and where their pathway stands."""

    person: PersonRow
    said: Said
    ground: EntryGround | None
    body_contact_on: date | None
    next_appointment: str = ""


@dataclass(frozen=True)
class Read:
    """What a file holds. ``persons``: what outreach says of its lines."""

    joined: tuple[Joined, ...]
    persons: Found[PersonRow]
    problems: tuple[CellError, ...]
    remarks: tuple[CellError, ...]


def read_pathways(
    lines: Sequence[Line], mapping: Mapping[str, str], rules: Rules, *, no_contact_months: int
) -> Read:
    """The pathways of a sheet, and all that is wrong in it. Raises TableError for a bad mapping."""
    parts = split(mapping)
    # Somebody who has left is taken with their exit, not left aside.
    people = read_persons(lines, parts.persons, rules)
    by_line = {row.line: row for row in people.rows}
    joined: list[Joined] = []
    problems, remarks = list(people.problems), list(people.remarks)
    for line in lines:
        row = by_line.get(line.number)
        reader = _Reader(line, parts.pathway, rules)
        found = reader.read(row, no_contact_months) if row is not None else None
        if row is None and line.number not in {one.line for one in people.left_out}:
            # Everything wrong with a line is told at once.
            reader.read_alone()
        if row is not None or reader.problems:
            problems += reader.problems
            remarks += reader.remarks
        if found is not None and not reader.problems:
            joined.append(found)
    problems.sort(key=lambda one: one.line)
    return Read(tuple(joined), people, tuple(problems), tuple(remarks))


class _Reader:
    def __init__(self, line: Line, columns: Mapping[str, str], rules: Rules) -> None:
        self._columns, self._line = columns, line
        self._cells = Cells(line, required=())
        self._day = values.day(rules.now, ZoneInfo(rules.zone))
        self._today = rules.now.astimezone(ZoneInfo(rules.zone)).date()
        self.remarks: list[CellError] = []

    @property
    def problems(self) -> list[CellError]:
        return self._cells.errors

    def read_alone(self) -> None:
        """Only the cells, of a line of which nobody is known."""
        self._state()
        for code in ("spotted_on", "entered_on", "intensive_from", "ended_on", "body_contact_on"):
            self._on(code)
        self._ground()

    def read(self, row: PersonRow, months: int) -> Joined | None:
        """The pathway of a person; None when something is wrong, which is kept."""
        last = row.last_contact_on or row.followed_since or self._today
        spotted = self._on("spotted_on") or min(row.followed_since or last, last)
        said = Said(
            opened_on=spotted,
            last_on=last,
            state=self._state(),
            entered_on=self._on("entered_on"),
            intensive_from=self._on("intensive_from"),
            ended_on=self._on("ended_on"),
        )
        ground, body = self._ground(), self._on("body_contact_on")
        if self.problems:
            return None
        if wrong := wrong_days(said):
            self._refuse(*wrong)
            return None
        self._check_entry(said, ground, body, months)
        self._check_person(row, said)
        return Joined(row, said, ground, body, self._text("next_appointment"))

    def _check_entry(
        self, said: Said, ground: EntryGround | None, body: date | None, months: int
    ) -> None:
        state = state_of(said)
        if ground is None:
            if state in ENTERED or said.intensive_from is not None:
                self._refuse(
                    "ground",
                    "la personne est accompagnée : dites par quel motif elle est entrée",
                )
            return
        on = said.entered_on or said.intensive_from or said.opened_on
        if wrong := why_not(ground, on=on, last_contact=body, months=months):
            self._refuse("body_contact_on" if wrong[0] == "last_contact_on" else "ground", wrong[1])
        if state in ENTERED and said.intensive_from is None:
            self._refuse(
                "intensive_from",
                f"le parcours est « {state.label} » : donnez le jour où l’accompagnement a "
                "commencé, la durée légale part de là",
            )

    def _check_person(self, row: PersonRow, said: Said) -> None:
        latest = max(day for day in (said.opened_on, said.entered_on, said.intensive_from) if day)
        if latest > (row.last_contact_on or latest):
            self._remark(
                "spotted_on",
                f"une date du parcours ({latest:%d/%m/%Y}) suit le dernier contact : le dernier "
                "contact est mis à ce jour",
            )

    def _state(self) -> PathwayState | None:
        return self._one_of("state", _STATES, "cet état")

    def _ground(self) -> EntryGround | None:
        return self._one_of("ground", _GROUNDS, "ce motif d’entrée")

    def _one_of(self, code: str, known: Mapping[str, Coded], what: str) -> Coded | None:
        def reader(cell: str) -> Coded | None:
            if not cell.strip():
                return None
            found = known.get(fold(cell))
            if found is None:
                raise Refused(
                    f"« {values.shown(cell)} » : {what} n’est pas reconnu. Écrivez l’un des mots "
                    "de la page « Ce qui se reprend »"
                )
            return found

        return self._value(code, reader)

    def _on(self, code: str) -> date | None:
        return self._value(code, self._day)

    def _text(self, code: str) -> str:
        return self._value(code, values.line_of_text(60)) or ""

    def _value(self, code: str, reader: Callable[[str], Coded | None]) -> Coded | None:
        column = self._columns.get(code)
        return self._cells.read(column, reader, None) if column else None

    def _refuse(self, code: str, message: str) -> None:
        self._cells.refuse(self._columns.get(code, labels()[code]), typographic(message))

    def _remark(self, code: str, message: str) -> None:
        column = self._columns.get(code, labels()[code])
        self.remarks.append(CellError(self._line.number, column, typographic(message)))
