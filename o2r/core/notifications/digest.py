"""The daily digest: one mail a day, in the morning of the place where the person works."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from o2r.core.instance import instance
from o2r.core.notifications.directory import directory
from o2r.core.notifications.models import Notification
from o2r.core.notifications.outbox import post_mail
from o2r.core.notifications.services import address_of, preferences_address


def last_digest_time(now: datetime, zone: ZoneInfo) -> datetime:
    """The latest moment, not after ``now``, when it was the hour of the digest in ``zone``."""
    hour = time(instance().digest_hour)
    day = now.astimezone(zone).date()
    morning = datetime.combine(day, hour, tzinfo=zone)
    if morning > now:
        morning = datetime.combine(day - timedelta(days=1), hour, tzinfo=zone)
    return morning


def send_digests(now: datetime) -> int:
    """Write the digest of everyone for whom the hour of the digest has passed; returns how many.

    What is in a digest is noted in the same transaction: running again writes nothing twice.
    """
    waiting = Notification.objects.awaiting_digest()
    people = waiting.order_by("recipient").values_list("recipient", flat=True).distinct()
    return sum(_send_digest(user, now) for user in list(people))


@transaction.atomic
def _send_digest(user: UUID, now: datetime) -> bool:
    limit = last_digest_time(now, directory().time_zone(user))
    rows = list(
        Notification.objects.of(user)
        .awaiting_digest()
        .filter(created_at__lt=limit)
        .order_by("created_at", "id")
        .select_for_update(no_key=True, of=("self",))
    )
    if not rows:
        return False
    count = "1 nouveau message" if len(rows) == 1 else f"{len(rows)} nouveaux messages"
    mail = post_mail(
        # The latest address known of the person.
        to=rows[-1].address,
        subject=f"[{instance().site_name}] {count}",
        body="\n\n".join(
            [
                f"Depuis hier, vous avez {count} dans {instance().site_name}.",
                *(f"- {_line(row)}\n  {address_of(row)}" for row in rows),
                f"-- \nChoisir ce que vous recevez : {preferences_address()}\n",
            ]
        ),
    )
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mail=mail, address="")
    return True


def _line(row: Notification) -> str:
    return "Un nouveau message" if row.sensitive else row.subject
