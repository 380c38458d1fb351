"""One vintage of the official geography, in memory and immutable. Pure: no Django, no settings.

Official units are read-only data in files, not rows: they change once a year, for everyone at the
same time, and a zone is a set over *one* vintage. A set of communes is one Python integer whose
bit ``i`` is the commune at position ``i`` of ``Geography.communes`` (sorted by code).
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, pairwise
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from o2r.territory.enums import UnitKind
from o2r.territory.typography import typographic

_ZERO_ONE = bytes.maketrans(b"01", b"\x00\x01")


class GeographyError(Exception):
    """The official files are missing or do not hold together. The message is French."""

    def __init__(self, message: str) -> None:
        super().__init__(typographic(message))


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the vintage. ``index`` is its bit; the centre may be unknown (degrees, WGS84).

    ``point_source`` says where the centre comes from: ``town_hall``, ``polygon``, or empty.
    """

    index: int
    code: str
    name: str
    department: str
    epci: str
    ept: str
    population: int
    postal_codes: tuple[str, ...]
    lat: float | None
    lon: float | None
    point_source: str

    @property
    def term(self) -> str:
        """How an expression names this commune: ``com:69259``."""
        return f"{UnitKind.COM}:{self.code}"


class District(NamedTuple):
    """A municipal arrondissement of Paris, Lyon or Marseille: a part of a commune, never a unit."""

    code: str
    name: str
    commune: str
    postal_codes: tuple[str, ...]


class FormerCommune(NamedTuple):
    """A code that is no longer a commune of the vintage, and the commune that holds it now."""

    code: str
    name: str
    successor: str


@dataclass(frozen=True, slots=True)
class Unit:
    """An official or local unit: its kind, its code, its name and its set of communes.

    ``category`` is the published subtype (``CC``, ``METRO``, ``departement``, ``collectivite``…).
    """

    kind: UnitKind
    code: str
    name: str
    bits: int = field(repr=False)
    category: str = ""

    @property
    def term(self) -> str:
        """How an expression names this unit: ``dep:38``, ``fr``."""
        return str(self.kind) if self.kind is UnitKind.FR else f"{self.kind}:{self.code}"

    def __len__(self) -> int:
        """The number of communes."""
        return self.bits.bit_count()


class Geography:
    """One vintage: communes by position, units by term, former codes, arrondissements.

    ``units`` holds every unit but the communes (``fr``, ``reg:84``, ``dep:38``, ``epci:…``,
    ``ept:…``). Equality is identity: there is one object per vintage.
    """

    def __init__(
        self,
        year: int,
        communes: tuple[Commune, ...],
        units: Iterable[Unit],
        former: Iterable[FormerCommune],
        districts: Iterable[District],
    ) -> None:
        self.year = year
        self.communes = communes
        self.codes = tuple(commune.code for commune in communes)
        self.populations = tuple(commune.population for commune in communes)
        self.position = {code: index for index, code in enumerate(self.codes)}
        self.units = {unit.term: unit for unit in units}
        self.former = {row.code: row for row in former if row.code not in self.position}
        self.districts = {row.code: row for row in districts}
        self.france = self.units[str(UnitKind.FR)]

    def __repr__(self) -> str:
        return f"<Geography {self.year}: {len(self.communes)} communes>"

    def commune(self, code: str) -> Commune | None:
        """The current commune with this INSEE code, or ``None``."""
        index = self.position.get(code)
        return None if index is None else self.communes[index]

    def unit(self, kind: UnitKind, code: str) -> Unit | None:
        """The official unit ``kind:code`` of this vintage, or ``None``. Communes included."""
        if kind is UnitKind.COM:
            index = self.position.get(code)
            return None if index is None else self.commune_unit(index)
        return self.units.get(str(kind) if kind is UnitKind.FR else f"{kind}:{code}")

    def commune_unit(self, index: int) -> Unit:
        """The commune at this position, as a unit."""
        commune = self.communes[index]
        return Unit(UnitKind.COM, commune.code, commune.name, 1 << index)

    def of_kind(self, kind: UnitKind) -> list[Unit]:
        """Every unit of a kind, by code (communes excepted: see ``communes``)."""
        return [unit for unit in self.units.values() if unit.kind is kind]

    def department(self, commune: Commune) -> Unit:
        """The département, or the collectivité d'outre-mer, of a commune."""
        return self.units[f"{UnitKind.DEP}:{commune.department}"]

    def flags(self, bits: int) -> bytes:
        """One byte per commune, 1 when the commune is in the set. About 0.1 ms."""
        width = len(self.communes)
        return f"{bits:0{width}b}"[::-1].encode().translate(_ZERO_ONE)

    def select(self, bits: int) -> Iterator[Commune]:
        """The communes of a set, by code."""
        return compress(self.communes, self.flags(bits))

    def population(self, bits: int) -> int:
        """The inhabitants of a set (municipal population of the vintage). About 20 µs."""
        # The plane k is the set of the communes whose population holds 2 ** k: no loop on communes.
        planes = self._population_planes
        return sum([(bits & plane).bit_count() << rank for rank, plane in enumerate(planes)])

    @cached_property
    def _population_planes(self) -> tuple[int, ...]:
        width = len(self.communes)
        return tuple(
            _bits_of((i for i, people in enumerate(self.populations) if people >> rank & 1), width)
            for rank in range(max(self.populations, default=0).bit_length())
        )

    def bits(self, codes: Iterable[str]) -> int:
        """The set of these current commune codes. Raises ``KeyError`` on any other code."""
        return _bits_of((self.position[code] for code in codes), len(self.communes))


def _bits_of(indexes: Iterable[int], width: int) -> int:
    octets = bytearray(width // 8 + 1)
    for index in indexes:
        octets[index >> 3] |= 1 << (index & 7)
    return int.from_bytes(octets, "little")


def _rows(folder: Path, name: str, columns: tuple[str, ...]) -> list[list[str]]:
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            rows = [row for row in reader if row]
    except OSError as error:
        raise GeographyError(
            f"Le fichier {path} ne se lit pas ({error.strerror}). "
            "Reconstruisez les données officielles avec « make geodata »."
        ) from error
    if tuple(header) != columns or any(len(row) != len(columns) for row in rows):
        raise GeographyError(
            f"Le fichier {path} n'a pas les colonnes attendues ({', '.join(columns)}). "
            "Reconstruisez les données officielles avec « make geodata »."
        )
    return rows


_COMMUNE_COLUMNS = tuple(
    "code name department epci ept population postal_codes lat lon point_source".split()
)


def _read_communes(folder: Path) -> tuple[Commune, ...]:
    communes = []
    for index, row in enumerate(_rows(folder, "communes.csv", _COMMUNE_COLUMNS)):
        code, name, department, epci, ept, population, postal_codes, lat, lon, source = row
        communes.append(
            Commune(
                *(index, code, name, department, epci, ept, int(population or 0)),
                tuple(postal_codes.split()),
                float(lat) if lat else None,
                float(lon) if lon else None,
                source,
            )
        )
    codes = [commune.code for commune in communes]
    if any(left >= right for left, right in pairwise(codes)):
        raise GeographyError(f"{folder / 'communes.csv'} n'est pas trié par code, sans doublon.")
    return tuple(communes)


def _members(
    communes: tuple[Commune, ...], key: Callable[[Commune], str], name: str, known: set[str]
) -> dict[str, int]:
    """The set of communes of each unit, read from the column ``name`` of the communes."""
    indexes: dict[str, list[int]] = {code: [] for code in known}
    for commune in communes:
        code = key(commune)
        if code in indexes:
            indexes[code].append(commune.index)
        elif code:
            raise GeographyError(
                f"La commune {commune.code} renvoie à {name} {code}, absent du fichier {name}. "
                "Reconstruisez les données officielles avec « make geodata »."
            )
    return {code: _bits_of(members, len(communes)) for code, members in indexes.items()}


def load(folder: Path, year: int) -> Geography:
    """Read one vintage from ``folder`` (the folder that holds ``communes.csv``). About 0.3 s.

    Raises ``GeographyError`` when a file is missing, misshapen, or names an unknown unit.
    """
    communes = _read_communes(folder)
    regions = _rows(folder, "regions.csv", ("code", "name", "kind"))
    departments = _rows(folder, "departments.csv", ("code", "name", "region", "kind"))
    epcis = _rows(folder, "epci.csv", ("code", "name", "kind"))
    epts = _rows(folder, "ept.csv", ("code", "name"))

    of_department = _members(
        communes, attrgetter("department"), "département", {row[0] for row in departments}
    )
    of_epci = _members(communes, attrgetter("epci"), "EPCI", {row[0] for row in epcis})
    of_ept = _members(communes, attrgetter("ept"), "EPT", {row[0] for row in epts})
    of_region = {row[0]: 0 for row in regions}
    for code, _, region, _ in departments:
        if region not in of_region:
            raise GeographyError(f"Le département {code} renvoie à une région inconnue : {region}.")
        of_region[region] |= of_department[code]
    # France is métropole and the five DROM: the collectivités d'outre-mer are written out.
    france = 0
    for code, _, category in regions:
        france |= of_region[code] if category == "region" else 0

    units = [Unit(UnitKind.FR, "", "France entière", france, "pays")]
    units += [Unit(UnitKind.REG, code, name, of_region[code], kind) for code, name, kind in regions]
    units += [
        Unit(UnitKind.DEP, code, name, of_department[code], kind)
        for code, name, _, kind in departments
    ]
    units += [Unit(UnitKind.EPCI, code, name, of_epci[code], kind) for code, name, kind in epcis]
    units += [Unit(UnitKind.EPT, code, name, of_ept[code], "EPT") for code, name in epts]
    return Geography(
        year,
        communes,
        (unit for unit in units if unit.bits),
        (
            FormerCommune(*row)
            for row in _rows(folder, "former_communes.csv", ("code", "name", "successor"))
        ),
        (
            District(code, name, commune, tuple(postal_codes.split()))
            for code, name, commune, postal_codes in _rows(
                folder, "districts.csv", ("code", "name", "commune", "postal_codes")
            )
        ),
    )


_default: Callable[[], Geography] | None = None


def set_default_geography(provider: Callable[[], Geography]) -> None:
    """Say which geography ``zones.resolve`` uses when none is given: the newest, in the app."""
    global _default
    _default = provider


def default_geography() -> Geography:
    """The geography plugged in by the application. Raises ``GeographyError`` outside of it."""
    if _default is None:
        raise GeographyError("Aucun millésime par défaut : donnez une géographie explicitement.")
    return _default()
