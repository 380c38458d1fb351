"""Whether the platform answered around a deadline: knocked at, kept, sealed, shown."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.enums import MembershipRole
from o2r.calls.applications.availability import Knock, fingerprint, hour_of, troubles, watched
from o2r.calls.applications.models import AvailabilityCheck
from o2r.calls.applications.recurring import watch_the_door
from o2r.calls.applications.services.knocking import attest_hours, attestations, knock_if_due
from o2r.calls.models import Call
from o2r.core import clock
from o2r.core.journal.verification import verify
from tests.accounts.factories import enter, someone
from tests.calls.factories import CallFactory

CLOSES = datetime(2026, 8, 30, 11, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def call() -> Call:
    return CallFactory(closes=CLOSES, opens=CLOSES - timedelta(days=60))


class _Door(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/sante/" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def door(settings: Settings) -> Iterator[type[_Door]]:
    """The public door of the platform, that a test opens and shuts."""
    server = HTTPServer(("127.0.0.1", 0), _Door)
    settings.PUBLIC_URL = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    _Door.status = 200
    yield _Door
    server.shutdown()
    thread.join()
    server.server_close()


def knocks(*minutes: int, silent: tuple[int, ...] = ()) -> list[Knock]:
    return [Knock(CLOSES + rank * MINUTE, rank not in silent, 12) for rank in minutes]


def test_the_health_page_says_ok_to_anyone(client: Client) -> None:
    page = client.get(reverse("health"))
    assert (page.status_code, page.content) == (200, b"ok\n")


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (CLOSES - timedelta(hours=24) - MINUTE, False),
        (CLOSES - timedelta(hours=24), True),
        (CLOSES, True),
        (CLOSES + timedelta(hours=2) - MINUTE, True),
        (CLOSES + timedelta(hours=2), False),
    ],
)
def test_the_door_is_knocked_at_around_each_deadline(
    call: Call, door: type[_Door], at: datetime, due: bool
) -> None:
    with clock.stopped_at(at):
        answer = knock_if_due(at)
    assert (answer is not None) == due
    if answer:
        assert (answer.answered, answer.detail, answer.at) == (True, "", at)


def test_an_error_and_a_closed_door_are_kept_as_such(
    call: Call, door: type[_Door], settings: Settings
) -> None:
    door.status = 503
    with clock.stopped_at(CLOSES):
        assert watch_the_door(CLOSES) == "ALERTE : la plateforme ne répond pas."
    settings.PUBLIC_URL = "http://127.0.0.1:9"
    with clock.stopped_at(CLOSES + MINUTE):
        watch_the_door(CLOSES + MINUTE)
    kept = AvailabilityCheck.objects.order_by("at").values_list("answered", "detail")
    assert list(kept) == [(False, "HTTP 503"), (False, "ConnectionRefusedError")]


def test_nothing_is_knocked_at_without_a_deadline(door: type[_Door]) -> None:
    assert watch_the_door(CLOSES) == ""
    assert not AvailabilityCheck.objects.exists()


def keep(start: datetime, minutes: int) -> None:
    for rank in range(minutes):
        AvailabilityCheck.objects.create(
            at=start + rank * MINUTE, answered=True, milliseconds=10 + rank
        )


def test_each_full_hour_is_sealed_once_in_the_journal(call: Call) -> None:
    start = hour_of(CLOSES) - HOUR
    keep(start, 90)
    with clock.stopped_at(start + HOUR + MINUTE):
        assert attest_hours(clock.now()) == 1
        assert attest_hours(clock.now()) == 0
    with clock.stopped_at(start + 3 * HOUR):
        assert attest_hours(clock.now()) == 1
    assert set(attestations(call)) == {start, start + HOUR}
    assert verify(chain=call.dreets_id).sound


@pytest.mark.parametrize("change", ["answered", "removed", "added"])
def test_a_sealed_hour_cannot_be_rewritten_unseen(call: Call, client: Client, change: str) -> None:
    start = hour_of(CLOSES) - HOUR
    keep(start, 60)
    with clock.stopped_at(CLOSES + HOUR):
        attest_hours(clock.now())
        officer = someone(MembershipRole.STATE_OFFICER, call.dreets).user
        address = reverse("applications:availability", args=[call.slug])
        assert "scellée, intacte" in enter(client, officer).get(address).content.decode()
        row = AvailabilityCheck.objects.order_by("at")[5]
        if change == "answered":
            AvailabilityCheck.objects.filter(pk=row.pk).update(answered=False)
        elif change == "removed":
            row.delete()
        else:
            AvailabilityCheck.objects.create(at=row.at + MINUTE / 2, answered=True, milliseconds=1)
        assert "MODIFIÉE depuis" in client.get(address).content.decode()


def test_the_page_tells_incidents_and_holes(call: Call, client: Client) -> None:
    start, _ = watched(CLOSES)
    keep(start, 30)
    AvailabilityCheck.objects.filter(at=start + 10 * MINUTE).update(answered=False)
    address = reverse("applications:incidents", args=[call.slug])
    with clock.stopped_at(start + HOUR):
        page = client.get(address).content.decode()
        enter(client, someone(MembershipRole.STATE_OFFICER, call.dreets).user)
        table = client.get(reverse("applications:availability_csv", args=[call.slug]))
    assert "La plateforme n’a pas répondu" in page
    assert "Aucune mesure" in page
    assert "29 réponses sur 30 mesures" in page
    assert table.content.decode().count("\n") == 31
    with clock.stopped_at(start - HOUR):
        assert "Pas encore de mesure" in client.get(address).content.decode()


def test_a_call_without_an_hour_has_no_such_page(client: Client) -> None:
    call = CallFactory(receives_here=False, opens_hour=None, closes_hour=None)
    enter(client, someone(MembershipRole.STATE_OFFICER, call.dreets).user)
    for name in ("availability", "availability_csv", "incidents"):
        assert client.get(reverse(f"applications:{name}", args=[call.slug])).status_code == 404


def test_no_trouble_when_each_minute_answers() -> None:
    assert troubles(knocks(*range(60)), since=CLOSES, until=CLOSES + HOUR) == []


def test_silences_and_holes_are_told_apart() -> None:
    found = troubles(
        knocks(*range(10), *range(20, 60), silent=(4, 5)), since=CLOSES, until=CLOSES + HOUR
    )
    assert [(one.is_known, one.minutes) for one in found] == [(True, 2), (False, 10)]
    assert (found[0].since, found[0].until) == (CLOSES + 4 * MINUTE, CLOSES + 6 * MINUTE)


def test_a_silence_before_a_hole_does_not_cover_it() -> None:
    found = troubles(knocks(0, 1, 30, silent=(1,)), since=CLOSES, until=CLOSES + 31 * MINUTE)
    assert [(one.is_known, one.minutes) for one in found] == [(True, 1), (False, 28)]


def test_nobody_knocked_at_all() -> None:
    (hole,) = troubles([], since=CLOSES, until=CLOSES + HOUR)
    assert (hole.is_known, hole.minutes) == (False, 60)


def test_a_fingerprint_depends_on_every_figure() -> None:
    one = Knock(CLOSES, True, 12)
    others = [
        Knock(CLOSES, False, 12),
        Knock(CLOSES, True, 13),
        Knock(CLOSES + timedelta(microseconds=1), True, 12),
        Knock(CLOSES, True, 12, "x"),
    ]
    assert len({fingerprint([knock]) for knock in [one, *others]}) == 5
    assert fingerprint([one, one]) != fingerprint([one])
