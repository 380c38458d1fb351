"""The sealed words that the product holds of people, found in its models, and what still opens.

Nothing is listed by hand: a column that a new screen adds is counted the day it exists.
"""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from o2r.accounts.models import Organisation
from o2r.core.crypto.errors import KeysError
from o2r.core.crypto.fields import SealedRow, SealedTextField, read_sealed
from o2r.core.crypto.scope import key_scope
from o2r.core.messaging.models import OutgoingMessage
from o2r.core.retention.models import RequestWords
from o2r.outreach.models import EntryDraft
from o2r.people.models import Person

APART: tuple[type[SealedRow], ...] = (RequestWords, EntryDraft, OutgoingMessage)
"""Words about people that no key of the database joins to a file."""
ELSEWHERE = frozenset({"between"})
"""Apps whose words about people are of no file: what operators ask each other."""
KEPT_BY_LAW = {
    "fse.SheetAnswers": "the proof of an operation, by a clock of its own, of nobody’s file",
}
"""Words that an erasure leaves, and why; what joins them to a file goes."""


def sealed_models() -> list[type[SealedRow]]:
    """The models that hold sealed words of people, and that an erasure empties."""
    known = [
        one
        for one in apps.get_models()
        if issubclass(one, SealedRow)
        and one not in APART
        and one._meta.app_label not in ELSEWHERE
        and paths_to_a_file(one)
        and one._meta.label not in KEPT_BY_LAW
    ]
    return [*known, *APART]


def paths_to_a_file(model: type[models.Model]) -> list[str]:
    """The lookups by which a row leads to a file: by itself, or by what it belongs to."""
    near = [one for one in model._meta.concrete_fields if one.is_relation]
    direct = [one.name for one in near if one.related_model is Person]
    return direct or [
        f"{one.name}__{other.name}"
        for one in near
        for other in one.related_model._meta.concrete_fields  # type: ignore[union-attr]
        if other.is_relation and other.related_model is Person
    ]


def columns_of(model: type[models.Model]) -> list[str]:
    """The sealed columns of a model."""
    return [one.name for one in model._meta.concrete_fields if isinstance(one, SealedTextField)]


def sealed_columns() -> list[str]:
    """Every sealed column, as ``table.column``."""
    return [
        f"{model._meta.db_table}.{name}" for model in sealed_models() for name in columns_of(model)
    ]


def rows_about(model: type[SealedRow], files: list[UUID]) -> list[Any]:
    """The rows of a model that are about these files."""
    rows = model._base_manager.order_by("pk")
    if model in APART:
        return list(rows.filter(subject__in=files))
    (path, *_) = paths_to_a_file(model)
    return list(rows.filter(**{f"{path}__in": files}))


def openable(text: str) -> list[str]:
    """Every sealed cell that still opens, for any organisation, on something that holds it."""
    organisations = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    # A scope of its own: the one of before would remember the keys.
    with key_scope():
        return [
            f"{model._meta.db_table}.{name}"
            for model in sealed_models()
            for row in model._base_manager.order_by("pk")
            for name in columns_of(model)
            if any(text in _opened(row, name, one) for one in organisations)
        ]


def _opened(row: SealedRow, name: str, organisation: UUID) -> str:
    try:
        return read_sealed(row, name, organisation=organisation)[name]
    except KeysError:
        return ""
