"""Alerts on jobs to deal with, and questions to ask, of the people whom somebody follows."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localtime

from o2r.accounts.actors import Actor
from o2r.accounts.policy import may_meet
from o2r.core import clock
from o2r.core.agenda.registry import Due, declare
from o2r.pathways.employment.selectors.board import alerts_by_hour, checkpoints_by_day

AHEAD = timedelta(days=7)
"""How long before its day a question is recalled (provisoire)."""
ALERT, QUESTION = "Emploi menacé", "Question d’emploi à poser"


def alerts(actor: Actor) -> Iterator[Due]:
    """One line for each alert. One query. Neither who nor what."""
    if not may_meet(actor, "person-file"):
        return
    for one in alerts_by_hour(actor):
        yield Due(
            on=localtime(one.due_at),
            title=ALERT,
            link=reverse("employment:board"),
            is_late=one.is_late,
            feed_title=ALERT,
        )


def questions(actor: Actor) -> Iterator[Due]:
    """One line for each day that has questions to ask. One query."""
    if not may_meet(actor, "person-file"):
        return
    for day, many in checkpoints_by_day(actor, clock.today() + AHEAD):
        yield Due(
            on=day,
            title=QUESTION if many == 1 else f"{many} questions d’emploi à poser",
            link=reverse("employment:board"),
            feed_title=QUESTION,
        )


declare("employment-alert", ALERT, alerts)
declare("employment-question", QUESTION, questions)
