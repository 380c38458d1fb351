"""The grid, the pieces and the envelopes of a call: its draft, or within a published change."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.accounts.errors import DomainError
from o2r.calls.content import number
from o2r.calls.enums import CallState
from o2r.calls.models import Call, CallEnvelope, Criterion, RequiredPiece
from o2r.calls.services.sharing import EnvelopeTyped, check_typed


def _writable(by: Actor, call: Call) -> None:
    """A draft is changed by who prepares it; a published call, only within an amendment."""
    action = "update" if call.state == CallState.DRAFT else "publish"
    require(by, action, call, act="modifier cet appel")


def _save(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise DomainError.of(error) from error
    row.save()


@transaction.atomic
def start_grid(*, by: Actor, call: Call) -> list[Criterion]:
    """Give a call without a grid the five families of the cahier des charges, to be weighted.

    Every weight is 1: none is published by the State (arrêté of 26 June 2024, annexe 1, part II).
    """
    _writable(by, call)
    if call.criteria.exists():
        raise DomainError("Cet appel a déjà une grille : modifiez ses critères un par un.")
    made: dict[str, Criterion] = {}
    path = Path(settings.O2R_DATA_DIR) / "calls" / "default_grid.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for position, row in enumerate(csv.DictReader(lines), start=1):
            made[row["code"]] = Criterion.objects.create(
                call=call,
                parent=made.get(row["parent"]),
                code=row["code"],
                label=row["label"],
                help_text=row["help"],
                position=position,
            )
    return list(made.values())


@transaction.atomic
def add_criterion(*, by: Actor, call: Call, fields: Mapping[str, Any]) -> Criterion:
    """Add a line to the grid. Raises NotAllowed, DomainError."""
    _writable(by, call)
    last = call.criteria.aggregate(last=models.Max("position"))["last"] or 0
    criterion = Criterion(call=call, position=last + 1, **fields)
    _check_family(criterion)
    _check_line(criterion)
    _save(criterion)
    return criterion


@transaction.atomic
def write_criterion(*, by: Actor, criterion: Criterion, fields: Mapping[str, Any]) -> Criterion:
    """Change a line of the grid. Raises NotAllowed, DomainError."""
    _writable(by, criterion.call)
    for name, value in fields.items():
        setattr(criterion, name, value)
    _check_family(criterion)
    _check_line(criterion)
    _save(criterion)
    return criterion


def _check_family(criterion: Criterion) -> None:
    """A grid has two levels: a family, and its sub-criteria, of the same call."""
    parent = criterion.parent
    if parent is None:
        return
    if parent.call_id != criterion.call_id or parent.parent_id is not None:
        raise DomainError(
            "Un sous-critère appartient à une famille de la même grille.", field="parent"
        )
    if criterion.pk == parent.pk or criterion.children.exists():
        raise DomainError("Une famille ne peut pas être rangée dans une autre.", field="parent")


def _check_line(criterion: Criterion) -> None:
    """Raises DomainError, at its field, for a code that is taken or a threshold out of bounds."""
    others = criterion.call.criteria.exclude(pk=criterion.pk)
    if others.filter(code=criterion.code).exists():
        raise DomainError(
            f"Le code « {criterion.code} » est déjà dans la grille. Donnez-en un autre.",
            field="code",
        )
    below = criterion.eliminatory_below
    if criterion.is_eliminatory and (
        below is None or not criterion.lowest < below <= criterion.highest
    ):
        raise DomainError(
            "Un critère éliminatoire a un seuil : plus haut que la note la plus basse "
            f"({number(criterion.lowest)}), sans dépasser la plus haute "
            f"({number(criterion.highest)}). Corrigez-le.",
            field="eliminatory_below",
        )


@transaction.atomic
def remove_criterion(*, by: Actor, criterion: Criterion) -> None:
    """Take a line, and its sub-criteria, off the grid."""
    _writable(by, criterion.call)
    criterion.delete()


@transaction.atomic
def add_piece(*, by: Actor, call: Call, fields: Mapping[str, Any]) -> RequiredPiece:
    """Ask for one more document. Raises NotAllowed, DomainError."""
    _writable(by, call)
    last = call.pieces.aggregate(last=models.Max("position"))["last"] or 0
    piece = RequiredPiece(call=call, position=last + 1, code=f"piece-{last + 1}", **fields)
    _save(piece)
    return piece


@transaction.atomic
def remove_piece(*, by: Actor, piece: RequiredPiece) -> None:
    """Ask for it no more; what was joined stays joined, as a free document."""
    _writable(by, piece.call)
    try:
        piece.delete()
    except models.ProtectedError as error:
        raise DomainError(
            "Des candidats ont déjà joint cette pièce : elle ne peut plus être retirée de la liste."
        ) from error


@transaction.atomic
def write_envelopes(
    *, by: Actor, call: Call, envelopes: Sequence[EnvelopeTyped]
) -> list[CallEnvelope]:
    """Replace what a call keeps for each département.

    Raises DomainError for a département outside the perimeter, none yet, or a sum above the
    envelope.
    """
    _writable(by, call)
    check_typed(call, envelopes)
    call.envelopes.all().delete()
    rows = [CallEnvelope(call=call, department=e.department, amount=e.amount) for e in envelopes]
    for row in rows:
        _save(row)
    return rows
