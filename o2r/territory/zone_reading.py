"""What a page says of a zone: sentence, counts, EPCI that it cuts, communes by département."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from o2r.territory.drawing import zone_drawing
from o2r.territory.geography import current_geography, geography
from o2r.territory.official import Commune, Unit
from o2r.territory.typography import typographic
from o2r.territory.zone_editor import Chip, Edited, chips
from o2r.territory.zones import PartialUnit, Zone, ZoneError, resolve
from o2r.territory.zones.inside import Line, judge

MAX_EXPRESSION = 8_000
"""Characters of an expression that an address may carry."""
LISTED = 3_000
"""Communes written one by one; beyond, the départements that are whole are only counted."""


@dataclass(frozen=True, slots=True)
class DepartmentCommunes:
    """The communes of a zone in one département. ``whole``: it is in the zone entirely."""

    department: Unit
    communes: tuple[Commune, ...]
    count: int
    whole: bool


@dataclass(frozen=True, eq=False)
class ZoneReading:
    """A zone that resolves, ready to be shown."""

    zone: Zone

    @property
    def sentence(self) -> str:
        return self.zone.label

    @property
    def communes(self) -> int:
        return len(self.zone)

    @property
    def population(self) -> int:
        return self.zone.population

    @property
    def vintage(self) -> int:
        return self.zone.vintage

    @property
    def cover(self) -> tuple[str, ...]:
        return self.zone.cover()

    @property
    def cut(self) -> tuple[PartialUnit, ...]:
        """The EPCI only partly inside."""
        return self.zone.partial_epci()

    @property
    def cut_sentence(self) -> str:
        """« 9 intercommunalités ne sont qu’en partie dans la zone »."""
        count = len(self.cut)
        if count == 1:
            return "1 intercommunalité n’est qu’en partie dans la zone"
        return f"{count} intercommunalités ne sont qu’en partie dans la zone"

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(note.message for note in self.zone.notes)

    @cached_property
    def departments(self) -> tuple[DepartmentCommunes, ...]:
        """The communes by département, by code; names only where they are few enough to be read."""
        return tuple(self._departments())

    def _departments(self) -> Iterator[DepartmentCommunes]:
        geo, everything = self.zone.geography, len(self.zone) <= LISTED
        groups: dict[str, list[Commune]] = {}
        for commune in self.zone:
            groups.setdefault(commune.department, []).append(commune)
        for code, communes in groups.items():
            unit = geo.units[f"dep:{code}"]
            whole = len(communes) == len(unit)
            shown = tuple(communes) if everything or not whole else ()
            yield DepartmentCommunes(unit, shown, len(communes), whole)

    @property
    def outline_address(self) -> str:
        """Where the outline is; empty when the expression is too long for an address."""
        return outline_address(self.zone.expression, self.zone.vintage)

    @property
    def drawing(self) -> SafeString:
        """The map without JavaScript."""
        return zone_drawing(self.zone)


def outline_address(expression: str, vintage: int) -> str:
    """The address of the GeoJSON outline, as short as it can be; empty when it is too long."""
    if not expression or len(expression) > MAX_EXPRESSION:
        return ""
    query = {"expression": expression.replace(" ", "")}
    if vintage != current_geography().year:
        query["vintage"] = str(vintage)
    return f"{reverse('territory:zone_outline')}?{urlencode(query, safe=':')}"


@dataclass(frozen=True, eq=False)
class EditorReading:
    """All that the editor shows: chips, then what the zone is, or why it is not one."""

    edited: Edited
    within: str = ""
    place: str = "l’appel"

    @cached_property
    def chips(self) -> tuple[Chip, ...]:
        return chips(self.edited.expression)

    @cached_property
    def _resolved(self) -> ZoneReading | ZoneError | None:
        if not self.edited.expression:
            return None
        try:
            return ZoneReading(resolve(self.edited.expression, current_geography()))
        except ZoneError as error:
            return error

    @property
    def zone(self) -> ZoneReading | None:
        """The zone, when there is one."""
        return self._resolved if isinstance(self._resolved, ZoneReading) else None

    @property
    def error(self) -> str:
        """Why the expression is not a zone; empty when it is one, or when nothing is chosen."""
        return self._resolved.message if isinstance(self._resolved, ZoneError) else ""

    @property
    def said_by_a_chip(self) -> bool:
        """Whether a chip already says why the expression is not a zone."""
        return any(chip.problem for chip in self.chips)

    @cached_property
    def refused(self) -> tuple[Line, ...]:
        """The units partly or wholly outside of ``within``."""
        if not self.within or self.zone is None:
            return ()
        return judge(self.zone.zone, perimeter(self.within), place=self.place).refused

    @property
    def refused_title(self) -> str:
        """What heads the reasons."""
        count = len(self.refused)
        if count == 1:
            return "Un territoire sort du périmètre"
        return f"{count} territoires sortent du périmètre"

    @property
    def said(self) -> str:
        """The sentence for who does not see the page: what was done, what the zone is now."""
        if self.edited.problem or self.error:
            return self.edited.problem or self.error
        parts = [self.edited.said]
        if self.zone:
            parts.append(typographic(f"Zone : {self.zone.sentence}."))
        else:
            parts.append("La zone est vide.")
        if self.refused:
            parts.append(f"{self.refused_title}.")
        return " ".join(filter(None, parts))

    @property
    def drawing(self) -> SafeString:
        """The map without JavaScript: the zone, and the perimeter it must stay in."""
        limits = perimeter(self.within) if self.within else None
        return zone_drawing(self.zone.zone if self.zone else None, within=limits)

    @property
    def outline_address(self) -> str:
        return self.zone.outline_address if self.zone else ""

    @property
    def perimeter_address(self) -> str:
        """Where the outline of the perimeter is; empty without perimeter."""
        return outline_address(self.within, current_geography().year)


def perimeter(expression: str) -> Zone:
    """The perimeter that limits an editor, in the current vintage. Raises ``ZoneError``."""
    return resolve(expression, current_geography())


def zone_of(expression: str, vintage: int | None = None) -> Zone:
    """A stored recipe as a zone. Raises ``ZoneError``, or ``GeographyError`` for the vintage."""
    return resolve(expression, geography(vintage) if vintage else current_geography())
