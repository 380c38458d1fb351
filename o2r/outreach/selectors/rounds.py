"""Rounds of somebody, and of today."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from o2r.accounts.actors import Actor
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.outreach.enums import RoundState
from o2r.outreach.models import Round, RoundStop
from o2r.outreach.models.rounds import RoundQuerySet
from o2r.outreach.selectors.places import with_last_visit
from o2r.outreach.selectors.signals import count_open


def zone_of(actor: Actor) -> ZoneInfo:
    """The time zone of the organisation that somebody acts for. One query."""
    if actor.organisation is None:
        return ZoneInfo(settings.TIME_ZONE)
    return ZoneInfo(Organisation.objects.get(pk=actor.organisation).time_zone)


def my_round(actor: Actor) -> Round | None:
    """The round on which somebody is, else their next one, as ``for_the_way`` reads it."""
    mine = for_the_way(Round.objects.visible_to(actor).of_member(actor.user).expected(), actor)
    # « en-cours » comes before « planifiee ».
    return mine.order_by("state", "starts_at", "pk").first()


def for_the_way(rows: RoundQuerySet, reader: Actor) -> RoundQuerySet:
    """Its members, and its places in order with their last visit: two queries.

    Each place has ``signals``, how many open ones wait there; the round, ``signals_for_me`` and
    ``signals_for_anybody``.
    """
    stops = with_last_visit(RoundStop.objects.select_related("place"), "place")
    stops = stops.annotate(signals=count_open("place", "place"))
    rows = rows.annotate(
        signals_for_me=count_open("organisation", "organisation", taken_by=reader.user),
        signals_for_anybody=count_open("organisation", "organisation", taken_by=None),
    )
    return rows.with_members().prefetch_related(Prefetch("stops", stops.order_by("rank", "pk")))


def others_today(actor: Actor, zone: ZoneInfo) -> list[Round]:
    """The rounds of the organisation that leave today, the first first. One query."""
    first = datetime.combine(clock.now().astimezone(zone).date(), time(), tzinfo=zone)
    rows = Round.objects.visible_to(actor).filter(
        starts_at__gte=first, starts_at__lt=first + timedelta(days=1)
    )
    shown = rows.exclude(state=RoundState.CANCELLED)
    return list(for_a_list(shown).order_by("starts_at", "pk"))


def for_a_list(rows: RoundQuerySet) -> RoundQuerySet:
    """What a line says: who, and how many places, ``stops_count`` and ``visited_count``."""
    return rows.with_members().annotate(
        stops_count=_stops(Count("pk")),
        visited_count=_stops(Count("pk", filter=Q(visited_at__isnull=False))),
    )


def _stops(count: Count) -> Coalesce:
    """Counted for the rounds of the page alone: a join would count those of every round."""
    here = RoundStop.objects.filter(round=OuterRef("pk")).order_by().values("round")
    counted = here.annotate(many=count).values("many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def late_rounds(actor: Actor) -> int:
    """How many teams should have said that they are back. One query."""
    return Round.objects.visible_to(actor).late(clock.now()).count()
