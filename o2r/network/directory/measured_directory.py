"""An invented directory as large as the country's, and questions, for ``o2r bench services``."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from math import nan
from typing import Any
from uuid import UUID

from o2r.core.query_planner import learn_sizes
from o2r.core.slices import slices
from o2r.network.directory.codes import category_of
from o2r.network.directory.models import DirectoryEdition, Service, Structure
from o2r.network.directory.sample import directory
from o2r.network.directory.search.question import Question
from o2r.network.directory.search.vocabulary import asked_words
from o2r.network.directory.zoning import expression_of
from o2r.territory.distance import haversine_km
from o2r.territory.folding import fold
from o2r.territory.geography import Commune, current_geography

BATCH = 2000
EVERYWHERE = "france"
TYPED = (
    *("vélo", "Prêt de vélo", "permis", "ateliers de cuisine", "halte garderie", "garage"),
    *("interprète", "fauteuil roulant", "médiation bailleur", "smartphone", "Le Relais", "jardins"),
)
"""What people type: with accents or not, in the singular or not, and a word that nobody bears."""


@dataclass(frozen=True, slots=True)
class Row:
    """A service as it was written, in the codes of the schema: what the answer is checked on."""

    key: UUID
    name: str
    zone: tuple[str, ...]
    themes: tuple[str, ...]
    publics: tuple[str, ...]
    day: date
    latitude: float
    longitude: float
    text: str


def fill(number: int, seed: int) -> list[Row]:
    """Write an invented directory to the database; what was written."""
    geo = current_geography()
    structures, services = directory(number, seed)
    houses = {
        one["id"]: Structure(
            external_id=one["id"],
            source=one["source"],
            name=one["nom"],
            commune=one["code_insee"],
            updated_on=date.fromisoformat(one["date_maj"]),
        )
        for one in structures
    }
    Structure.objects.bulk_create(houses.values(), batch_size=BATCH)
    DirectoryEdition.objects.update_or_create(pk=1, defaults={"number": 1, "former": []})
    written: list[Row] = []
    for batch in slices(services, BATCH):
        rows = [
            Service(
                external_id=one["id"],
                structure=houses[one["structure_id"]],
                source=one["source"],
                name=one["nom"],
                description=one["description"],
                updated_on=date.fromisoformat(one["date_maj"]),
                themes=one["thematiques"],
                publics=one["publics"],
                access_modes=one["modes_accueil"],
                commune=one["code_insee"],
                zone=expression_of(one["zone_eligibilite"], geo)[0],
                latitude=one["latitude"],
                longitude=one["longitude"],
                edition=1,
            )
            for one in batch
        ]
        Service.objects.bulk_create(rows)
        written += [_row(row, one) for row, one in zip(rows, batch, strict=True)]
    # As the database does by itself, later: the rows of a page are read by their keys.
    learn_sizes()
    return written


def _row(row: Service, one: dict[str, Any]) -> Row:
    return Row(
        key=row.pk,
        name=row.name,
        zone=tuple(one["zone_eligibilite"]),
        themes=tuple(row.themes),
        publics=tuple(row.publics),
        day=row.updated_on,
        latitude=nan if row.latitude is None else row.latitude,
        longitude=nan if row.longitude is None else row.longitude,
        text=f"{row.structure.name} {row.description}",
    )


def questions(rows: list[Row], number: int, seed: int, *, within_km: float) -> list[Question]:
    """Questions that somebody may ask: somewhere services are, for a need that one of them has."""
    draw = random.Random(seed)
    communes = [one for one in current_geography().communes if one.lat is not None]
    weights = [one.population for one in communes]
    places = draw.choices(communes, weights, k=number)
    return list(islice(_questions(rows, places, draw, within_km), number))


def _questions(
    rows: list[Row], places: list[Commune], draw: random.Random, within_km: float
) -> Iterator[Question]:
    for rank, place in enumerate(places):
        theme = draw.choice(draw.choice(rows).themes)
        public = draw.choice(draw.choice(rows).publics)
        asked = Question(
            commune=place,
            themes=(theme if rank % 2 else category_of(theme),),
            within_km=within_km,
        )
        yield replace(asked, publics=(public,)) if rank % 3 else asked


def worded(asked: list[Question], seed: int) -> list[Question]:
    """The same questions of people who also type one or two words."""
    draw = random.Random(seed)
    return [
        replace(one, words=asked_words(draw.choice(TYPED)), themes=one.themes if rank % 2 else ())
        for rank, one in enumerate(asked)
    ]


Order = tuple[bool, int, int, int, int, int]


def expected(rows: list[Row], asked: Question) -> dict[UUID, Order]:
    """Who answers, one service after the other, with what they are ordered by: covers, theme,
    words, public, whole kilometres (smaller first), day. Shares nothing with the index."""
    place = asked.commune
    if place is None:
        return {}
    held = {place.code, place.department, place.epci, place.ept, EVERYWHERE} - {""}
    found: dict[UUID, Order] = {}
    for row in rows:
        theme = _theme(row.themes, asked.themes)
        public = _public(row.publics, asked.publics)
        words = _words(row, asked.words)
        if (asked.themes and not theme) or (asked.publics and not public):
            continue
        if asked.words and not words:
            continue
        km = haversine_km(place.lat or 0.0, place.lon or 0.0, row.latitude, row.longitude)
        covers = not held.isdisjoint(row.zone)
        if covers or km <= asked.within_km:
            found[row.key] = (covers, theme, words, public, -int(km), row.day.toordinal())
    return found


def _theme(own: tuple[str, ...], asked: tuple[str, ...]) -> int:
    if any(one == theme or one.split("--")[0] == theme for one in own for theme in asked):
        return 2
    return int(any(one.split("--")[0] == theme.split("--")[0] for one in own for theme in asked))


def _words(row: Row, asked: tuple[str, ...]) -> int:
    if not asked:
        return 0
    named, said = fold(row.name), fold(f"{row.name} {row.text}")
    if all(f" {word}" in f" {named}" for word in asked):
        return 2
    return int(all(f" {word}" in f" {said}" for word in asked))


def _public(own: tuple[str, ...], asked: tuple[str, ...]) -> int:
    if not asked:
        return 0
    if "tous-publics" in own or set(own) & set(asked):
        return 2
    return 0 if own else 1
