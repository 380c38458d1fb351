"""Promises that wait: of every file one follows, told to nobody else, without a name."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.outreach import agenda
from o2r.outreach.models import Promise
from o2r.outreach.selectors import people_seen
from o2r.outreach.selectors.waiting_promises import open_promises
from o2r.outreach.services.promising import Promised, make_promise, miss_promise
from o2r.people.models import FollowUp, Person
from o2r.people.services import Given, open_person
from tests.outreach.noted import momo
from tests.statements import statements

__all__ = ["momo"]


def promise(by: Actor, person: Person, days: int = 1) -> Promise:
    due_on = clock.today() + timedelta(days=days)
    return make_promise(by=by, person=person, promised=Promised("Rappeler", due_on))


def test_somebody_not_seen_for_long_is_in_the_list_too(
    as_ines: Client, by: Actor, momo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_seen, "MOST_CHIPS", 1)
    open_person(by=by, given=Given(known_as="Zaza"))
    one = promise(by, momo)
    page = as_ines.get(reverse("outreach:promises")).content.decode()
    assert "Momo" in page
    assert list(open_promises(by)) == [one]


def test_one_line_a_day_and_no_name(by: Actor, momo: Person) -> None:
    promise(by, momo)
    promise(by, momo)
    promise(by, momo, 3)
    promise(by, momo, 60)
    assert [due.title for due in agenda.promises(by)] == [
        "2 promesses à tenir",
        "Promesse à tenir",
    ]
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        first = next(iter(agenda.promises(by)))
        assert first.day < clock.today()


def test_who_follows_nobody_is_told_of_nothing(
    by: Actor, momo: Person, hugo: User, karim: User, lina: User
) -> None:
    promise(by, momo)
    for other in (hugo, karim, lina):
        assert list(agenda.promises(actor_for(other))) == []


def test_who_meets_nobody_costs_no_question() -> None:
    with statements() as asked:
        assert list(agenda.promises(Actor(roles=frozenset({"state-officer"})))) == []
    assert asked == []


@pytest.mark.parametrize("again", [False, True])
def test_a_missed_promise_is_told_to_who_else_follows_and_once(
    by: Actor, momo: Person, hugo: User, again: bool
) -> None:
    FollowUp.objects.create(person=momo, user=hugo)
    one = promise(by, momo)
    for _ in range(2 if again else 1):
        miss_promise(by=by, promise=one)
    told = Notification.objects.get()
    assert (told.recipient, told.kind) == (hugo.pk, "promise-missed")
    assert "Momo" not in told.body + told.subject
    assert "Rappeler" not in told.body + told.subject
