"""System checks: no model without its declaration, no personal data that nobody can hand out."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import CASCADE

from o2r.core import clock
from o2r.core.retention import registry, rights
from o2r.core.retention.periods import period
from o2r.core.retention.registry import Declaration, Follows, Since


@register
def retention_is_declared(**_: Any) -> list[CheckMessage]:
    """Every problem of the declarations, each with what to do."""
    return [*_missing(), *(error for one in registry.declarations() for error in _problems(one))]


def _missing() -> Iterator[CheckMessage]:
    for label in registry.undeclared():
        yield Error(
            f"{label} ne déclare ni ses données personnelles ni leur durée de conservation.",
            hint="Ajoutez declare(…) dans le fichier retention.py de l’application.",
            obj=label,
            id="retention.E001",
        )


def _problems(one: Declaration) -> Iterator[CheckMessage]:
    try:
        apps.get_model(one.label)
    except LookupError:
        yield Error(
            f"{one.label} est déclaré mais n’existe pas.", obj=one.label, id="retention.E002"
        )
        return
    for code in filter(None, (one.period, one.notice.period if one.notice else "")):
        try:
            period(code, clock.today())
        except ImproperlyConfigured as error:
            yield Error(str(error), obj=one.label, id="retention.E003")
    if isinstance(one.clock, Since) and isinstance(one.clock.moment, str):
        yield from _wrong_field(one, one.clock.moment)
    if isinstance(one.clock, Follows):
        yield from _wrong_parent(one, one.clock.field)
    held = {holding.subject for holding in rights.holdings() if holding.label == one.label}
    for subject in sorted(one.subjects - held):
        yield Error(
            f"{one.label} tient des données de « {subject.label} » que rien ne remet.",
            hint="Ajoutez holds_personal_data(…) dans le fichier rights.py de l’application.",
            obj=one.label,
            id="retention.E006",
        )


def _wrong_field(one: Declaration, name: str) -> Iterator[CheckMessage]:
    try:
        one.model._meta.get_field(name)
    except FieldDoesNotExist:
        yield Error(
            f"{one.label} n’a pas de champ « {name} » pour compter sa durée de conservation.",
            obj=one.label,
            id="retention.E004",
        )


def _wrong_parent(one: Declaration, name: str) -> Iterator[CheckMessage]:
    try:
        remote = one.model._meta.get_field(name).remote_field
    except FieldDoesNotExist:
        remote = None
    if remote is None or getattr(remote, "on_delete", None) is not CASCADE:
        yield Error(
            f"{one.label} dit suivre « {name} », qui n’est pas une clé étrangère en cascade.",
            obj=one.label,
            id="retention.E005",
        )
