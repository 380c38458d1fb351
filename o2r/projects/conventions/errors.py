"""What the rules of the conventions refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from o2r.accounts.errors import DomainError
from o2r.core.money import euros
from o2r.projects.conventions.enums import CONVENTION_MOVES, ConventionState


class ConventionMoveRefused(DomainError):
    """A convention cannot pass from its state to the one asked."""

    def __init__(self, reference: str, state: ConventionState, target: ConventionState) -> None:
        possible = " ou ".join(
            f"« {move.label} »" for move in ConventionState if move in CONVENTION_MOVES[state]
        )
        super().__init__(
            f"La convention {reference} est à l’état « {state.label} » : elle ne peut pas passer à "
            f"« {target.label} ». "
            + (f"État possible : {possible}." if possible else "Cet état est définitif.")
        )


class MentionsMissing(DomainError):
    """A convention is signed once it says all that it must."""

    def __init__(self, labels: list[str]) -> None:
        listed = ", ".join(f"« {label} »" for label in labels)
        super().__init__(
            f"Des mentions obligatoires manquent (C. trav., art. D. 5316-3) : {listed}. "
            "Complétez-les avant la signature."
        )


class BeyondAvenant(DomainError):
    """The instalments of a year would exceed what its avenant grants."""

    def __init__(self, granted: Decimal, planned: Decimal) -> None:
        super().__init__(
            f"Les versements de l’année feraient {euros(planned)}, plus que son avenant "
            f"({euros(granted)}). Réduisez un versement, ou corrigez d’abord l’avenant."
        )


class TooMuchAtOnce(DomainError):
    """The database saw what the service could not: someone else wrote at the same instant."""

    def __init__(self) -> None:
        super().__init__(
            "Les versements de l’année dépasseraient le montant de son avenant : quelqu’un vient "
            "d’en enregistrer un autre. Rouvrez la page pour voir l’échéancier à jour."
        )


@contextmanager
def refused_by_database() -> Iterator[None]:
    """Say in words what a trigger or a constraint of the database refuses."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise TooMuchAtOnce from error


def checked(row: Model) -> None:
    """Refuse a row that its own rules refuse, in words. Raises DomainError."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(dict.fromkeys(error.messages))) from error
