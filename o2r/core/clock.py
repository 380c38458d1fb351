"""The one clock of the product: code asks it the time, tests and demonstrations may stop it."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present instant, with its time zone (UTC)."""
    return timezone.now()


def today() -> date:
    """Today's date in the time zone of the instance."""
    return timezone.localdate()
