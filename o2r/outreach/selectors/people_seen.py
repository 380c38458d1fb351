"""Whom somebody may note a meeting with, and what to call them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from o2r.accounts.actors import Actor
from o2r.accounts.acts import PROVED
from o2r.accounts.models import User
from o2r.accounts.policy import Allow, decide
from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.sealing import prefetch_keys
from o2r.people.models import FollowUp, Person
from o2r.people.models.person import PersonQuerySet

MOST_CHIPS = 60


def files_followed(actor: Actor) -> PersonQuerySet:
    """The open files that somebody follows where they act now, as referent or beside them."""
    beside = FollowUp.objects.on(clock.today()).filter(
        person=OuterRef("pk"), user__in=actor.identities
    )
    rows = Person.objects.all().visible_to(actor).filter(organisation=actor.organisation)
    return rows.followed().filter(Q(referent__in=actor.identities) | Q(Exists(beside)))


def people_to_note(actor: Actor) -> list[Person]:
    """Those of them that were seen last: who may be met again.

    With what their names need: a handful of queries, whatever their number.
    """
    rows = files_followed(actor).with_followers().select_related("identity")
    return writable(actor, rows.order_by("-last_contact_on", "pk")[:MOST_CHIPS])


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
    """The file of a person, and those that were merged into it."""
    return [person.pk, *(one.gone_id for one in person.merged.all() if one.undone_at is None)]


def followers_of(person: Person) -> list[User]:
    """Who follows a file today: its referent, and who accompanies beside. Two queries."""
    beside = person.follow_ups.on(clock.today()).order_by("pk").values_list("user_id", flat=True)
    followers = User.objects.filter(pk__in={person.referent_id, *beside}, is_active=True)
    return list(followers.order_by("pk"))
