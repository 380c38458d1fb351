"""SQLite: a protected column is read inside a scope or not at all. Both engines: who inherits."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from o2r.accounts.door import door
from o2r.accounts.enums import MembershipRole
from o2r.core.access import public_page
from o2r.core.belt import (
    authorizer,
    current,
    errand,
    no_scope,
    open_scope,
    protect,
    rules,
    scoped,
    system_scope,
)
from o2r.core.belt.current import Scope
from o2r.core.notifications.models import Notification
from tests.accounts.factories import enter, someone

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'")
READ = "SELECT body FROM notifications_notification"
seen: list[Scope | None] = []


def read() -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        return list(cursor.fetchall())


def is_refused(attempt: Callable[[], object] = read) -> bool:
    try:
        attempt()
    except DatabaseError as error:
        return "prohibited" in str(error)
    return False


@only_sqlite
def test_a_protected_column_is_unreadable_outside_a_scope() -> None:
    assert not is_refused()
    with no_scope():
        assert is_refused()
        assert is_refused(lambda: list(Notification.objects.all()))
        assert not is_refused(lambda: Notification.objects.values_list("kind").first())
    assert not is_refused()


@only_sqlite
def test_a_cached_statement_does_not_slip_through() -> None:
    for _ in range(3):
        read()
    with no_scope():
        assert is_refused()


@only_sqlite
def test_without_arming_again_the_trap_closes_on_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the previous test guards against is real."""
    read()
    monkeypatch.setattr(authorizer, "arm", lambda connection: None)
    with no_scope():
        assert not is_refused()


@only_sqlite
def test_another_thread_inherits_no_scope() -> None:
    found: list[bool] = []
    connection.inc_thread_sharing()
    try:
        read()
        with no_scope():
            thread = threading.Thread(target=lambda: found.append(is_refused()))
            thread.start()
            thread.join()
    finally:
        connection.dec_thread_sharing()
    assert found == [True]
    scopes: list[Scope | None] = []
    thread = threading.Thread(target=lambda: scopes.append(current()))
    thread.start()
    thread.join()
    assert scopes == [None]
    assert current() is not None


@only_sqlite
def test_a_streamed_answer_reads_in_its_own_scope() -> None:
    with open_scope(user=None):
        bare = (read() for _ in range(1))
        kept = scoped(read() for _ in range(1))
    with no_scope():
        assert is_refused(lambda: list(bare))
        assert list(kept) == [[]]


def test_scopes_nest_and_come_back_after_an_error() -> None:
    member = someone()
    person = Scope(user=member.user_id, organisation=member.organisation_id)
    with open_scope(user=person.user, organisation=person.organisation):
        with system_scope("job"):
            assert current() == Scope(system="job")
        with pytest.raises(ZeroDivisionError), system_scope("job"):
            raise ZeroDivisionError
        assert current() == person
        with errand("watch"):
            assert current() == person
    assert current() == Scope(system="test")


def test_a_table_is_declared_once() -> None:
    with pytest.raises(ValueError, match="already declared"):
        protect("accounts.Invitation", columns=["email"], readable=rules.nobody())
    with pytest.raises(ValueError, match="none of its columns"):
        protect("other.Model", columns=[], readable=rules.nobody())


def _look(request: HttpRequest) -> HttpResponse:
    seen.append(current())
    return HttpResponse("")


class Addresses:
    """A public page, and a page of one's own account."""

    urlpatterns = (
        path("public/", public_page(lambda request: _look(request))),
        path("mien/", door("notification", "list")(lambda request: _look(request))),
        path("casse/", door("notification", "list")(lambda request: _break())),
    )
    handler404 = "config.urls.handler404"


def _break() -> HttpResponse:
    raise ZeroDivisionError


def test_a_request_opens_its_own_scope_and_never_inherits_the_test_s(settings: Settings) -> None:
    settings.ROOT_URLCONF = Addresses
    seen.clear()
    member = someone(MembershipRole.MEMBER)
    client = Client()
    client.get("/public/")
    client.post("/public/")
    enter(client, member.user).get("/mien/")
    client.get("/public/")
    person = Scope(user=member.user_id, organisation=member.organisation_id)
    assert seen == [None, Scope(), person, None]
    assert current() == Scope(system="test")


def test_an_error_leaves_no_scope_open(settings: Settings) -> None:
    settings.ROOT_URLCONF = Addresses
    client = enter(Client(raise_request_exception=False), someone().user)
    assert client.get("/casse/").status_code == 500
    assert current() == Scope(system="test")
