"""Whom the O2R refused, and who was sent to nobody since: a refusal is never a dead end."""

from django.db.models import F, OuterRef, Q, Subquery

from o2r.accounts.actors import Actor
from o2r.pathways.enums import EntryAnswer
from o2r.pathways.models import Eligibility
from o2r.pathways.registry import is_oriented, orientation
from o2r.pathways.selectors.guards import last_check
from o2r.people.models import Person
from o2r.people.models.person import PersonQuerySet


def waits_for_relay(person: Person) -> bool:
    """Whether somebody was refused, and sent to nobody since. ``person`` may have brought their
    checks."""
    check = last_check(person)
    if check is None or check.is_accepted or not person.is_followed:
        return False
    return not is_oriented(person, check.checked_on)


def refused_files(actor: Actor) -> PersonQuerySet:
    """The files that one follows whose last check is a refusal, without a relay since; those that
    wait longest first."""
    checks = Eligibility.objects.filter(person=OuterRef("pk"))
    last = checks.order_by("-checked_on", "-noted_at", "-pk")
    rows = Person.objects.followed().followed_by(actor)
    rows = rows.annotate(
        last_answer=Subquery(last.values("answer")[:1]),
        refused_on=Subquery(last.values("checked_on")[:1]),
    )
    rows = rows.filter(Q(("last_answer", EntryAnswer.REFUSED)))
    return rows.exclude(orientation("pk", "refused_on")).order_by(F("refused_on"), "pk")
