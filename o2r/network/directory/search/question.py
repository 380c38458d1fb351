"""What is asked of the directory, and what the index knows of a service. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from o2r.network.directory.codes import EVERYONE
from o2r.territory.official import Commune

AT_HOME = "home"
"""Before the département of a service that declares no zone: ``home:38``."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whom, for what, where. ``themes``: thématiques or categories, one is enough; ``publics``:
    what the person is, one is enough; ``within_km``: how far a service that does not cover the
    commune may stand; ``nearer_only``: none stands further, even one that covers it.

    Without a commune, every place is as good as another.
    """

    commune: Commune | None = None
    themes: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    mode: str = ""
    within_km: float = 0.0
    nearer_only: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A service, as the index needs it. ``terms``: the units whose union is its zone, or
    ``home:38``; ``themes``: with their categories; a point that is not known is two ``nan``."""

    key: UUID
    name: str
    terms: tuple[str, ...]
    themes: frozenset[str]
    publics: frozenset[str]
    modes: frozenset[str]
    seen_right_on: date
    latitude: float
    longitude: float
    is_open: bool = True

    @property
    def takes_everyone(self) -> bool:
        return EVERYONE in self.publics


@dataclass(frozen=True, slots=True)
class Match:
    """A service that answers. ``theme``: 2 for one that was asked, 1 for its category, 0 when none
    was; ``public``: 2 when it takes one of them, 1 when it says nothing, 0 when none was asked;
    ``km``: from the centre of the commune, None when one of the two points is not known."""

    key: UUID
    covers: bool
    theme: int
    public: int
    km: float | None
