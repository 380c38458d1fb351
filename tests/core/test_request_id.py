"""Each request has a number of ours; only an answer of a failing server shows it."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from o2r.core.request_id import HEADER, current_request_id, request_id


def answered(status: int) -> tuple[str, HttpResponse]:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(current_request_id())
        return HttpResponse(status=status)

    asked = RequestFactory().get("/", headers={HEADER: "f" * 32})
    response = request_id(view)(asked)
    return seen[0], response


def test_a_number_lives_as_long_as_its_request_and_a_client_never_chooses_it() -> None:
    first, _ = answered(200)
    second, _ = answered(200)
    assert re.fullmatch(r"[0-9a-f]{32}", first)
    assert len({first, second, "f" * 32}) == 3
    assert current_request_id() == ""


@pytest.mark.parametrize(("status", "shown"), [(200, False), (404, False), (500, True)])
def test_only_an_error_of_the_server_shows_it(status: int, shown: bool) -> None:
    number, response = answered(status)
    assert response.headers.get(HEADER) == (number if shown else None)


def test_it_is_forgotten_when_the_view_raises() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        request_id(broken)(RequestFactory().get("/"))
    assert current_request_id() == ""
