"""The five moments of the agenda, and what falls in each. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models

from o2r.core.agenda.registry import Due


class Moment(models.TextChoices):
    """When something is due, seen from today."""

    LATE = "late", "En retard"
    THIS_WEEK = "this-week", "Cette semaine"
    THIS_MONTH = "this-month", "Ce mois-ci"
    SOON = "soon", "D’ici trois mois"
    LATER = "later", "Plus tard"

    @property
    def is_far(self) -> bool:
        """Whether what falls in it is shown on demand: a convention gives its dates for years."""
        return self is Moment.LATER


SOON = timedelta(days=92)


def moment_of(due: Due, today: date) -> Moment:
    """The moment of one thing: a week ends on Sunday, a month on its last day."""
    if due.is_late or due.day < today:
        return Moment.LATE
    if due.day <= today + timedelta(days=6 - today.weekday()):
        return Moment.THIS_WEEK
    if (due.day.year, due.day.month) == (today.year, today.month):
        return Moment.THIS_MONTH
    if due.day <= today + SOON:
        return Moment.SOON
    return Moment.LATER


def by_moment(dues: Iterable[Due], today: date) -> list[tuple[Moment, list[Due]]]:
    """The moments that hold something, in order, with what they hold."""
    found: dict[Moment, list[Due]] = {moment: [] for moment in Moment}
    for due in dues:
        found[moment_of(due, today)].append(due)
    return [(moment, held) for moment, held in found.items() if held]
