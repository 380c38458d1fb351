"""Whom somebody may note a meeting with, and what to call them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.policy import Allow, decide
from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.sealing import prefetch_keys
from o2r.people.models import FollowUp, Merge, Person

MOST_CHIPS = 60


def people_to_note(actor: Actor) -> list[Person]:
    """The open files that somebody follows where they act now, who was seen last first.

    With what their names need: a handful of queries, whatever their number.
    """
    beside = FollowUp.objects.on(clock.today()).filter(
        person=OuterRef("pk"), user__in=actor.identities
    )
    rows = (
        Person.objects.visible_to(actor)
        .followed()
        .filter(Q(referent__in=actor.identities) | Q(Exists(beside)))
        .filter(organisation=actor.organisation)
        .with_followers()
        .select_related("identity")
        .order_by("-last_contact_on", "pk")[:MOST_CHIPS]
    )
    return writable(actor, rows)


def writable(actor: Actor, people: Iterable[Person]) -> list[Person]:
    """Those of them in whose file somebody may write."""
    return [
        one
        for one in people
        if one.organisation_id == actor.organisation
        and isinstance(decide(actor, "update", one.subject(actor), PROVED), Allow)
    ]


def known_as(actor: Actor, people: Collection[Person]) -> dict[UUID, str]:
    """What to call people whose identity may be read: nickname, else first name. One query.

    Raises KeysUnavailable.
    """
    if actor.organisation is None:
        return {one.pk: str(one) for one in people}
    prefetch_keys(organisation=actor.organisation, subjects=[one.pk for one in people])
    return {one.pk: _name(one, actor.organisation) for one in people}


def _name(person: Person, organisation: UUID) -> str:
    try:
        said = read_sealed(person.identity, "known_as", "first_name", organisation=organisation)
    except NoKey:
        return str(person)
    return said["known_as"] or said["first_name"] or str(person)


def files_of(person: Person) -> list[UUID]:
    """The file of a person, and those that were merged into it. One query."""
    merged = Merge.objects.filter(kept=person, undone_at=None).order_by("merged_at", "pk")
    return [person.pk, *merged.values_list("gone", flat=True)]
