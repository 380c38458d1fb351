"""Who acts: the facts about a person, at this request, that an access decision may use. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from o2r.core.journal.authors import Author

ANYONE = "anyone"
SIGNED_IN = "signed-in"
ACCOUNT_MANAGER = "account-manager"
DATA_PROTECTION_OFFICER = "dpo"
SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """A person acting for one organisation, or the platform's own work.

    ``roles`` are words of the first column of ``policy.csv``. ``settled`` is false during the
    first 24 hours of an account: no personal data yet. ``regions`` are those that a State service
    answers for; ``region``, where the organisation is, empty when nobody said. ``stands_in_for``
    are the colleagues whose absence this person covers today. ``let_in_at`` and ``let_in_by``: when
    they were given the access by which they act, and by whom. Nothing here outlives the request:
    leaving an organisation takes effect at the next one.
    """

    user: UUID | None = None
    organisation: UUID | None = None
    roles: frozenset[str] = frozenset({ANYONE})
    teams: frozenset[UUID] = frozenset()
    regions: frozenset[str] = frozenset()
    region: str = ""
    stands_in_for: frozenset[UUID] = field(default=frozenset())
    settled: bool = True
    blocked: bool = False
    name: str = ""
    let_in_at: datetime | None = None
    let_in_by: UUID | None = None

    @property
    def is_signed_in(self) -> bool:
        return SIGNED_IN in self.roles

    @property
    def is_system(self) -> bool:
        return SYSTEM in self.roles

    @property
    def identities(self) -> frozenset[UUID]:
        """Whose work this person may take: their own, and that of who they replace."""
        return self.stands_in_for | ({self.user} if self.user else frozenset())

    def has(self, role: str) -> bool:
        return role in self.roles

    @property
    def author(self) -> Author:
        """The same person, as the journal writes them: one word of role, the most particular."""
        if self.is_system:
            return Author.system(self.name)
        plain = sorted(self.roles - {ANYONE, SIGNED_IN})
        return Author(
            user=self.user, organisation=self.organisation, role=" ".join(plain) or ANYONE
        )


NOBODY = Actor()
"""A visitor who has not signed in."""


def system(name: str) -> Actor:
    """A command or a recurring job: ``name`` says which, and the journal keeps it."""
    return Actor(roles=frozenset({ANYONE, SYSTEM}), name=name)


CONSOLE = system("console")
"""Who types a command on the server, and so already holds the database."""
