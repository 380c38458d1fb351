"""The promises that wait for somebody: those of every file they follow."""

from datetime import date

from django.db.models import Count, QuerySet

from o2r.accounts.actors import Actor
from o2r.outreach.models import Promise
from o2r.outreach.selectors.people_seen import files_followed


def open_promises(actor: Actor) -> QuerySet[Promise]:
    """Promises to settle, the most urgent first, of all the files that somebody follows."""
    rows = Promise.objects.open().filter(person__in=files_followed(actor).values("pk"))
    return rows.select_related("owner").order_by("due_on", "made_at", "pk")


def promises_by_day(actor: Actor, until: date) -> list[tuple[date, int]]:
    """How many wait for each day until then, included; late ones too. One query."""
    rows = open_promises(actor).filter(due_on__lte=until).order_by("due_on")
    return list(rows.values("due_on").annotate(many=Count("pk")).values_list("due_on", "many"))
