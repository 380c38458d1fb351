"""Words of the applications."""

from django.db import models


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", "brouillon"
    SUBMITTED = "submitted", "déposée"
    INCOMPLETE = "incomplete", "à compléter"
    ADMISSIBLE = "admissible", "recevable"
    INADMISSIBLE = "inadmissible", "irrecevable"
    AWARDED = "awarded", "retenue"
    WAITING = "waiting", "liste d’attente"
    REJECTED = "rejected", "non retenue"
    WITHDRAWN = "withdrawn", "retirée"
    CONTRACTED = "contracted", "conventionnée"


APPLICATION_MOVES: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
    # Back to the draft, by its own consortium, while the call is still open.
    ApplicationState.SUBMITTED: frozenset(
        {
            ApplicationState.DRAFT,
            ApplicationState.INCOMPLETE,
            ApplicationState.ADMISSIBLE,
            ApplicationState.INADMISSIBLE,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.INCOMPLETE: frozenset(
        {
            ApplicationState.SUBMITTED,
            ApplicationState.ADMISSIBLE,
            ApplicationState.INADMISSIBLE,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.ADMISSIBLE: frozenset(
        {
            ApplicationState.INADMISSIBLE,
            ApplicationState.AWARDED,
            ApplicationState.WAITING,
            ApplicationState.REJECTED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.INADMISSIBLE: frozenset({ApplicationState.ADMISSIBLE}),
    ApplicationState.AWARDED: frozenset(
        {ApplicationState.CONTRACTED, ApplicationState.WITHDRAWN, ApplicationState.REJECTED}
    ),
    ApplicationState.WAITING: frozenset(
        {ApplicationState.AWARDED, ApplicationState.REJECTED, ApplicationState.WITHDRAWN}
    ),
    # Withdrawn too: a consortium whose withdrawal were refused would learn it before the results.
    ApplicationState.REJECTED: frozenset(
        {ApplicationState.AWARDED, ApplicationState.WAITING, ApplicationState.WITHDRAWN}
    ),
    # When its convention is abandoned before being signed: another one may be opened.
    ApplicationState.CONTRACTED: frozenset({ApplicationState.AWARDED}),
    ApplicationState.WITHDRAWN: frozenset(),
}
"""Every move allowed. A withdrawn application moves no more."""


class BudgetSide(models.TextChoices):
    """The two columns of a budget."""

    EXPENSE = "expense", "charges"
    INCOME = "income", "produits"


class TicketState(models.TextChoices):
    """What became of a submission that had to wait for its turn."""

    WAITING = "waiting", "en attente"
    DONE = "done", "enregistrée"
    REFUSED = "refused", "refusée"
