"""What one may filter a list of projects by. The same object serves pages, API and commands."""

from dataclasses import dataclass

from o2r.projects.enums import Channel, Origin, Public, Stage


@dataclass(frozen=True, slots=True)
class ProjectFilters:
    """Every criterion is optional; those given add up (and).

    ``region``, ``department`` and ``epci`` are official codes of the current vintage: a project
    matches when its zone shares at least one commune with the unit. ``public`` keeps the projects
    that fit this public (see ``FundedProjectQuerySet.for_public``).
    """

    public: Public | None = None
    stage: Stage | None = None
    channel: Channel | None = None
    origin: Origin | None = None
    region: str = ""
    department: str = ""
    epci: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """The territorial criteria as terms of an expression: ``("reg:84", "epci:200085751")``."""
        codes = (("reg", self.region), ("dep", self.department), ("epci", self.epci))
        return tuple(f"{kind}:{code}" for kind, code in codes if code)
