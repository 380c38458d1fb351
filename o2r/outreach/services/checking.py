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
        setattr(row, one.name, value.strip() if isinstance(value, str) else value)


def saved(row: Model) -> None:
    """Save a row once every rule is met. Raises DomainError, at the field when there is one."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise DomainError.of(error) from error
    row.save()
