"""What a visitor's question finds. List, map, API and files all read it here, in one order."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404

from o2r.projects import selectors as project_selectors
from o2r.projects.enums import Channel, Origin, Public, Stage
from o2r.projects.filters import ProjectFilters
from o2r.projects.footprint import Footprint, footprint, unit_bits
from o2r.projects.models import FundedProject, RegionalContact
from o2r.territory.commune_reading import read_commune
from o2r.territory.enums import UnitKind
from o2r.territory.geography import Commune, current_geography
from o2r.territory.search import CommuneMatch
from o2r.territory.search import commune_label as label_in


@dataclass(frozen=True)
class Found:
    """A project that answers a question: enough to count it, order it and place it."""

    slug: str
    is_example: bool
    place: Footprint = field(repr=False)


@dataclass(frozen=True)
class Search:
    """A question understood, and what it finds, in the order of list, map, API and files.

    ``commune`` is where the person is, when the question says it. ``choices`` holds the communes
    that the text may mean when it is ambiguous, and ``commune_error`` what to do when it is not
    understood: in both cases no project is refused, the list ignores the commune.
    """

    filters: ProjectFilters
    commune: Commune | None
    found: list[Found] = field(repr=False)
    choices: list[CommuneMatch] = field(default_factory=list)
    commune_error: str = ""

    @property
    def public_label(self) -> str:
        """The public asked for, in words; empty for anyone."""
        return str(self.filters.public.label) if self.filters.public else ""

    @property
    def real_count(self) -> int:
        """Projects found, examples left out."""
        return sum(not found.is_example for found in self.found)


def visible_project(slug: str) -> FundedProject:
    """The project of an address. Raises Http404 when it is absent or not published."""
    shown = FundedProject.objects.shown_to_public().with_card_data()
    project = shown.filter(slug=slug).first()
    if project is None:
        raise Http404("Aucun projet publié ne porte cet identifiant.")
    return project


def search(asked: dict[str, str]) -> Search:
    """Answer the values of a ``SearchForm``. One query."""
    read = read_commune(asked["commune"], asked["q"])
    filters = ProjectFilters(
        public=Public(asked["public"]) if asked["public"] else None,
        stage=Stage(asked["stage"]) if asked["stage"] else None,
        channel=Channel(asked["channel"]) if asked["channel"] else None,
        origin=Origin(asked["origin"]) if asked["origin"] else None,
        region=asked["region"],
        department=asked["department"],
        epci=asked["epci"],
    )
    found = _found(filters, read.commune)
    return Search(filters, read.commune, found, read.choices, read.error)


def everything() -> Search:
    """Every project anyone may see. One query."""
    filters = ProjectFilters()
    return Search(filters, None, _found(filters, None))


def _found(filters: ProjectFilters, commune: Commune | None) -> list[Found]:
    """Real projects first; then, for one commune, the most local zone first; then by identifier."""
    asked_of_rows = replace(filters, region="", department="", epci="")
    rows = FundedProject.objects.shown_to_public().matching(asked_of_rows).order_by("slug")
    common = unit_bits(filters.units)
    found = []
    for slug, is_example, expression, vintage in rows.values_list(
        "slug", "is_example", "zone_expression", "zone_vintage"
    ):
        place = footprint(expression, vintage)
        if common is not None and not place.bits & common:
            continue
        if commune is None or commune in place:
            found.append(Found(slug, is_example, place))
    return sorted(
        found, key=lambda row: (row.is_example, len(row.place) if commune else 0, row.slug)
    )


def load(found: Iterable[Found]) -> list[FundedProject]:
    """The projects themselves with all that a card shows, in the order given. Four queries."""
    slugs = [row.slug for row in found]
    projects = FundedProject.objects.with_card_data().in_bulk(slugs, field_name="slug")
    return [projects[slug] for slug in slugs]


def region_of(commune: Commune) -> str:
    """The code of the région of a commune; empty in a collectivité d'outre-mer."""
    bit = 1 << commune.index
    regions = current_geography().of_kind(UnitKind.REG)
    return next((unit.code for unit in regions if unit.bits & bit), "")


def commune_label(commune: Commune) -> str:
    """« Vénissieux (Rhône, 69200) »."""
    return label_in(current_geography(), commune)


def marker(project: FundedProject) -> dict[str, Any]:
    """What the map draws of a project: its marker, on the most populous commune of its zone."""
    commune = project.marker
    return {
        "slug": project.slug,
        "title": project.title,
        "url": f"/projets/{project.slug}/",
        "bearer": project.bearer.name,
        "commune": commune.code,
        "commune_name": commune.name,
        "lat": commune.lat,
        "lon": commune.lon,
        "region": region_of(commune),
        "department": commune.department,
        "example": project.is_example,
    }


NEAREST = 3


@dataclass(frozen=True)
class Answer:
    """« Un projet peut-il venir jusqu’à cette personne ? », in words and in projects."""

    commune: Commune
    commune_label: str
    public_label: str
    count: int
    examples: int
    nearest: list[project_selectors.Nearby]
    regional_contact: RegionalContact | None

    @property
    def sentence(self) -> str:
        """The answer, which speaks of real projects only."""
        whom = f" pour ce public ({self.public_label.lower()})" if self.public_label else ""
        place = self.commune_label
        if self.count == 0:
            return f"Aucun projet recensé ne vient à {place}{whom}."
        if self.count == 1:
            return f"1 projet vient à {place}{whom}."
        return f"{self.count} projets viennent à {place}{whom}."


def answer(search: Search) -> Answer | None:
    """The answer to a search that names a commune; None for the others.

    Fictional projects of a demonstration are counted apart: they never make an answer.
    """
    if search.commune is None:
        return None
    real = search.real_count
    return Answer(
        commune=search.commune,
        commune_label=commune_label(search.commune),
        public_label=search.public_label,
        count=real,
        examples=len(search.found) - real,
        nearest=[] if real else _nearest(search.commune, search.filters.public),
        regional_contact=project_selectors.contact_for(search.commune),
    )


def _nearest(commune: Commune, public: Public | None) -> list[project_selectors.Nearby]:
    projects = FundedProject.objects.published().real()
    return project_selectors.nearest(commune.code, public, NEAREST, projects=projects)
