"""What the constraints of the database say, in words for who typed."""

from dataclasses import fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from o2r.accounts.errors import DomainError


def put(row: Model, details: Any) -> None:
    """Give a row the values of a dataclass whose fields bear the names of its columns."""
    for one in fields(details):
        value = getattr(details, one.name)
        setattr(row, one.name, " ".join(value.split()) if _is_one_line(one.name, value) else value)


def _is_one_line(name: str, value: object) -> bool:
    return isinstance(value, str) and name != "agenda"


def saved(row: Model) -> None:
    """Save a row once every rule is met. Raises DomainError, in the words of the constraints."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    row.save()
