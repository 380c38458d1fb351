"""The instant of a request is stamped before anything else; a relay may only say it was earlier."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from o2r.core import clock
from o2r.core.arrival import HEADER, LONGEST_WAIT, arrival, arrived_at, earliest, read_stamp

NOW = datetime(2026, 8, 30, 11, 0, 0, 213_000, tzinfo=UTC)


def stamped(header: str | None = None) -> datetime:
    seen: list[datetime] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(arrived_at(request))
        return HttpResponse()

    headers = {HEADER: header} if header is not None else {}
    with clock.stopped_at(NOW):
        arrival(view)(RequestFactory().get("/", headers=headers))
    return seen[0]


def milliseconds(instant: datetime) -> str:
    return f"t={round(instant.timestamp() * 1000)}"


def test_it_is_the_first_of_the_middlewares(settings: Settings) -> None:
    assert settings.MIDDLEWARE[0] == "o2r.core.arrival.arrival"


def test_a_request_arrives_when_it_is_seen() -> None:
    assert stamped() == NOW


def test_a_client_never_chooses_its_hour(settings: Settings) -> None:
    settings.PROXY_STAMPS = False
    assert stamped(milliseconds(NOW - timedelta(seconds=5))) == NOW


def test_a_relay_that_stamps_is_believed(settings: Settings) -> None:
    settings.PROXY_STAMPS = True
    before = NOW - timedelta(seconds=5)
    assert stamped(milliseconds(before)) == before
    assert stamped(f"t={before.timestamp():.3f}") == before


@pytest.mark.parametrize(
    "header",
    [
        milliseconds(NOW + timedelta(milliseconds=1)),
        milliseconds(NOW - LONGEST_WAIT - timedelta(milliseconds=1)),
        "t=",
        "t=12",
        "t=-1788087595213",
        "t=1788087595213, t=1788087000000",
        "1788087595213",
        "t=١٧٨٨٠٨٧٥٩٥٢١٣",
        "t=1788087595213\x00",
    ],
)
def test_the_future_the_far_past_and_nonsense_are_not_believed(
    header: str, settings: Settings
) -> None:
    settings.PROXY_STAMPS = True
    assert stamped(header) == NOW


def test_what_waited_in_a_rush_keeps_its_hour(settings: Settings) -> None:
    settings.PROXY_STAMPS = True
    before = NOW - timedelta(seconds=150)
    assert stamped(milliseconds(before)) == before


def test_a_request_that_the_middleware_did_not_see_has_no_hour() -> None:
    with pytest.raises(AttributeError):
        arrived_at(RequestFactory().get("/"))


@given(st.text(max_size=30))
def test_reading_a_stamp_never_fails(text: str) -> None:
    read = read_stamp(text)
    assert read is None or read.tzinfo is UTC


@given(st.integers(min_value=-600_000, max_value=600_000))
def test_an_instant_is_moved_back_by_the_longest_wait_at_most(offset: int) -> None:
    told = NOW + timedelta(milliseconds=offset)
    kept = earliest(NOW, told)
    assert NOW - LONGEST_WAIT <= kept <= NOW
    assert kept in (NOW, told)
