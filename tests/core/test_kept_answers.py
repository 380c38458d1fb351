"""Public answers are given again for some seconds where the instance asks so, only as they were."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from o2r.core import kept_answers
from o2r.core.kept_answers import kept_shortly
from tests.statements import statements


def asked(status: int = 200) -> tuple[list[str], object]:
    calls: list[str] = []

    @kept_shortly
    def view(request: HttpRequest) -> HttpResponse:
        calls.append(request.get_full_path())
        return HttpResponse(f"{len(calls)}", status=status, content_type="application/json")

    def ask(address: str) -> HttpResponse:
        return view(RequestFactory().get(address))

    return calls, ask


def test_an_address_is_answered_once(settings: Settings) -> None:
    settings.PUBLIC_DATA_KEPT_SECONDS = 60
    calls, ask = asked()
    first, again, other = ask("/a?b=1"), ask("/a?b=1"), ask("/a?b=2")  # type: ignore[operator]
    assert (first.content, again.content, other.content) == (b"1", b"1", b"2")
    assert again.headers["Content-Type"] == "application/json"
    assert calls == ["/a?b=1", "/a?b=2"]


def test_nothing_is_kept_unless_the_instance_asks(settings: Settings) -> None:
    settings.PUBLIC_DATA_KEPT_SECONDS = 0
    calls, ask = asked()
    ask("/a"), ask("/a")  # type: ignore[operator]
    assert len(calls) == 2


def test_a_refusal_is_not_kept_and_memory_is_bounded(settings: Settings) -> None:
    settings.PUBLIC_DATA_KEPT_SECONDS = 60
    calls, ask = asked(status=404)
    ask("/a"), ask("/a")  # type: ignore[operator]
    assert len(calls) == 2
    calls, ask = asked()
    for rank in range(kept_answers.MOST + 1):
        ask(f"/{rank}")  # type: ignore[operator]
    ask("/0")  # type: ignore[operator]
    assert calls.count("/0") == 2


@pytest.mark.django_db
def test_a_page_is_kept_for_passers_by_alone(client: Client, settings: Settings) -> None:
    settings.PUBLIC_DATA_KEPT_SECONDS = 60
    address = "/?public=jeunes"
    with statements() as first:
        page = client.get(address)
    with statements() as again:
        same = client.get(address)
    assert first
    assert not again
    assert same.content == page.content
    assert same.headers["Vary"] == page.headers["Vary"]
    assert "Cookie" in same.headers["Vary"]
    client.cookies["o2r_theme"] = "dark"
    assert b'data-bs-theme="dark"' in client.get(address).content
    client.cookies["__Host-o2r-session"] = "0" * 32
    with statements() as known:
        client.get(address)
    assert known
