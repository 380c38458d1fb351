"""Promises: kept, put off, missed; never settled twice."""

from datetime import timedelta

import pytest

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.outreach.enums import PROMISE_MOVES, PromisedBy, PromiseState
from o2r.outreach.models import Promise
from o2r.outreach.services.promising import (
    Promised,
    keep_promise,
    make_promise,
    miss_promise,
    postpone_promise,
)
from o2r.people.models import Person
from tests.outreach.noted import momo

__all__ = ["momo"]


def promised(
    by: Actor, person: Person, days: int = 1, what: str = "Apporter le dossier"
) -> Promise:
    due_on = clock.today() + timedelta(days=days)
    return make_promise(by=by, person=person, promised=Promised(what, due_on))


def test_a_promise_is_sealed_and_has_an_owner(by: Actor, momo: Person) -> None:
    made = promised(by, momo)
    assert made.owner_id == by.user
    assert b"dossier" not in bytes(made.what)
    assert read_sealed(made, "what", organisation=momo.organisation_id) == {
        "what": "Apporter le dossier"
    }


def test_what_the_person_promises_has_no_owner(by: Actor, momo: Person) -> None:
    theirs = Promised("Venir mardi", clock.today(), PromisedBy.PERSON)
    assert make_promise(by=by, person=momo, promised=theirs).owner is None


@pytest.mark.parametrize(
    ("what", "days"), [("", 1), ("x" * 400, 1), ("Rappeler", -1), ("Oui", 900)]
)
def test_what_is_no_promise_is_refused(by: Actor, momo: Person, what: str, days: int) -> None:
    with pytest.raises(DomainError):
        promised(by, momo, days, what)


def test_kept_twice_is_kept_once_and_cannot_be_missed(by: Actor, momo: Person) -> None:
    made = promised(by, momo)
    first = keep_promise(by=by, promise=made)
    assert keep_promise(by=by, promise=made).settled_at == first.settled_at
    with pytest.raises(DomainError):
        miss_promise(by=by, promise=made)


def test_put_off_a_new_one_follows_with_the_same_words(by: Actor, momo: Person) -> None:
    made = promised(by, momo)
    later = clock.today() + timedelta(days=8)
    new = postpone_promise(by=by, promise=made, due_on=later)
    assert postpone_promise(by=by, promise=made, due_on=later) == new
    made.refresh_from_db()
    assert (made.state, new.follows_id, new.due_on) == (PromiseState.POSTPONED, made.pk, later)
    assert read_sealed(new, "what", organisation=momo.organisation_id)["what"]
    with pytest.raises(DomainError):
        postpone_promise(by=by, promise=new, due_on=clock.today())


def test_a_late_one_is_read_from_its_day(by: Actor, momo: Person) -> None:
    made = promised(by, momo)
    assert not Promise.objects.due_before(clock.today()).exists()
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        assert list(Promise.objects.due_before(clock.today())) == [made]
        miss_promise(by=by, promise=made)
        assert not Promise.objects.due_before(clock.today()).exists()


def test_nobody_else_settles_it(
    by: Actor, momo: Person, hugo: User, lina: User, sami: User
) -> None:
    made = promised(by, momo)
    for other in (hugo, lina, sami):
        with pytest.raises(NotAllowed):
            keep_promise(by=actor_for(other), promise=made)
        with pytest.raises(NotAllowed):
            promised(actor_for(other), momo)


def test_every_end_is_an_end() -> None:
    assert {to for moves in PROMISE_MOVES.values() for to in moves} == set(PromiseState) - {
        PromiseState.OPEN
    }
    assert not any(PROMISE_MOVES[to] for to in PROMISE_MOVES[PromiseState.OPEN])
