"""Recalling the readings that are due."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce
from django.urls import reverse

from o2r.accounts.models import User
from o2r.calls.enums import CallState
from o2r.calls.reading import notification_kinds as kinds
from o2r.calls.reading.enums import ReviewState
from o2r.calls.reading.models import Assignment
from o2r.core import clock
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.territory.typography import typographic

BEFORE = timedelta(days=7)


@transaction.atomic
def remind_readers() -> int:
    """Tell each reader once of what is due in seven days, and once of what was due yesterday.

    Returns how many were told. Run every day: a day without a run is a reminder less, never two.
    """
    return _remind(clock.today() + BEFORE, is_late=False) + _remind(
        clock.today() - timedelta(days=1), is_late=True
    )


def _remind(day: object, *, is_late: bool) -> int:
    rows = (
        Assignment.objects.live()
        .filter(application__call__state__in=(CallState.EXAMINATION, CallState.COMMITTEE))
        .exclude(review__state__in=(ReviewState.SENT, ReviewState.EXCLUDED))
        .annotate(due=Coalesce("due_on", "application__call__reading_plan__due_on"))
        .filter(due=day, reader__ended_at=None)
    )
    counts: Counter[UUID] = Counter(rows.order_by("pk").values_list("reader__user", flat=True))
    for user in User.objects.filter(pk__in=counts, is_active=True).order_by("pk"):
        number = counts[user.pk]
        many = f"{number} lectures" if number > 1 else "Une lecture"
        when = "en retard" if is_late else "à rendre dans sept jours"
        notify(
            to=[Recipient(user.pk, user.email)],
            kind=kinds.DUE.code,
            subject=typographic(f"{many} {when}"),
            body=typographic(
                "Ouvrez « Mes lectures » pour voir ce qui est attendu de vous. Si vous ne pouvez "
                "pas lire à temps, dites-le au service de l’État : il désignera quelqu’un d’autre."
            ),
            link=reverse("reading:mine"),
        )
    return len(counts)
