"""Projects made for ``o2r bench public``, and an answer key computed apart from the product.

Nothing here uses the zone algebra nor the selectors that are judged: communes are read from the
official CSV file, and each zone is a list of départements, EPCI or communes whose members are
known here as plain sets of codes.
"""

import csv
import random
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from o2r.accounts.models import Organisation
from o2r.projects.models import FundedProject, ProjectFacet

PUBLICS = ("jeunes", "femmes", "seniors", "personnes-exilees", "familles", "tous-publics")
STAGES = ("reperer", "remobiliser", "accompagner", "coordonner")
CHANNELS = ("maraude", "permanence-fixe", "vehicule", "numerique")
ORIGINS = ("pic", "cej-jr", "nouveau", "inconnue")


@dataclass
class Country:
    """Who is where, as the official file says."""

    communes: list[str] = field(default_factory=list)
    by_department: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_epci: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class Known:
    """What the key knows of a project."""

    slug: str
    communes: frozenset[str]
    publics: frozenset[str]
    stages: frozenset[str]
    channels: frozenset[str]
    origin: str


def read_country(folder: Path, year: int) -> Country:
    """The communes of métropole and the five DROM."""
    country = Country()
    with (folder / "territory" / str(year) / "communes.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["code"][:3] in ("975", "977", "978", "984", "986", "987", "988", "989"):
                continue
            country.communes.append(row["code"])
            country.by_department[row["department"]].add(row["code"])
            if row["epci"]:
                country.by_epci[row["epci"]].add(row["code"])
    return country


def _zone(country: Country, draw: random.Random) -> tuple[str, frozenset[str]]:
    """A recipe and its members: a département, one less an EPCI of it, EPCI, or communes."""
    shape = draw.random()
    if shape < 0.3:
        department = draw.choice(sorted(country.by_department))
        return f"dep:{department}", frozenset(country.by_department[department])
    if shape < 0.5:
        department = draw.choice(sorted(country.by_department))
        held = country.by_department[department]
        inside = [code for code, members in country.by_epci.items() if members < held]
        if inside:
            epci = draw.choice(sorted(inside))
            return f"dep:{department} - epci:{epci}", frozenset(held - country.by_epci[epci])
        return f"dep:{department}", frozenset(held)
    if shape < 0.8:
        chosen = draw.sample(sorted(country.by_epci), draw.randint(1, 3))
        members = frozenset().union(*(country.by_epci[code] for code in chosen))
        return " + ".join(f"epci:{code}" for code in chosen), members
    chosen = draw.sample(country.communes, draw.randint(1, 12))
    return " + ".join(f"com:{code}" for code in chosen), frozenset(chosen)


def fill(country: Country, *, number: int, year: int, seed: int) -> list[Known]:
    """Write ``number`` published projects in the database and return the answer key."""
    draw = random.Random(seed)
    bearer = Organisation.objects.create(name="Organisation de mesure", kind="association")
    projects, facets, key = [], [], []
    for rank in range(number):
        expression, members = _zone(country, draw)
        project = FundedProject(
            slug=f"mesure-{rank:04}",
            title=f"Projet de mesure {rank}",
            bearer=bearer,
            description="Une équipe va vers les personnes, dans la rue et à domicile. " * 4,
            zone_expression=expression,
            zone_vintage=year,
            origin=draw.choice(ORIGINS),
            phone="01 99 00 00 00",
            state="published",
        )
        chosen = {
            "public": frozenset(draw.sample(PUBLICS, draw.randint(1, 3))),
            "stage": frozenset(draw.sample(STAGES, draw.randint(2, 4))),
            "channel": frozenset(draw.sample(CHANNELS, draw.randint(1, 2))),
        }
        projects.append(project)
        facets += [
            ProjectFacet(project=project, kind=kind, code=code)
            for kind, codes in chosen.items()
            for code in sorted(codes)
        ]
        key.append(
            Known(
                project.slug,
                members,
                chosen["public"],
                chosen["stage"],
                chosen["channel"],
                project.origin,
            )
        )
    FundedProject.objects.bulk_create(projects)
    ProjectFacet.objects.bulk_create(facets)
    return key


def question(country: Country, key: list[Known], draw: random.Random) -> dict[str, str]:
    """Some of the filters of the home page, as a visitor combines them."""
    asked: dict[str, str] = {}
    if draw.random() < 0.5:
        inside = sorted(draw.choice(key).communes)
        asked["commune"] = draw.choice(inside if draw.random() < 0.8 else country.communes)
    if draw.random() < 0.5:
        asked["public"] = draw.choice(PUBLICS[:-1])
    if draw.random() < 0.3:
        asked["department"] = draw.choice(sorted(country.by_department))
    if draw.random() < 0.2:
        asked["epci"] = draw.choice(sorted(country.by_epci))
    if draw.random() < 0.3:
        asked["stage"] = draw.choice(STAGES)
    if draw.random() < 0.2:
        asked["channel"] = draw.choice(CHANNELS)
    if draw.random() < 0.2:
        asked["origin"] = draw.choice(ORIGINS)
    return asked


def expected(country: Country, key: list[Known], asked: dict[str, str]) -> set[str]:
    """The slugs that a question must find, from the key alone."""
    found = set()
    for known in key:
        if "commune" in asked and asked["commune"] not in known.communes:
            continue
        if (
            "department" in asked
            and not known.communes & country.by_department[asked["department"]]
        ):
            continue
        if "epci" in asked and not known.communes & country.by_epci[asked["epci"]]:
            continue
        if "public" in asked and not known.publics & {asked["public"], "tous-publics"}:
            continue
        if "stage" in asked and asked["stage"] not in known.stages:
            continue
        if "channel" in asked and asked["channel"] not in known.channels:
            continue
        if "origin" in asked and asked["origin"] != known.origin:
            continue
        found.add(known.slug)
    return found
