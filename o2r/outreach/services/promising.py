"""Promises: made, kept, put off to another day, missed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed, write_sealed
from o2r.core.notifications.directory import Recipient
from o2r.core.notifications.services import notify
from o2r.core.typed_text import tidy
from o2r.outreach.enums import PROMISE_MOVES, PromisedBy, PromiseState
from o2r.outreach.models import Encounter, Promise
from o2r.outreach.notification_kinds import PROMISE_MISSED
from o2r.outreach.selectors.people_seen import followers_of
from o2r.outreach.services.people_met import hold
from o2r.people.models import Person

LONGEST_PROMISE = 300
FURTHEST = timedelta(days=732)
PROMISE = "noter une promesse"


@dataclass(frozen=True)
class Promised:
    """What is promised, for which day, and by whom."""

    what: str
    due_on: date
    promised_by: PromisedBy = PromisedBy.TEAM


@transaction.atomic
def make_promise(*, by: Actor, person: Person, promised: Promised) -> Promise:
    """Note a promise made outside any meeting. Raises NotAllowed, DomainError."""
    (held,) = hold(by, [person.pk])
    return promise_to(by, held, promised)


def promise_to(
    by: Actor, held: Person, promised: Promised, encounter: Encounter | None = None
) -> Promise:
    """Write a promise in a file already held. Raises DomainError."""
    made = _new(by, held, promised)
    made.encounter = encounter
    made.save(force_insert=True)
    written(by, "update", held, "narrative")
    return made


@transaction.atomic
def keep_promise(*, by: Actor, promise: Promise) -> Promise:
    """Say that a promise was kept; a second time changes nothing. NotAllowed, DomainError."""
    return _settle(by, promise, PromiseState.KEPT)


@transaction.atomic
def miss_promise(*, by: Actor, promise: Promise) -> Promise:
    """Say that a promise was not kept, and tell who else follows the person; a second time changes
    nothing. Raises NotAllowed, DomainError."""
    return _settle(by, promise, PromiseState.MISSED)


@transaction.atomic
def postpone_promise(*, by: Actor, promise: Promise, due_on: date) -> Promise:
    """Put a promise off to another day: a new one follows it, with the same words and owner.

    Sent twice, it is put off once. Raises NotAllowed, DomainError.
    """
    held = _held(by, promise)
    follower = Promise.objects.filter(follows=held).order_by("pk").first()
    if follower is not None and follower.due_on == due_on:
        return follower
    if due_on <= held.due_on:
        raise DomainError("Reportez à un jour plus lointain que le premier.", field="due_on")
    _move(held, PromiseState.POSTPONED)
    what = read_sealed(held, "what", organisation=held.person.organisation_id)["what"]
    made = _new(by, held.person, Promised(what, due_on, PromisedBy(held.promised_by)))
    made.encounter, made.owner, made.follows = held.encounter, held.owner, held
    made.save(force_insert=True)
    written(by, "update", held.person, "narrative")
    return made


@transaction.atomic
def drop_promises(*, by: Actor, person: Person) -> int:
    """Wait for no promise any more, on either side: the person died. How many were open; nobody is
    told, and none counts as missed. Raises NotAllowed."""
    (held,) = hold(by, [person.pk])
    rows = Promise.objects.select_for_update(no_key=True, of=("self",)).filter(person=held)
    found = list(rows.filter(state=PromiseState.OPEN).order_by("pk"))
    for one in found:
        _move(one, PromiseState.DROPPED)
    if found:
        written(by, "update", held, "narrative")
    return len(found)


def _new(by: Actor, held: Person, promised: Promised) -> Promise:
    what = tidy(promised.what, lines=False)
    if not what or len(what) > LONGEST_PROMISE:
        raise DomainError(
            f"Dites en quelques mots ce qui est promis ({LONGEST_PROMISE} caractères au plus).",
            field="promise",
        )
    today, is_ours = clock.today(), promised.promised_by == PromisedBy.TEAM
    if promised.due_on < today:
        raise DomainError("Ce jour est passé. Donnez un jour à venir.", field="due_on")
    if promised.due_on > today + FURTHEST:
        raise DomainError("C’est dans plus de deux ans. Vérifiez l’année.", field="due_on")
    row = Promise(
        subject=held.pk,
        person=held,
        promised_by=promised.promised_by,
        due_on=promised.due_on,
        owner_id=by.user if is_ours else None,
    )
    write_sealed(row, organisation=held.organisation_id, what=what)
    return row


def _held(by: Actor, promise: Promise) -> Promise:
    rows = Promise.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("person__organisation").get(pk=promise.pk)
    if held.person.organisation_id != by.organisation:
        raise NotAllowed(PROMISE)
    require(by, "update", held.person, act=PROMISE)
    return held


def _settle(by: Actor, promise: Promise, to: PromiseState) -> Promise:
    held = _held(by, promise)
    if held.state != to:
        _move(held, to)
        written(by, "update", held.person, "narrative")
        if to == PromiseState.MISSED:
            _tell_missed(by, held)
    return held


def _tell_missed(by: Actor, held: Promise) -> None:
    """Neither who the person is nor what was promised leaves by mail."""
    others = [one for one in followers_of(held.person) if one.pk != by.user]
    notify(
        to=[Recipient(one.pk, one.email) for one in others],
        kind=PROMISE_MISSED.code,
        subject="Une promesse n’a pas été tenue",
        body=(
            "Une promesse n’a pas été tenue, pour une personne que vous suivez. La rencontrer, ou "
            "lui dire pourquoi, compte plus que la promesse."
        ),
        link=reverse("outreach:promises"),
        sensitive=True,
    )


def _move(held: Promise, to: PromiseState) -> None:
    left = PromiseState(held.state)
    if to not in PROMISE_MOVES[left]:
        raise DomainError(
            f"Cette promesse est déjà {left.label} : elle ne peut plus être {to.label}. Notez-en "
            "une nouvelle."
        )
    held.state, held.settled_at = to, clock.now()
    held.save(update_fields=["state", "settled_at"])
