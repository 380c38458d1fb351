"""What one may read of notifications and mails."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from o2r.core.notifications.enums import Choice, MailState
from o2r.core.notifications.kinds import Kind, kinds
from o2r.core.notifications.models import Mail, Notification, NotificationQuerySet, Preference


def inbox(user: UUID) -> NotificationQuerySet:
    """Everything a person was told, unread first, then the newest."""
    return Notification.objects.of(user).unread_first()


def unread_count(user: UUID) -> int:
    """For the header of every page: one indexed query."""
    return Notification.objects.of(user).unread().count()


def choices_of(user: UUID) -> list[tuple[Kind, Choice]]:
    """Every declared kind with what the person chose, or its default."""
    chosen = {row.kind: Choice(row.choice) for row in Preference.objects.of(user)}
    return [
        (kind, kind.default if kind.compulsory else chosen.get(code, kind.default))
        for code, kind in kinds().items()
    ]


@dataclass(frozen=True)
class MailHealth:
    """For the people in charge: what has not left, and since when."""

    waiting: int
    given_up: int
    oldest: datetime | None


def mail_health() -> MailHealth:
    """How the sending of mails goes."""
    unsent_rows = Mail.objects.order_by().exclude(state=MailState.SENT).values("state")
    rows = unsent_rows.annotate(count=Count("pk"), oldest=Min("created_at")).order_by("state")
    counted = {row["state"]: row for row in rows}
    unsent = [counted[s] for s in (MailState.WAITING, MailState.SENDING) if s in counted]
    return MailHealth(
        waiting=sum(row["count"] for row in unsent),
        given_up=counted.get(MailState.GIVEN_UP, {"count": 0})["count"],
        oldest=min((row["oldest"] for row in unsent), default=None),
    )
