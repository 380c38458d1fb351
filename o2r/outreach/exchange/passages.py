"""A line as a place, or as a passage: people counted, or somebody met. Pure."""

from collections.abc import Mapping, Sequence
from datetime import time
from zoneinfo import ZoneInfo

from o2r.outreach.enums import EncounterKind, ImportKind, PlaceKind
from o2r.outreach.exchange import values
from o2r.outreach.exchange.lines import LineReader, read_lines
from o2r.outreach.exchange.persons import commune_of
from o2r.outreach.exchange.rows import Found, LeftOut, PassageRow, PlaceRow, Rules
from o2r.projects.exchange.tables import Line

LONGEST_PLACE, LONGEST_SECTOR = 120, 80
_NOBODY = "personne n’a été rencontré."


def read_places(lines: Sequence[Line], mapping: Mapping[str, str], rules: Rules) -> Found[PlaceRow]:
    """The places of a sheet, and all that is wrong in it. Raises TableError for a bad mapping."""
    return read_lines(ImportKind.PLACES, lines, mapping, _place, rules)


def read_passages(
    lines: Sequence[Line], mapping: Mapping[str, str], rules: Rules
) -> Found[PassageRow]:
    """The passages of a sheet, and all that is wrong in it. Raises TableError for a bad mapping."""
    return read_lines(ImportKind.PASSAGES, lines, mapping, _passage, rules)


def _place(line: LineReader, rules: Rules) -> PlaceRow:
    name = line.text("name", LONGEST_PLACE)
    if not name and not line.is_wrong("name"):
        line.refuse("name", "la cellule est vide : donnez un nom à ce lieu")
    commune = commune_of(line) or rules.commune
    if not commune and not line.is_wrong("commune", "commune_code"):
        line.refuse("commune", "dites la commune, ou choisissez celle de tous ces lieux")
    latitude = line.read("latitude", values.degrees(90), None)
    longitude = line.read("longitude", values.degrees(180), None)
    if (latitude is None) != (longitude is None) and not line.is_wrong("latitude", "longitude"):
        missing = "latitude" if latitude is None else "longitude"
        line.refuse(missing, "un point a une latitude et une longitude : écrivez les deux")
    return PlaceRow(
        line=line.number,
        reference=line.text("reference", values.LONGEST_NAME),
        name=name,
        kind=line.read("kind", values.place_kind, None) or PlaceKind.OTHER,
        commune=commune,
        sector=line.text("sector", LONGEST_SECTOR),
        latitude=latitude,
        longitude=longitude,
        team=line.text("team", values.LONGEST_TEXT),
        note=line.note(),
    )


def _passage(line: LineReader, rules: Rules) -> PassageRow | LeftOut:
    zone = ZoneInfo(rules.zone)
    at = line.read("at", values.moment(rules.now, zone), None)
    if at is None and not line.is_wrong("at"):
        line.refuse("at", "la cellule est vide : donnez le jour du passage")
    reference = line.text("person_reference", values.LONGEST_NAME)
    name = line.read("person_name", values.nickname, "")
    is_anonymous = not (reference or name)
    women, men, unknown = _counts(line, is_anonymous=is_anonymous)
    note = line.note()
    if note and is_anonymous:
        line.remark("note", "un passage anonyme ne garde pas de texte : il nommerait quelqu’un")
        note = ""
    if is_anonymous and not (women or men or unknown) and not line.problems:
        return LeftOut(line.number, f"{at:%d/%m/%Y}", _NOBODY)
    return PassageRow(
        line=line.number,
        reference=line.text("reference", values.LONGEST_NAME),
        kind=EncounterKind.PASSAGE if is_anonymous else EncounterKind.MEETING,
        at=at or rules.now,
        has_hour=bool(at and at.time() != time()),
        person_reference=reference,
        person_name=name,
        place=line.text("place", LONGEST_PLACE),
        channel=line.read("channel", values.channel, None),
        women=women,
        men=men,
        unknown=unknown,
        team=line.text("team", values.LONGEST_TEXT),
        note=note,
    )


def _counts(line: LineReader, *, is_anonymous: bool) -> tuple[int, int, int]:
    """Women, men and others without a name. A passage that counts nobody is one person."""
    women = line.read("women", values.count, None)
    men = line.read("men", values.count, None)
    people = line.read("people", values.count, None)
    known = (women or 0) + (men or 0)
    if people is not None and people < known:
        line.refuse("people", f"{people} en tout, mais {known} femmes et hommes : vérifiez")
    if is_anonymous and women is None and men is None and people is None:
        return 0, 0, 1
    return women or 0, men or 0, max((people or 0) - known, 0)
