"""What is asked of the directory, and what the index knows of a service. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from o2r.network.directory.codes import EVERYONE
from o2r.territory.official import Commune

AT_HOME = "home"
"""Before the département of a service that declares no zone: ``home:38``."""

NAMED, SILENT = 2, 1
"""Marks of a theme, of a public and of words: see ``Match``."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whom, for what, where. ``themes``: thématiques or categories, one is enough; ``publics``:
    what the person is, one is enough; ``words``: as ``asked_words`` gives them, all are needed;
    ``within_km``: how far a service that does not cover the commune may stand; ``nearer_only``:
    none stands further, even one that covers it.

    Without a commune, every place is as good as another.
    """

    commune: Commune | None = None
    themes: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    mode: str = ""
    words: tuple[str, ...] = ()
    within_km: float = 0.0
    nearer_only: bool = False

    @property
    def asks(self) -> bool:
        """Whether it asks for anything at all."""
        return bool(self.commune or self.themes or self.publics or self.mode or self.words)


@dataclass(frozen=True, slots=True)
class Facts:
    """A service, as the index needs it. ``name``: folded; ``text``: its structure and what it says
    of itself, as they are written; ``terms``: the units whose union is its zone, or ``home:38``;
    ``themes``: with their categories; a point that is not known is two ``nan``."""

    key: UUID
    name: str
    terms: tuple[str, ...]
    themes: frozenset[str]
    publics: frozenset[str]
    modes: frozenset[str]
    seen_right_on: date
    latitude: float
    longitude: float
    text: str = ""
    is_open: bool = True

    @property
    def takes_everyone(self) -> bool:
        return EVERYONE in self.publics


@dataclass(frozen=True, slots=True)
class Match:
    """A service that answers. ``theme``: 2 for one that was asked, 1 for its category, 0 when none
    was; ``public``: 2 when it takes one of them, 1 when it says nothing, 0 when none was asked;
    ``words``: 2 when its name bears them, 1 when it says them, 0 when none was asked;
    ``km``: from the centre of the commune, None when one of the two points is not known."""

    key: UUID
    covers: bool
    theme: int
    public: int
    words: int
    km: float | None
