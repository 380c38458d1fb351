"""Counts fade: an office is not kept waiting for the slips of its day; a form spares the others."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from o2r.accounts.models import User
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.lockout import (
    LIMIT,
    NETWORK_LIMIT,
    TooManyTries,
    forget_old,
    halved,
    reserve,
    succeeded,
)
from o2r.accounts.signin.models import FailedTries
from o2r.core import clock

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFICE = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")


def slip(account: str) -> None:
    reserve(TryKind.PASSWORD, account, OFFICE)


def come_in(account: str) -> None:
    succeeded(reserve(TryKind.PASSWORD, account, OFFICE))


@pytest.mark.parametrize(
    ("failures", "minutes", "left", "start"),
    [
        (60, 0, 60, 0),
        (60, 59, 60, 0),
        (60, 60, 30, 60),
        (60, 119, 30, 60),
        (60, 120, 15, 120),
        (1, 60, 0, 60),
        (60, 600, 0, 600),
        (60, -5, 60, 0),
    ],
)
def test_a_count_is_halved_every_hour(failures: int, minutes: int, left: int, start: int) -> None:
    now = START + timedelta(minutes=minutes)
    assert halved(failures, START, now, HOUR) == (left, START + timedelta(minutes=start))


@given(st.integers(0, 10**6), st.lists(st.integers(0, 300), max_size=8))
def test_asked_often_or_seldom_a_count_fades_the_same(failures: int, steps: list[int]) -> None:
    now, left, since = START, failures, START
    for minutes in steps:
        now += timedelta(minutes=minutes)
        faded, start = halved(left, since, now, HOUR)
        assert faded <= left
        assert since <= start <= max(now, since)
        left, since = faded, start
    assert (left, since) == halved(failures, START, now, HOUR)


def test_the_slips_of_a_busy_office_do_not_add_up() -> None:
    for rank in range(300):
        with clock.stopped_at(START + timedelta(minutes=5 * rank)):
            slip(f"{rank}@b.example")
            come_in(f"{rank}@b.example")
            slip(f"{rank}@b.example")


def test_a_network_that_insists_still_waits_longer_and_longer() -> None:
    waited, instant = [], START
    with clock.stopped_at(instant):
        for rank in range(59):
            slip(f"{rank}@b.example")
    for rank in range(8):
        with clock.stopped_at(instant):
            slip(f"encore-{rank}@b.example")
            until = FailedTries.objects.order_by("-failures", "pk")[0].locked_until
            waited.append((until - instant) / timedelta(minutes=1))
            instant = until
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60]


def test_ten_tries_on_an_account_whatever_the_hours_between_them() -> None:
    for rank in range(10):
        with clock.stopped_at(START + timedelta(hours=2 * rank)):
            reserve(TryKind.PASSWORD, "a@b.example", OFFICE)
    with clock.stopped_at(START + timedelta(hours=18, seconds=1)), pytest.raises(TooManyTries):
        reserve(TryKind.PASSWORD, "a@b.example", OFFICE)


def fill_the_network() -> None:
    for rank in range(60):
        slip(f"{rank}@autre.example")


def test_who_came_in_well_lately_does_not_pay_for_the_network() -> None:
    with clock.stopped_at(START):
        come_in("nora@b.example")
        come_in("sami@b.example")
    with clock.stopped_at(START + timedelta(days=20)):
        fill_the_network()
        come_in("nora@b.example")
        with pytest.raises(TooManyTries):
            slip("inconnue@b.example")
    with clock.stopped_at(START + timedelta(days=31)):
        fill_the_network()
        come_in("nora@b.example")
        with pytest.raises(TooManyTries):
            slip("sami@b.example")


def test_but_pays_for_their_own_account_and_from_that_network_only() -> None:
    elsewhere = RequestFactory().get("/", REMOTE_ADDR="198.51.100.1")
    with clock.stopped_at(START):
        come_in("nora@b.example")
        fill_the_network()
        for _ in range(10):
            slip("nora@b.example")
        with pytest.raises(TooManyTries):
            slip("nora@b.example")
        for rank in range(60):
            reserve(TryKind.PASSWORD, f"{rank}@loin.example", elsewhere)
        with pytest.raises(TooManyTries):
            reserve(TryKind.PASSWORD, "sami@b.example", elsewhere)


def test_their_success_does_not_end_the_delay_of_the_others() -> None:
    with clock.stopped_at(START):
        come_in("nora@b.example")
        fill_the_network()
        for rank in range(5):
            come_in("nora@b.example")
            with pytest.raises(TooManyTries):
                slip(f"victime-{rank}@b.example")


def test_a_known_network_is_forgotten_after_a_month() -> None:
    with clock.stopped_at(START):
        come_in("nora@b.example")
    with clock.stopped_at(START + timedelta(days=2)):
        forget_old()
        assert FailedTries.objects.get().kind == TryKind.ENTRY
    with clock.stopped_at(START + timedelta(days=31)):
        forget_old()
        assert not FailedTries.objects.exists()


def test_every_kind_of_try_has_its_own_limits() -> None:
    tried = set(TryKind) - {TryKind.ENTRY}
    assert set(LIMIT) == set(NETWORK_LIMIT) == tried


@pytest.mark.parametrize("kind", [TryKind.REGISTRATION, TryKind.CONFIRMATION, TryKind.MAIL])
def test_no_other_form_uses_up_the_links_of_a_forgotten_password(
    client: Client, nora: User, kind: TryKind
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")
    for rank in range(29):
        try:
            reserve(kind, nora.email if rank < 6 else f"{rank}@b.example", request)
        except TooManyTries:
            assert rank == 5
    answer = client.post(reverse("signin:forgotten"), {"email": nora.email})
    assert answer.context["sent"]
    assert mail.outbox[-1].to == [nora.email]


def test_registering_with_the_address_of_someone_leaves_them_their_links(nora: User) -> None:
    page = reverse("accounts:register_candidate")
    typed = {
        "display_name": "x",
        "email": nora.email,
        "organisation_name": "Org",
        "siret": "73282932000074",
        "kind": "association",
        "region": "84",
        "declaration": "on",
    }
    stranger = Client(REMOTE_ADDR="198.51.100.1")
    answers = [stranger.post(page, typed) for _ in range(6)]
    assert "Trop d’essais" in answers[-1].content.decode()
    answer = Client().post(reverse("signin:forgotten"), {"email": nora.email})
    assert answer.context["sent"]
