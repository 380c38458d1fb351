"""Who imports, for whom, and what an operator knows already: its teams, colleagues, lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.conf import settings

from o2r.accounts.actors import Actor
from o2r.accounts.errors import NotAllowed
from o2r.accounts.models import Membership, Organisation, Team, User
from o2r.accounts.selectors import who_may_follow
from o2r.core import clock
from o2r.core.retention.periods import period
from o2r.core.slices import slices
from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.fingerprints import Digest, Row, keyed, known_by
from o2r.outreach.models import ImportedRow, ImportFile
from o2r.outreach.services.imports.keeping import IMPORT
from o2r.outreach.services.imports.plans import KnownLine, Sorting
from o2r.people.services.taking_over import SLICE
from o2r.territory.folding import fold

_PERIODS = {ImportKind.PERSONS: "person-file"}


@dataclass(frozen=True)
class Desk:
    """``oldest``: what happened before that instant is past its retention.

    Colleagues and teams are read when a line names one.
    """

    by: Actor
    organisation: Organisation
    author: User
    oldest: datetime

    @classmethod
    def of(cls, by: Actor, file: ImportFile, now: datetime) -> "Desk":
        """For a file read with its owner and organisation. Raises NotAllowed for anybody else."""
        if by.user is None or (by.user, by.organisation) != (file.owner_id, file.organisation_id):
            raise NotAllowed(IMPORT)
        place = file.organisation
        code = _PERIODS.get(ImportKind(file.kind), "outreach-round")
        return cls(
            by=by,
            organisation=place,
            author=file.owner,
            oldest=period(code, clock.today()).duration.limit(now),
        )

    @cached_property
    def colleagues(self) -> Sequence[Membership]:
        """Who may follow people there. One query."""
        return [one for one in who_may_follow(self.organisation) if one.user.is_active]

    @cached_property
    def teams(self) -> Sequence[Team]:
        """One query."""
        return list(Team.objects.filter(organisation=self.organisation).order_by("name", "pk"))

    def digest(self, kind: ImportKind) -> Digest:
        """What makes the digests of the lines of one kind: no other operator can compare them."""
        secret = f"o2r-import\0{self.organisation.pk}\0{kind.value}\0{settings.SECRET_KEY}"
        return keyed(secret.encode())

    def colleague(self, said: str) -> Membership | None:
        """Who follows people under this address, or under this name when one alone bears it."""
        wanted = said.strip()
        by_address = [
            one for one in self.colleagues if one.user.email.casefold() == wanted.casefold()
        ]
        found = by_address or [
            one for one in self.colleagues if fold(one.user.display_name) == fold(wanted)
        ]
        return found[0] if len({one.user_id for one in found}) == 1 else None

    def team(self, said: str) -> Team | None:
        """The team named, whole or first of several; None when the operator has no such team."""
        named = {fold(team.name): team for team in self.teams}
        wanted = [said, *re.split(r"[,;/]", said)]
        return next((named[fold(one)] for one in wanted if fold(one) in named), None)


def team_of(sorting: Sorting, desk: Desk, line: int, said: str) -> Team | None:
    """The team that a line names; one that is not known is left, and said."""
    team = desk.team(said) if said else None
    if said and team is None:
        sorting.remark(
            line, "team", "cette équipe n’est pas dans votre organisation : elle n’est pas reprise"
        )
    return team


def fresh(sorting: Sorting, desk: Desk, rows: Iterable[Row]) -> list[tuple[Row, str]]:
    """The rows that were not taken over before, with what they will be known by."""
    kind = sorting.kind
    digested = known_by(desk.digest(kind), rows)
    known = {
        row.digest
        for row in imported(desk.organisation.pk, kind, (digest for _, digest in digested))
    }
    sorting.known += [KnownLine(row.line, row.name) for row, digest in digested if digest in known]
    return [(row, digest) for row, digest in digested if digest not in known]


def imported(organisation: UUID, kind: ImportKind, digests: Iterable[str]) -> list[ImportedRow]:
    """The lines already taken over that have one of these digests."""
    rows = ImportedRow.objects.filter(organisation=organisation, kind=kind).order_by("pk")
    return [one for some in slices(digests, SLICE) for one in rows.filter(digest__in=some)]
