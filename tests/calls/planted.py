"""The site with a bug planted in it, chosen by ``O2R_PLANTED``: what the figures must see."""

import os
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from config.wsgi import application
from o2r.calls.applications import overload, timing
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, Submission
from o2r.calls.applications.services import arriving, submitting
from o2r.core import clock

__all__ = ["application"]


def acknowledge_before_commit() -> None:
    """The page is answered, and what it says is never written."""
    real = submitting.submit_at_once

    def unwritten(**asked: Any) -> Submission:
        with transaction.atomic():
            found = real(**asked)
            transaction.set_rollback(True)
        return found

    submitting.submit_at_once = unwritten


def ignore_intents() -> None:
    arriving._intents = lambda *_, **__: []


def accept_the_closing_instant() -> None:
    """``<=`` where the rule says ``<``."""
    real = arriving.judge

    def generous(arrived_at: datetime, **asked: Any) -> Any:
        if arrived_at == asked["closes_at"]:
            return timing.Verdict.OPEN, None
        return real(arrived_at, **asked)

    arriving.judge = generous


def forget_the_first() -> None:
    """No lock and no look: a second click is a second submission."""
    real = submitting.submit_at_once

    def again(**asked: Any) -> Submission:
        sent = Submission.objects.filter(application=asked["application"], taken_back_at=None)
        if sent.update(taken_back_at=clock.now()):
            rows = Application.objects.filter(pk=asked["application"])
            rows.update(state=ApplicationState.DRAFT)
        return real(**asked)

    submitting.submit_at_once = again


def trust_the_clock_of_the_end() -> None:
    """The hour is read when the page is made, not when the request arrives."""
    real = submitting.submit_at_once

    def late(**asked: Any) -> Submission:
        return real(**asked | {"arrived_at": clock.now()})

    submitting.submit_at_once = late


PLANTED = {
    "acknowledge": acknowledge_before_commit,
    "intents": ignore_intents,
    "instant": accept_the_closing_instant,
    "double": forget_the_first,
    "clock": trust_the_clock_of_the_end,
}
if name := os.environ.get("O2R_PLANTED"):
    PLANTED[name]()
    # However slow this machine is, submissions take the way where the bug is.
    overload.BEHIND = timedelta(hours=1)
