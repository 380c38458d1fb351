"""A small synthetic country, written as official files, and an oracle that is plain sets of codes.

Every name and code is invented for the tests (the codes only have the official shape).
"""

import csv
import random
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

THOROUGH = settings(
    max_examples=1000,
    # The machines of a continuous integration are slow in bursts: no deadline for one example.
    deadline=None,
    database=None,
    # The fixtures of the whole suite change nothing between two examples.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

# code, name, département, EPCI, EPT, inhabitants, postal codes, latitude, longitude
COMMUNES = """
01001 Alba              01 100000001 - 500   01100       45.10 5.10
01002 Alban             01 100000001 - 300   01100       45.12 5.10
01003 Alzon             01 100000001 - 20000 01100,01110 45.14 5.10
01004 Bornes            01 100000002 - 100   01200       45.16 5.12
01005 Bort              01 100000002 - 200   01200       45.18 5.12
01006 Boulx             01 100000002 - 4000  01210       45.20 5.12
01007 Saint-Clair       01 100000008 - 90    01300       45.22 5.10
01008 Isolette          01 -         - 10    01300       45.24 5.10
38001 Bruz              38 100000002 - 150   38100       45.16 5.30
38002 Bruyne            38 100000002 - 250   38100       45.18 5.30
38003 Cabre             38 100000003 - 700   38200       45.20 5.32
38004 Cadix             38 100000003 - 800   38200       45.22 5.32
38005 Cahus             38 100000003 - 900   38200       45.24 5.32
38006 Calès             38 100000003 - 1000  38200       45.26 5.32
38007 Cambes            38 100000003 - 1100  38200       45.28 5.32
38008 Dax               38 100000004 - 1200  38300       45.30 5.34
38009 Dieppe            38 100000004 - 1300  38300       45.32 5.34
38010 Dole              38 100000004 - 1400  38300       45.34 5.34
38011 Saint-Denis       38 -         - 60    38400       45.36 5.34
38012 Lointaine         38 100000006 - 70    38400       45.38 5.34
69001 Douai             69 100000004 - 1500  69100       45.30 5.60
69002 Évry              69 100000005 - 1600  69200       45.32 5.60
69003 Évreux            69 100000005 - 1700  69200       45.34 5.60
69004 Étain             69 100000005 - 1800  69200       45.36 5.60
69123 Grandville        69 100000005 - 90000 69001,69002 45.38 5.60
75056 Capitale          75 100000006 - 99000 75001,75002 48.85 2.35
93001 Fréjus            93 100000006 500000001 2000 93100 48.90 2.40
93002 Fumel             93 100000006 500000001 2100 93100 48.91 2.41
93003 Saint-Denis       93 100000006 500000001 9000 93200 48.92 2.42
93004 Gap               93 100000006 500000002 2200 93300 48.93 2.43
93005 Givet             93 100000006 500000002 2300 93300 48.94 2.44
97101 Hyères            971 100000007 - 3000 97100 16.20 -61.50
97102 Hyds              971 100000007 - 3100 97100 16.22 -61.50
97103 Saint-Denis       971 100000007 - 3200 97110 - -
97501 Îlette            975 - - 400 97500 46.80 -56.10
97502 Îlot              975 - - - - - -
"""
DEPARTMENTS = [
    ("01", "Haute-Plaine", "84", "departement"),
    ("38", "Moyenne-Plaine", "84", "departement"),
    ("69", "Basse-Plaine", "84", "departement"),
    ("75", "Capitale", "11", "departement"),
    ("93", "Couronne", "11", "departement"),
    ("971", "Palmes", "01", "departement"),
    ("975", "Brumes", "975", "collectivite"),
]
REGIONS = [
    ("01", "Palmes", "region"),
    ("11", "Île-Capitale", "region"),
    ("84", "Plaines", "region"),
    ("975", "Brumes", "collectivite"),
]
EPCIS = [
    ("100000001", "CC du Plateau", "CC"),
    ("100000002", "CC Bièvre", "CC"),
    ("100000003", "CA des Coteaux", "CA"),
    ("100000004", "CA Dauphiné", "CA"),
    ("100000005", "CC des Rivières", "CC"),
    ("100000006", "Métropole Capitale", "METRO"),
    ("100000007", "CA Palmeraie", "CA"),
    ("100000008", "CC des Rivières", "CC"),
]
EPTS = [("500000001", "Plaine Ronde"), ("500000002", "Plaine Longue")]
FORMER = [("38099", "Vieuxbourg", "38003"), ("01099", "Ancienville", "01003")]
DISTRICTS = [
    ("69381", "Grandville 1er Arrondissement", "69123", "69001"),
    ("69382", "Grandville 2e Arrondissement", "69123", "69002"),
]


def _write(path: Path, header: str, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def commune_rows(text: str = COMMUNES) -> list[tuple[str, ...]]:
    """The table above as rows of ``communes.csv``."""
    rows = []
    for line in text.strip().splitlines():
        cells = [("" if cell == "-" else cell) for cell in line.split()]
        code, name, department, epci, ept, population, postal, lat, lon = cells
        source = "town_hall" if lat else ""
        postal = postal.replace(",", " ")
        rows.append((code, name, department, epci, ept, population, postal, lat, lon, source))
    return rows


def write_country(folder: Path, **tables: list[tuple[str, ...]]) -> Path:
    """Write the official files of a country; ``tables`` replaces some of them."""
    folder.mkdir(parents=True, exist_ok=True)
    header = "code,name,department,epci,ept,population,postal_codes,lat,lon,point_source"
    _write(folder / "communes.csv", header, tables.get("communes", commune_rows()))
    departments = tables.get("departments", DEPARTMENTS)
    _write(folder / "departments.csv", "code,name,region,kind", departments)
    _write(folder / "regions.csv", "code,name,kind", tables.get("regions", REGIONS))
    _write(folder / "epci.csv", "code,name,kind", tables.get("epcis", EPCIS))
    _write(folder / "ept.csv", "code,name", tables.get("epts", EPTS))
    _write(folder / "former_communes.csv", "code,name,successor", tables.get("former", FORMER))
    districts = tables.get("districts", DISTRICTS)
    _write(folder / "districts.csv", "code,name,commune,postal_codes", districts)
    return folder


@dataclass
class Oracle:
    """The synthetic country as plain sets of codes: what the algebra is held to."""

    units: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        region_of = {code: region for code, _, region, _ in DEPARTMENTS}
        for code, _, department, epci, ept, *_ in commune_rows():
            region = region_of[department]
            names = [f"dep:{department}", f"reg:{region}", f"com:{code}"]
            names += [f"epci:{epci}"] if epci else []
            names += [f"ept:{ept}"] if ept else []
            names += ["fr"] if region != "975" else []
            for name in names:
                self.units.setdefault(name, set()).add(code)

    def evaluate(self, terms: list[tuple[str, str]]) -> set[str]:
        """The codes of signed terms, read left to right."""
        codes: set[str] = set()
        for sign, name in terms:
            codes = codes | self.units[name] if sign == "+" else codes - self.units[name]
        return codes


@dataclass
class Recipes:
    """Strategies of expressions that are valid in the synthetic country."""

    oracle: Oracle

    def terms(self, rng: random.Random) -> list[tuple[str, str]]:
        """Signed terms: at least one addition, no removal that removes nothing, never empty."""
        names = sorted(self.oracle.units)
        large = [name for name in names if not name.startswith("com:")]
        terms = [("+", rng.choice(rng.choice([names, large])))]
        for _ in range(rng.randrange(9)):
            codes = self.oracle.evaluate(terms)
            name = rng.choice(rng.choice([names, large]))
            if rng.random() < 0.5:
                terms.append(("+", name))
            elif codes & self.oracle.units[name] and codes - self.oracle.units[name]:
                terms.append(("-", name))
        return terms

    @staticmethod
    def text(terms: list[tuple[str, str]]) -> str:
        """Signed terms as an expression."""
        return " ".join(f"{sign} {name}" for sign, name in terms).removeprefix("+ ")

    @property
    def any_terms(self) -> st.SearchStrategy[list[tuple[str, str]]]:
        """Valid signed terms."""
        # One draw per example: drawing each choice costs more than what is tested.
        return st.integers(0, 2**32 - 1).map(lambda seed: self.terms(random.Random(seed)))

    def codes(self, rng: random.Random) -> set[str]:
        """Any communes: whole units more often than chance would make them, or scattered ones."""
        names = sorted(self.oracle.units)
        everyone = sorted(code for code, *_ in commune_rows())
        if rng.random() < 0.2:
            return {code for code in everyone if rng.random() < 0.5}
        codes: set[str] = set()
        for _ in range(rng.randrange(9)):
            unit = self.oracle.units[rng.choice(names)]
            codes = codes | unit if rng.random() < 0.65 else codes - unit
        return codes

    @property
    def any_set(self) -> st.SearchStrategy[set[str]]:
        """Any set of communes, the empty one included."""
        return st.integers(0, 2**32 - 1).map(lambda seed: self.codes(random.Random(seed)))
