"""Thousands of rows read to be counted: their columns as the database writes them.

An identifier, an instant and a JSON each cost more to make than the question costs: what is only
compared, or is the same in many rows, is not made for each.
"""

import json
from datetime import UTC, datetime

from django.db.models import CharField, Expression
from django.db.models.functions import Cast

from o2r.outreach.passage_counts import people_counted


def as_text(column: str | Expression) -> Cast:
    """A column as a text: the same one for the same value, on one engine."""
    return Cast(column, CharField())


def instant_of(written: str) -> datetime:
    """The instant of a text: in UTC, whether it says so or not."""
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class PeopleCounted(dict[str, int]):
    """How many people are in counts, by their text: each text is read once."""

    def __missing__(self, written: str) -> int:
        self[written] = many = people_counted(json.loads(written))
        return many
