"""Figures of the territory: ``zones``, ``coverage``, ``selection``, ``search``.

The generators below share nothing with the code they judge: they read the official CSV themselves,
hold plain sets of codes, and write expressions and queries as a person would.
"""

import csv
import random
import sqlite3
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from django.conf import settings

from o2r.core.measures import Measure, measures_for, percentile
from o2r.territory.geography import current_geography
from o2r.territory.search import CommuneIndex
from o2r.territory.zones import Zone, bind, evaluate, parse, resolve, write
from o2r.territory.zones.coverage import count_by_label, union
from o2r.territory.zones.selection_coverage import Candidate, selection_coverage

SEED = 20_261_122
PROJECTS = 2_000
PUBLICS = tuple(f"public {number}" for number in range(14))
QUERIES = 3_000

# The perimeter of the youth call; the SQL schema below holds the same thing in plain codes.
YOUTH_CALL = (
    "dep:01 + dep:03 + dep:07 + dep:38 - epci:200085751 + dep:42 + epci:246300701 + dep:73 + dep:74"
)


def _timed(action: Callable[[], object], *, rounds: int, repeat: int = 1) -> list[float]:
    """Seconds of one action, ``rounds`` times, each the mean of ``repeat`` runs; warmed first."""
    action()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(repeat):
            action()
        times.append((time.perf_counter() - start) / repeat)
    return times


def _figure(id_: str, seconds: list[float], unit: str, target: float, **detail: object) -> Measure:
    """The median, with the 95th percentile and the smallest in the detail."""
    scale = {"µs": 1e6, "ms": 1e3, "s": 1.0}[unit]
    return Measure(
        id_,
        value=statistics.median(seconds) * scale,
        unit=unit,
        target=target,
        detail={
            "p95": round(percentile(seconds, 0.95) * scale, 4),
            "min": round(min(seconds) * scale, 4),
            "n": len(seconds),
            **detail,
        },
    )


@dataclass
class Country:
    """The official files as plain rows and sets of codes: the reference the algebra is held to."""

    rows: list[dict[str, str]]
    epci_of: dict[str, str] = field(default_factory=dict)
    units: dict[str, set[str]] = field(default_factory=dict)


@cache
def country() -> Country:
    """Read with ``csv`` only."""
    folder = Path(settings.O2R_DATA_DIR) / "territory"
    newest = max(path for path in folder.iterdir() if path.name.isdigit())
    with (newest / "communes.csv").open(encoding="utf-8", newline="") as file:
        read = Country(list(csv.DictReader(file)))
    for row in read.rows:
        read.epci_of[row["code"]] = row["epci"]
        for name in (f"dep:{row['department']}", f"epci:{row['epci']}", f"com:{row['code']}"):
            if not name.endswith(":"):
                read.units.setdefault(name, set()).add(row["code"])
    return read


def random_zone(rng: random.Random) -> tuple[str, set[str]]:
    """An expression of one to eight terms as a funder would write it, and its set of codes."""
    units = country().units
    names = sorted(units)
    departments = [name for name in names if name.startswith("dep:")]
    epcis = [name for name in names if name.startswith("epci:")]
    first = rng.choice(departments if rng.random() < 0.6 else epcis)
    text, codes = first, set(units[first])
    for _ in range(rng.randrange(8)):
        if rng.random() < 0.4:
            inside = rng.choice(sorted(codes))
            epci = country().epci_of[inside]
            name = f"epci:{epci}" if epci and rng.random() < 0.7 else f"com:{inside}"
            if codes - units[name]:
                text, codes = f"{text} - {name}", codes - units[name]
        else:
            name = rng.choice(rng.choice([departments, epcis, names]))
            text, codes = f"{text} + {name}", codes | units[name]
    return text, codes


_SCHEMA = """
CREATE TABLE perimeter (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
CREATE TABLE contained (
    perimeter INTEGER NOT NULL, commune INTEGER NOT NULL, PRIMARY KEY (perimeter, commune)
) WITHOUT ROWID;
CREATE INDEX contained_by_commune ON contained (commune, perimeter);
CREATE VIEW added AS SELECT commune FROM contained WHERE perimeter IN (
    SELECT id FROM perimeter
    WHERE code IN ('D01', 'D03', 'D07', 'D38', 'D42', 'E246300701', 'D73', 'D74')
);
CREATE VIEW removed AS SELECT commune FROM contained WHERE perimeter = (
    SELECT id FROM perimeter WHERE code = 'E200085751'
);
"""
# Three ways to ask for the perimeter; the fastest one is compared.
_QUERIES = (
    "SELECT commune FROM added EXCEPT SELECT commune FROM removed",
    "SELECT commune FROM added WHERE commune NOT IN (SELECT commune FROM removed)",
    "SELECT commune FROM added WHERE NOT EXISTS "
    "(SELECT 1 FROM removed WHERE removed.commune = added.commune)",
)


class _Many:
    """The many-to-many table of the peers: perimeter ↔ commune, indexed both ways, in memory."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.executescript(_SCHEMA)
        ids: dict[str, int] = {}
        for row in country().rows:
            names = [f"C{row['code']}", f"D{row['department']}"]
            names += [f"E{row['epci']}"] if row["epci"] else []
            for name in names:
                ids.setdefault(name, len(ids) + 1)
            pairs = [(ids[name], ids[names[0]]) for name in names[1:]]
            self.connection.executemany("INSERT INTO contained VALUES (?, ?)", pairs)
        self.connection.executemany("INSERT INTO perimeter (code, id) VALUES (?, ?)", ids.items())
        self.connection.execute("ANALYZE")

    def ask(self, query: str) -> int:
        """Run the query and read its rows, as a set of communes must be to be used."""
        return len(self.connection.execute(query).fetchall())


@measures_for("zones")
def zones(*, full: bool = False) -> Iterator[Measure]:
    """The youth call: speed, reference values, and the same perimeter asked of SQL."""
    geo = current_geography()
    bound = bind(parse(YOUTH_CALL), geo)
    algebra = _timed(lambda: evaluate(bound), rounds=200, repeat=50)
    yield _figure("zones.algebra", algebra, "µs", 20.0, terms=len(bound))

    zone = resolve(YOUTH_CALL, geo)
    rng = random.Random(SEED)
    codes = [rng.choice(country().rows)["code"] for _ in range(1_000)]
    asked = _timed(lambda: [code in zone for code in codes], rounds=50)
    yield _figure("zones.membership", [t / 1_000 for t in asked], "µs", 1.0, seed=SEED)

    def everything() -> Zone:
        terms = parse(YOUTH_CALL)
        units = bind(terms, geo)
        bits, notes = evaluate(units)
        made = Zone(geo, bits, write(terms), units, notes)
        _ = made.label, made.cover(), made.partial_epci()
        return made

    whole = _timed(everything, rounds=50)
    yield _figure("zones.parse_sentence_cover_cut", whole, "ms", 10.0)
    yield Measure("zones.communes", len(zone), "communes", 2_411, "equal")
    yield Measure("zones.population", zone.population, "habitants", 4_954_294, "equal")
    yield Measure("zones.cover", len(zone.cover()), "codes", 41)
    yield Measure("zones.partial_epci", len(zone.partial_epci()), "EPCI", 9, "equal")

    rng = random.Random(SEED + 1)
    wrong = 0
    for _ in range(300):
        text, expected = random_zone(rng)
        found = resolve(text, geo)
        again = resolve(" + ".join(found.cover()), geo)
        wrong += set(found.codes()) != expected or found.description.denotes() != found.bits
        wrong += again != found
    yield Measure("zones.wrong", wrong, "écarts", 0, "equal", {"seed": SEED + 1, "n": 300})

    yield _sql_ratio(len(zone), statistics.median(algebra))


def _sql_ratio(communes: int, algebra: float) -> Measure:
    """How many times longer the same perimeter takes in SQL than ``algebra`` seconds."""
    many = _Many()
    times = []
    for query in _QUERIES:
        if many.ask(query) != communes:
            raise AssertionError(f"This query does not give the perimeter: {query}")
        times.append(_timed(partial(many.ask, query), rounds=100))
    best = min(times, key=statistics.median)
    return Measure(
        "zones.sql_ratio",
        value=statistics.median(best) / algebra,
        unit="fois",
        target=100.0,
        better="higher",
        detail={
            "sql_ms": round(statistics.median(best) * 1e3, 4),
            "sql_p95_ms": round(percentile(best, 0.95) * 1e3, 4),
            "sql_all_ms": [round(statistics.median(spent) * 1e3, 4) for spent in times],
            "algebra_us": round(algebra * 1e6, 3),
        },
    )


@measures_for("coverage")
def coverage(*, full: bool = False) -> Iterator[Measure]:
    """2,000 random projects, each for one to fourteen publics."""
    geo = current_geography()
    rng = random.Random(SEED + 2)
    drawn = [random_zone(rng) for _ in range(PROJECTS)]
    sets = [resolve(text, geo).bits for text, _ in drawn]
    publics = [rng.sample(PUBLICS, rng.choice([1, 1, 2, 3, 4, 6, 14])) for _ in drawn]
    seeds = {"seed": SEED + 2, "projects": PROJECTS, "labels": sum(map(len, publics))}

    yield _figure("coverage.union", _timed(lambda: union(sets), rounds=50), "ms", 2.0, **seeds)
    width = len(geo.communes)
    spent = _timed(lambda: count_by_label(sets, publics, width), rounds=20)
    yield _figure("coverage.by_public", spent, "ms", 50.0, **seeds)

    counts = count_by_label(sets, publics, width)
    naive = dict.fromkeys(((p, row["code"]) for p in PUBLICS for row in country().rows), 0)
    for (_, codes), some in zip(drawn, publics, strict=True):
        for public in some:
            for code in codes:
                naive[public, code] += 1
    wrong = sum(
        counts[public][index] != naive[public, row["code"]]
        for public in PUBLICS
        for index, row in enumerate(country().rows)
    )
    yield Measure("coverage.wrong", wrong, "écarts", 0, "equal", {**seeds, "cells": len(naive)})


@measures_for("selection")
def selection(*, full: bool = False) -> Iterator[Measure]:
    """The committee room: 200 candidates of 100 to 500 communes in a région, one in two kept."""
    geo = current_geography()
    region = resolve("reg:84", geo)
    rng = random.Random(SEED + 4)
    at = [geo.position[code] for code in region.codes()]
    drawn = [(rng.randrange(len(at)), rng.randrange(100, 500)) for _ in range(200)]
    sets = [{*at[start : start + size]} for start, size in drawn]
    candidates = [
        Candidate(
            str(rank), geo.bits(geo.codes[i] for i in some), rank % 2 == 0, frozenset(publics)
        )
        for rank, some in enumerate(sets)
        for publics in [rng.sample(PUBLICS, 3)]
    ]
    spent = _timed(lambda: selection_coverage(geo, region.bits, candidates), rounds=30)
    yield _figure("selection.toggle", spent, "ms", 20.0, seed=SEED + 4, candidates=200)

    result = selection_coverage(geo, region.bits, candidates)
    counts = [sum(i in some for some in sets[::2]) for i in at]
    people = [int(country().rows[i]["population"] or 0) for i in at]
    expected = sum(count for count, covered in zip(people, counts, strict=True) if covered)
    wrong = int(result.covered.population != expected)
    wrong += result.overlapped.communes != sum(count > 1 for count in counts)
    wrong += sum(len(place.communes) for place in result.white_places) != counts.count(0)
    yield Measure("selection.wrong", wrong, "écarts", 0, "equal", {"seed": SEED + 4})


_NEIGHBOURS = {
    "a": "zq",
    "e": "zr",
    "i": "uo",
    "l": "km",
    "n": "b",
    "o": "ip",
    "r": "et",
    "s": "qd",
}


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFD", name.lower().replace("œ", "oe"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _mistyped(rng: random.Random, name: str) -> str:
    """One mistake of the keyboard: a letter doubled, lost, exchanged, or its neighbour."""
    at = rng.randrange(len(name))
    letter = name[at]
    return rng.choice(
        [
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + rng.choice(_NEIGHBOURS.get(letter, "e")) + name[at + 1 :],
            name[:at] + name[at + 1 : at + 2] + letter + name[at + 2 :],
        ]
    )


def random_query(rng: random.Random) -> tuple[str, str, str]:
    """A query, what kind it is, and the code of the commune that its author has in mind."""
    rows = country().rows
    # People live in towns: the square root of the population is between both worlds.
    row = rng.choices(rows, weights=_weights())[0]
    name, plain = row["name"], _plain(row["name"])
    postal = (row["postal_codes"].split() or [row["code"]])[0]
    kind = rng.choice(["name", "plain", "beginning", "typo", "typo", "postal", "insee", "both"])
    query = {
        "name": name,
        "plain": plain.replace("-", " ").replace("saint ", "st "),
        "beginning": plain[: rng.randrange(3, max(4, len(plain)))],
        "typo": _mistyped(rng, plain),
        "postal": postal,
        "insee": row["code"],
        "both": f"{plain} {row['department']}",
    }[kind]
    return query, kind, row["code"]


@cache
def _weights() -> tuple[float, ...]:
    return tuple(float(row["population"] or 0) ** 0.5 for row in country().rows)


@measures_for("search")
def search(*, full: bool = False) -> Iterator[Measure]:
    """Realistic queries, one in four with a typing mistake."""
    geo = current_geography()
    build = _timed(lambda: CommuneIndex(geo), rounds=3)
    yield _figure("search.build", build, "s", 1.5)

    index = CommuneIndex(geo)
    rng = random.Random(SEED + 3)
    queries = [random_query(rng) for _ in range(QUERIES)]
    seconds: list[float] = []
    asked: dict[str, int] = {}
    found: dict[str, int] = {}
    for query, kind, code in queries:
        start = time.perf_counter()
        matches = index.search(query)
        seconds.append(time.perf_counter() - start)
        asked[kind] = asked.get(kind, 0) + 1
        # Homonyms are as good an answer as the one the author had in mind: a name is all we have.
        wanted = geo.communes[geo.position[code]]
        found[kind] = found.get(kind, 0) + any(
            match.commune.code == code or match.commune.name == wanted.name for match in matches
        )
    detail = {"seed": SEED + 3, "n": QUERIES, "median_ms": statistics.median(seconds) * 1e3}
    detail["max_ms"] = max(seconds) * 1e3
    p95 = percentile(seconds, 0.95) * 1e3
    yield Measure("search.p95", p95, "ms", 15.0, detail=detail)
    for kind, target in (("name", 1.0), ("plain", 0.99), ("insee", 1.0), ("both", 1.0)):
        share = found[kind] / asked[kind]
        yield Measure(f"search.found_{kind}", share, "part", target, "higher", {"n": asked[kind]})
    share = found["typo"] / asked["typo"]
    yield Measure("search.found_typo", share, "part", 0.95, "higher", {"n": asked["typo"]})
    yield Measure(
        "search.found_beginning",
        found["beginning"] / asked["beginning"],
        "part",
        0.5,
        "higher",
        {"n": asked["beginning"], "note": "trois lettres et plus ; huit réponses"},
    )
