"""The same question asked of the database, as the API of data·inclusion asks it.

Lists of codes in columns, and « do these two lists share a code »: arrays with GIN indexes on
PostgreSQL, ``json_each`` on SQLite, which has neither arrays nor such an index. The rival has a
table of its own with nothing but what it needs. It is asked twice: what the API is asked, services
that cover the commune alone, which is less than the product is asked; then all that the product is.
"""

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from o2r.core.slices import slices
from o2r.network.directory.codes import EVERYONE, category_of, listed
from o2r.network.directory.measured_directory import EVERYWHERE, Row
from o2r.network.directory.search.question import Question
from o2r.territory.official import Commune

LIMIT = 20
TABLE = "measured_rival"
KM_BY_DEGREE = 111.195


def is_array() -> bool:
    """Whether the database has arrays."""
    return bool(connection.vendor == "postgresql")


def fill_rival(rows: Sequence[Row]) -> None:
    """Make the table of the rival, with its indexes where the database has some for lists."""
    lists = "text[]" if is_array() else "text"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {TABLE} (id text PRIMARY KEY, day date, "
            f"latitude float8, longitude float8, zone {lists}, themes {lists}, publics {lists})"
        )
        insert = f"INSERT INTO {TABLE} VALUES (%s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
        for batch in slices(rows, 2000):
            cursor.executemany(insert, [_values(row) for row in batch])
        if is_array():
            for column in ("zone", "themes", "publics"):
                cursor.execute(f"CREATE INDEX ON {TABLE} USING gin ({column})")
        cursor.execute(f"ANALYZE {TABLE}")


def _values(row: Row) -> tuple[Any, ...]:
    lists = [list(one) for one in (row.zone, row.themes, row.publics)]
    kept = lists if is_array() else [json.dumps(one) for one in lists]
    return (str(row.key), row.day.isoformat(), row.latitude, row.longitude, *kept)


def ask_rival(asked: Question, limit: int | None = LIMIT) -> list[UUID]:
    """The services that cover the commune, the nearest first: one statement, as the API does."""
    place = asked.commune
    if place is None:
        return []
    wanted = {"zone": _held(place), "themes": _themes(asked)}
    if asked.publics:
        wanted["publics"] = [*asked.publics, EVERYONE]
    where = " AND ".join(_overlap(column) for column in wanted)
    order: list[Any] = [place.lat, place.lat, place.lon, place.lon]
    statement = f"SELECT id FROM {TABLE} WHERE {where} ORDER BY {_NEARNESS}, day DESC"  # noqa: S608
    if limit is not None:
        statement += f" LIMIT {limit}"
    return [UUID(str(key)) for (key, *_) in _rows(statement, [*_given(wanted.values()), *order])]


def ask_rival_all(asked: Question) -> tuple[list[UUID], int]:
    """The same work as the index: the neighbours too, those that do not say whom they take, what
    covers first, and how many there are in all. The first page, and their number."""
    place = asked.commune
    if place is None or place.lat is None or place.lon is None:
        return [], 0
    flat = math.cos(math.radians(place.lat))
    here = [place.lat, place.lat, place.lon, flat, place.lon, flat]
    near = "(latitude - %s) * (latitude - %s) + (longitude - %s) * %s * (longitude - %s) * %s"
    parts = [_overlap("themes"), f"({_overlap('zone')} OR {near} <= %s)"]
    degrees = asked.within_km / KM_BY_DEGREE
    values = [*_given([_themes(asked), _held(place)]), *here, degrees * degrees]
    if asked.publics:
        none = "'{}'" if is_array() else "'[]'"
        parts.append(f"({_overlap('publics')} OR publics = {none})")
        values += _given([[*asked.publics, EVERYONE]])
    statement = (
        f"SELECT id, COUNT(*) OVER () FROM {TABLE} WHERE {' AND '.join(parts)} "  # noqa: S608
        f"ORDER BY {_overlap('zone')} DESC, {near}, day DESC LIMIT {LIMIT}"
    )
    found = _rows(statement, [*values, *_given([_held(place)]), *here])
    return [UUID(str(key)) for key, _ in found], found[0][1] if found else 0


_NEARNESS = "(latitude - %s) * (latitude - %s) + (longitude - %s) * (longitude - %s)"


def _held(place: Commune) -> list[str]:
    """The codes of the zones that hold a commune."""
    held = [one for one in (place.code, place.department, place.epci, place.ept) if one]
    return [*held, EVERYWHERE]


def _given(lists: Iterable[list[str]]) -> list[Any]:
    return [one if is_array() else json.dumps(one) for one in lists]


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _overlap(column: str) -> str:
    if is_array():
        return f"{column} && %s"
    return (
        f"EXISTS (SELECT 1 FROM json_each({column}) one "  # noqa: S608
        "WHERE one.value IN (SELECT value FROM json_each(%s)))"
    )


def _themes(asked: Question) -> list[str]:
    """The thématiques of the categories asked: what the index gives as neighbours is in them."""
    categories = {category_of(theme) for theme in asked.themes}
    return [code for code, one in listed("thematiques").items() if one.category in categories]
