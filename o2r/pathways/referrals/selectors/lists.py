"""Referrals in lists: those of a person, those received, what waits for somebody."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core import clock
from o2r.pathways.referrals.enums import FAILED, UNDER_WAY, UNREAD, ReferralState
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.models.referral import ReferralQuerySet
from o2r.pathways.selectors.refused import refused_files
from o2r.people.models import Person
from o2r.people.models.person import PersonQuerySet
from o2r.people.selectors.caseload import for_lists


def received(*, only_open: bool) -> ReferralQuerySet:
    """Those that were received: still awaited, or closed. To be narrowed to who reads."""
    rows = Referral.objects.for_lists()
    rows = rows.under_way() if only_open else rows.closed()
    return rows.order_by("-sent_at", "pk")


def received_waiting(actor: Actor) -> int:
    """How many of those received have no answer yet. One query."""
    rows = Referral.objects.all().visible_to(actor).filter(recipient=actor.organisation)
    return rows.filter(state__in=UNREAD).count()


def of_person(person: Person) -> ReferralQuerySet:
    """All those of a file, the newest first, with what a page says of each."""
    rows = Referral.objects.filter(person=person).select_related("recipient", "agreement")
    return rows.order_by("-created_at", "pk")


def one_of(person: Person, referral: UUID) -> Referral | None:
    """One of a file, with all that its page says. One query."""
    rows = of_person(person).select_related(
        *("recipient", "agreement", "service__structure__organisation"),
        *("next_service__structure", "said"),
    )
    return rows.bring("moves", "openings").filter(pk=referral).first()


def files_to_take_up(actor: Actor) -> PersonQuerySet:
    """The files that one follows of which a referral is awaited, or failed without another since;
    with their referrals: for a list. One query."""
    rows = Referral.objects.filter(person=OuterRef("pk"))
    waits = rows.filter(state__in=UNDER_WAY)
    failed = rows.filter(state__in=FAILED, next=None)
    mine = for_lists(Person.objects.followed().followed_by(actor)).bring("referrals")
    return mine.filter(Exists(waits) | Exists(failed)).order_by("last_contact_on", "pk")


def lines_of(person: Person) -> list[Referral]:
    """Of a file read with its referrals: those that are awaited or failed without another since."""
    rows = list(person.referrals.all())
    followed = {one.follows_id for one in rows}
    return [one for one in rows if one.is_under_way or (one.has_failed and one.pk not in followed)]


def to_orient(actor: Actor) -> tuple[int, int]:
    """Of those one follows: how many referrals failed, and nothing was sent since; how many people
    the O2R refused, and were sent to nobody since. One query."""
    if actor.user is None:
        return 0, 0
    mine = Person.objects.followed_by(actor).followed()
    failed = Referral.objects.filter(person__in=mine, state__in=FAILED, next=None)
    counted = User.objects.filter(pk=actor.user).values_list(
        _many(failed), _many(refused_files(actor))
    )
    return next(iter(counted), (0, 0))


def _many(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, within another query."""
    each = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(each.annotate(many=Count("pk")).values("many")), 0)


def appointments(actor: Actor, until: date) -> list[tuple[date, Referral]]:
    """The appointments that structures fixed for those one follows, from today on. One query."""
    mine = Person.objects.followed_by(actor).followed()
    rows = Referral.objects.filter(
        person__in=mine,
        state=ReferralState.APPOINTED,
        appointment_on__range=(clock.today(), until),
    )
    found = rows.order_by("appointment_on", "pk")
    return [(one.appointment_on, one) for one in found if one.appointment_on]
