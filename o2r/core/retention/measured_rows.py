"""Invented rows for the figures, made from the fields of any model.

A model that its constraints let nobody make at random says what to fill, in ``measured_rows.py`` of
its app::

    fixed("projects.FundedProject", zone_expression="dep:69", zone_vintage=2026)
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from o2r.core import clock
from o2r.core.retention.enums import RequestState
from o2r.core.retention.registry import Since

NEUTRAL = "inventé"
"""The texts of what a row points to: they are nobody's."""

_fixed: dict[str, dict[str, Any]] = {}
_SIMPLE: dict[type[models.Field[Any, Any]], Any] = {
    models.BooleanField: False,
    models.IntegerField: 1,
    models.FloatField: 1.0,
    models.JSONField: {},
    models.BinaryField: b"x",
}


def fixed(label: str, **values: Any) -> None:
    """Values that every invented row of a model bears; a function is called for each row."""
    _fixed[label.lower()] = values


def make_row(model: type[models.Model], *, text: str, moment: datetime, **given: Any) -> Any:
    """Insert one row, and what it points to: texts are ``text``, instants ``moment``.

    ``given``: values that prevail. Signals and ``save`` are not called.
    """
    chosen = {**_fixed.get(model._meta.label_lower, {}), **given}
    row = model()
    for field in model._meta.concrete_fields:
        value = chosen[field.name] if field.name in chosen else _value(field, text, moment)
        if value is not _DEFAULT:
            setattr(row, field.name, value() if callable(value) else value)
    model._base_manager.bulk_create([row])
    # What the database or the field set by itself, such as the day of creation.
    stamps = {name: value for name, value in given.items() if isinstance(value, datetime)}
    if stamps:
        model._base_manager.filter(pk=row.pk).update(**stamps)
    return row


def starting(clock: Since, moment: datetime, model: type[models.Model]) -> dict[str, Any]:
    """The values with which a clock starts at ``moment``: of a Coalesce, the last field alone.

    A clock of the row that a foreign key points to (``F("call__closes_at")``) makes that row too.
    """
    name = clock.moment
    if isinstance(name, models.F):
        owner, _, field = str(vars(name)["name"]).partition("__")
        target: Any = model._meta.get_field(owner).related_model
        return {owner: make_row(target, text=NEUTRAL, moment=moment, **{field: moment})}
    if isinstance(name, Coalesce):
        name = name.get_source_expressions()[-1].name
    if not isinstance(name, str):
        raise TypeError(f"The clock of {model._meta.label} is neither a field nor a Coalesce.")
    is_day = model._meta.get_field(name).get_internal_type() == "DateField"
    return {name: localdate(moment) if is_day else moment}


_DEFAULT: Any = object()


def _value(field: "models.Field[Any, Any]", text: str, moment: datetime) -> Any:
    """What an invented row bears in a field; ``_DEFAULT`` leaves what the model puts."""
    if isinstance(field, models.AutoField):
        return _DEFAULT
    if isinstance(field, models.ForeignKey):
        target: Any = field.related_model
        return None if field.null else make_row(target, text=NEUTRAL, moment=moment)
    if field.choices:
        return _DEFAULT if field.has_default() else next(iter(dict(field.flatchoices)))
    if isinstance(field, models.UUIDField):
        return _DEFAULT if field.has_default() or field.null else uuid.uuid4()
    if isinstance(field, models.DateTimeField):
        return None if field.null else moment
    if isinstance(field, models.DateField):
        return None if field.null else localdate(moment)
    if isinstance(field, models.CharField | models.TextField):
        return _text(field, text)
    if field.has_default() or field.null:
        return _DEFAULT
    return next((value for kind, value in _SIMPLE.items() if isinstance(field, kind)), _DEFAULT)


def _text(field: "models.Field[Any, Any]", text: str) -> str:
    if isinstance(field, models.URLField):
        return ""
    if isinstance(field, models.EmailField):
        return f"{text}-{uuid.uuid4().hex[:12]}@exemple.invalid"
    if field.unique or isinstance(field, models.SlugField):
        return uuid.uuid4().hex[: field.max_length]
    if _is_part_of_a_unique_constraint(field):
        return f"{text}-{uuid.uuid4().hex[:12]}"[: field.max_length]
    return text[: field.max_length]


def _is_part_of_a_unique_constraint(field: "models.Field[Any, Any]") -> bool:
    constraints = field.model._meta.constraints
    unique = (one for one in constraints if isinstance(one, models.UniqueConstraint))
    together = field.model._meta.unique_together
    return any(field.name in one.fields for one in unique) or any(field.name in s for s in together)


# A closed request keeps no mailbox, and its answer is written by who answers.
fixed(
    "retention.RightsRequest",
    state=RequestState.DONE,
    contact="",
    answer="",
    refusal_reason="",
    extension_reason="",
    closed_at=clock.now,
)
