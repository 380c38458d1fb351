"""Words of the participant sheets of the FSE+: moments, states, and the moves between them."""

from django.db import models


class Moment(models.TextChoices):
    """When an answer is asked for (Reg. (EU) 2021/1057, annex I: entry, leaving, six months)."""

    ENTRY = "entree", "entrée"
    LEAVING = "sortie", "sortie"
    LATER = "six-mois", "six mois après"


class SheetState(models.TextChoices):
    """Where a sheet stands. What is changed once it has been sent is to be sent again."""

    INCOMPLETE = "incomplete", "à compléter"
    ENTRY_COMPLETE = "entree-complete", "entrée complète"
    EXIT_COMPLETE = "sortie-complete", "sortie complète"
    SURVEYED = "enquete-6m", "enquête à six mois faite"
    EXPORTED = "exportee", "envoyée"
    CORRECTED = "corrigee", "corrigée depuis l’envoi"


SHEET_MOVES = {
    SheetState.INCOMPLETE: (SheetState.ENTRY_COMPLETE,),
    SheetState.ENTRY_COMPLETE: (
        SheetState.INCOMPLETE,
        SheetState.EXIT_COMPLETE,
        SheetState.EXPORTED,
    ),
    SheetState.EXIT_COMPLETE: (
        SheetState.ENTRY_COMPLETE,
        SheetState.SURVEYED,
        SheetState.EXPORTED,
    ),
    SheetState.SURVEYED: (SheetState.EXIT_COMPLETE, SheetState.EXPORTED),
    SheetState.EXPORTED: (SheetState.CORRECTED,),
    SheetState.CORRECTED: (SheetState.EXPORTED,),
}
BEFORE_SENDING = (
    SheetState.INCOMPLETE,
    SheetState.ENTRY_COMPLETE,
    SheetState.EXIT_COMPLETE,
    SheetState.SURVEYED,
)
"""From the least to the most complete: one step at a time, up or down."""


class OperationState(models.TextChoices):
    """Where an operation stands: closed, nobody enters it; settled, its evidence has a last day."""

    OPEN = "ouverte", "ouverte"
    CLOSED = "close", "close aux entrées"
    SETTLED = "soldee", "soldée"


OPERATION_MOVES = {
    OperationState.OPEN: (OperationState.CLOSED,),
    OperationState.CLOSED: (OperationState.OPEN, OperationState.SETTLED),
    OperationState.SETTLED: (OperationState.CLOSED,),
}


class Level(models.TextChoices):
    """How many sheets of an operation are not complete, against the two limits."""

    FINE = "bon", "dans les limites"
    AMBER = "orange", "à surveiller"
    RED = "rouge", "limite dépassée"
