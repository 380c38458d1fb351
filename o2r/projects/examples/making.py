"""Putting invented projects together. Same seed and same geography give the same file."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db import models
from django.utils.text import slugify

from o2r.accounts import demo
from o2r.accounts.enums import OrganisationKind
from o2r.projects.enums import (
    AttentionPoint,
    Channel,
    Origin,
    PartnerRole,
    Public,
    PublicationState,
    Stage,
)
from o2r.projects.examples import words
from o2r.projects.examples.places import Places, towns
from o2r.projects.exchange.rows import OrganisationRow, PartnerRow, ProjectRow
from o2r.projects.footprint import footprint
from o2r.territory.enums import UnitKind
from o2r.territory.geography import Geography, Unit

Choice = TypeVar("Choice", bound=models.TextChoices)

SEED = 2026
AUVERGNE_RHONE_ALPES = "84"
IN_AUVERGNE_RHONE_ALPES = 16
"""With three real projects of the région and four of the conventions of the demonstration: the 23
that its call kept."""
ELSEWHERE = 250
FEWEST_IN_A_REGION = 3
DEMO_PROJECTS = 4
# Those of the people whom the demonstration shows at work.
OPERATORS = (demo.PASSERELLES, demo.FABRIQUE)
_WRITTEN_ON = date(2026, 11, 20)


@dataclass(frozen=True)
class Bearer:
    """An invented organisation, its internet domain."""

    row: OrganisationRow
    domain: str


def examples(geo: Geography, seed: int = SEED) -> list[ProjectRow]:
    """The fictional projects, by identifier."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    places = Places(geo, rng)
    maker = _Maker(geo, rng)
    rows = []
    for region, number in _shares(geo):
        departments = _by_population(places.departments(region), geo)
        for rank in range(number):
            # Every département is visited in turn, the most populous ones first.
            department = departments[rank % len(departments)]
            # The people of the demonstration carry the first projects of their région.
            for_demonstration = region.code == AUVERGNE_RHONE_ALPES and rank < DEMO_PROJECTS
            bearer = maker.bearers[rank % 2] if for_demonstration else maker.any_bearer()
            rows.append(maker.project(bearer, department, places.zone(department, region)))
    return sorted(rows, key=lambda row: row.slug)


def _by_population(units: list[Unit], geo: Geography) -> list[Unit]:
    return sorted(units, key=lambda unit: (-geo.population(unit.bits), unit.code))


def _shares(geo: Geography) -> Iterator[tuple[Unit, int]]:
    """How many examples each région receives: by population, three at least."""
    regions = [unit for unit in geo.of_kind(UnitKind.REG) if unit.category == "region"]
    others = [unit for unit in regions if unit.code != AUVERGNE_RHONE_ALPES]
    total = sum(geo.population(unit.bits) for unit in others)
    for unit in regions:
        if unit.code == AUVERGNE_RHONE_ALPES:
            yield unit, IN_AUVERGNE_RHONE_ALPES
        else:
            share = ELSEWHERE * geo.population(unit.bits) / total
            yield unit, max(FEWEST_IN_A_REGION, round(share))


class _Maker:
    def __init__(self, geo: Geography, rng: random.Random) -> None:
        self.geo = geo
        self.rng = rng
        self.bearers = list(_bearers())
        self.used: set[str] = set()

    def any_bearer(self) -> Bearer:
        """An invented organisation, other than those of the demonstration accounts."""
        return self.rng.choice(self.bearers[len(OPERATORS) :])

    def project(self, bearer: Bearer, department: Unit, zone: str) -> ProjectRow:
        """A published example around a département."""
        rng = self.rng
        title, slug = self._title(department)
        stages = self._stages()
        channels = self._some(Channel, 1, 3)
        relay_only = rng.random() < 0.15
        mailbox = f"contact@{bearer.domain}"
        starts_on = date(2024, 11, 1) + timedelta(days=rng.randrange(0, 300))
        return ProjectRow(
            slug=slug,
            title=title,
            bearer=bearer.row,
            bearer_website=f"https://{bearer.domain}/",
            partners=self._partners(bearer),
            zone_expression=footprint(zone, self.geo.year).zone.expression,
            zone_vintage=self.geo.year,
            uncertain_note="",
            publics=self._publics(),
            attention_points=self._some(AttentionPoint, 1, 3),
            stages=stages,
            channels=channels,
            description=self._description(stages, channels),
            phone=self._phone() if rng.random() < 0.85 else "",
            email="" if relay_only else mailbox,
            form_url=f"https://{bearer.domain}/contact" if rng.random() < 0.15 else "",
            contact_is_relay_only=relay_only,
            relay_mailbox=f"equipe@{bearer.domain}" if relay_only else "",
            opening_hours=self._opening_hours(zone),
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=3 * 365) if rng.random() < 0.9 else None,
            origin=rng.choices(list(Origin), weights=(22, 24, 8, 4, 34, 8))[0],
            source_url="",
            confirmed_on=self._confirmed_on(),
            state=PublicationState.PUBLISHED,
            is_example=True,
        )

    def _title(self, department: Unit) -> tuple[str, str]:
        """A title not yet used in the département, and its identifier."""
        for title in self.rng.sample(words.TITLES, len(words.TITLES)):
            slug = _slug(f"exemple {title} {department.name}")
            if slug not in self.used:
                self.used.add(slug)
                return title, slug
        raise ValueError(f"No title is left for {department.name}.")

    def _stages(self) -> tuple[Stage, ...]:
        """Finding people and coordinating are asked of every project; the others often go along."""
        chosen = {Stage.OUTREACH, Stage.COORDINATION}
        chosen |= {Stage.REMOBILISATION} if self.rng.random() < 0.85 else set()
        chosen |= {Stage.SUPPORT} if self.rng.random() < 0.7 else set()
        return tuple(stage for stage in Stage if stage in chosen)

    def _publics(self) -> tuple[Public, ...]:
        if self.rng.random() < 0.35:
            return (Public.EVERYONE,)
        named = [public for public in Public if public is not Public.EVERYONE]
        weights = [{Public.YOUNG: 6, Public.MINIMUM_INCOME: 4}.get(public, 2) for public in named]
        chosen = {*self.rng.choices(named, weights, k=self.rng.randint(1, 4))}
        return tuple(public for public in Public if public in chosen)

    def _some(self, choices: type[Choice], fewest: int, most: int) -> tuple[Choice, ...]:
        """A few codes of a list, in the order of the list."""
        listed = list(choices)
        chosen = self.rng.sample(listed, self.rng.randint(fewest, most))
        return tuple(choice for choice in listed if choice in chosen)

    def _partners(self, bearer: Bearer) -> tuple[PartnerRow, ...]:
        others = [other.row for other in self.bearers if other is not bearer]
        chosen = self.rng.sample(others, self.rng.choices((0, 1, 2, 3, 4), (30, 25, 25, 12, 8))[0])
        return tuple(
            PartnerRow(
                row,
                PartnerRole.CONSORTIUM if self.rng.random() < 0.75 else PartnerRole.ASSOCIATE,
            )
            for row in chosen
        )

    def _description(self, stages: tuple[Stage, ...], channels: tuple[Channel, ...]) -> str:
        sentences = [self.rng.choice(words.OUTREACH[channel]) for channel in channels[:2]]
        if Stage.REMOBILISATION in stages:
            sentences.append(self.rng.choice(words.REMOBILISATION))
        if Stage.SUPPORT in stages:
            sentences.append(self.rng.choice(words.SUPPORT))
        return " ".join(sentences)

    def _phone(self) -> str:
        """A number that the regulator (Arcep) keeps for fiction."""
        start = self.rng.choice(("01 99 00", "06 39 98"))
        return f"{start} {self.rng.randrange(100):02} {self.rng.randrange(100):02}"

    def _opening_hours(self, zone: str) -> str:
        lines = [
            f"{day} {self.rng.choice(words.HOURS)}, {self.rng.choice(words.DESKS)} ({town.name})"
            for day, town in zip(
                self.rng.sample(words.DAYS, len(words.DAYS)),
                towns(zone, self.geo, self.rng.randint(0, 3)),
                strict=False,
            )
        ]
        return "\n".join(sorted(lines, key=lambda line: words.DAYS.index(line.split()[0])))

    def _confirmed_on(self) -> date | None:
        if self.rng.random() < 0.2:
            return None
        return _WRITTEN_ON - timedelta(days=self.rng.randrange(0, 400))


def _slug(text: str) -> str:
    return slugify(text.replace("’", " ").replace("'", " "))


def _bearers() -> Iterator[Bearer]:
    """Every invented organisation, those of the demonstration accounts first."""
    named = {name: demo.ORGANISATIONS[name].kind for name in OPERATORS}
    rank = 0
    for kind, names in words.BEARERS.items():
        for name in names:
            # Each name lives in several places; a step of 7 among 20 never meets twice.
            for step in range(6 if kind is OrganisationKind.ASSOCIATION else 3):
                place = words.PLACES[(rank + step * 7) % len(words.PLACES)]
                named.setdefault(f"{name} {place}", kind)
            rank += 1
    for name, kind in named.items():
        yield Bearer(OrganisationRow(name, kind), f"{_slug(name)}.example")
