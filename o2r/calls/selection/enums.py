"""Words of the committee room."""

from django.db import models

from o2r.calls.applications.enums import ApplicationState


class Outcome(models.TextChoices):
    """What is decided of an application."""

    AWARD = "award", "retenue"
    WAITING = "waiting", "liste d’attente"
    REJECTION = "rejection", "non retenue"

    @property
    def state(self) -> ApplicationState:
        """The state that an application takes when the decision is confirmed."""
        return _STATES[self]


_STATES = {
    Outcome.AWARD: ApplicationState.AWARDED,
    Outcome.WAITING: ApplicationState.WAITING,
    Outcome.REJECTION: ApplicationState.REJECTED,
}


class DepartureKind(models.TextChoices):
    """How a choice departs from the ranking of the readers."""

    PASSED_OVER = "passed-over", "écartée alors qu’une moins bien classée est mieux servie"
    AHEAD = "ahead", "mieux servie qu’une mieux classée"
    BOTH = "both", "mieux servie qu’une mieux classée, et moins bien qu’une moins bien classée"
