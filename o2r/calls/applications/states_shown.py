"""What a consortium is shown of the state of its application, and from which instant. Pure.

Decisions are written, read again and confirmed before the results: until the hour chosen by the
State service, nothing tells a consortium that one was taken, nor which.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import TextChoices

from o2r.calls.applications.enums import ApplicationState
from o2r.calls.enums import CallState

if TYPE_CHECKING:
    from o2r.calls.applications.models import Application


class ShownState(TextChoices):
    """What a consortium reads of the state of its application."""

    DRAFT = "draft", "brouillon"
    SUBMITTED = "submitted", "déposée"
    INCOMPLETE = "incomplete", "à compléter"
    EXAMINED = "examined", "en instruction"
    INADMISSIBLE = "inadmissible", "irrecevable"
    AWARDED = "awarded", "retenue"
    WAITING = "waiting", "liste d’attente"
    REJECTED = "rejected", "non retenue"
    WITHDRAWN = "withdrawn", "retirée"
    CONTRACTED = "contracted", "conventionnée"

    @property
    def is_decided(self) -> bool:
        """Whether a letter says it."""
        return self in (self.AWARDED, self.WAITING, self.REJECTED, self.CONTRACTED)


_KEPT_UNTIL_RESULTS = frozenset(
    {
        ApplicationState.ADMISSIBLE,
        ApplicationState.AWARDED,
        ApplicationState.WAITING,
        ApplicationState.REJECTED,
        ApplicationState.CONTRACTED,
    }
)
"""Admissible among them: if it alone were told, another word would say that it was decided."""


def results_are_public(
    call_state: CallState | str, results_at: datetime | None, now: datetime
) -> bool:
    """Whether the results of a call in this state may be told at ``now``: that instant included."""
    published = call_state in (CallState.RESULTS, CallState.ARCHIVED)
    return published and (results_at is None or results_at <= now)


def public_state(application: "Application", now: datetime) -> ShownState:
    """The state to show to a consortium at ``now``. Reads ``application.call``."""
    state = ApplicationState(application.state)
    call = application.call
    told = results_are_public(call.state, call.results_at, now)
    if state is ApplicationState.ADMISSIBLE or (state in _KEPT_UNTIL_RESULTS and not told):
        return ShownState.EXAMINED
    return ShownState(state.value)
