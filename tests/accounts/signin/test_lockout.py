"""Ten tries, then a delay that grows; never a block; the same for everybody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts.models import User
from o2r.accounts.signin import lockout
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.lockout import TooManyTries, forget_old, lift, reserve, succeeded
from o2r.accounts.signin.measured_person import current_code
from o2r.accounts.signin.models import FailedTries
from o2r.accounts.signin.network import client_address, network_prefix
from o2r.core import clock

PASSWORD = "sept lanternes sous la mousse"
LOGIN, CODE = reverse("accounts:login"), reverse("mfa_authenticate")


class Time:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.present = datetime.fromisoformat("2026-11-21T10:00:00+00:00")

    def now(self) -> datetime:
        return self.present

    def pass_by(self, **spent: int) -> None:
        self.present += timedelta(**spent)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    moved = Time()
    monkeypatch.setattr(clock, "now", moved.now)
    return moved


def a_request(address: str = "192.0.2.7", **headers: str) -> Any:
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def fail(times: int, account: str = "a@b.example", address: str = "192.0.2.7") -> None:
    for _ in range(times):
        reserve(TryKind.PASSWORD, account, a_request(address))


def test_the_eleventh_try_waits_and_the_delay_doubles_up_to_an_hour(time: Time) -> None:
    fail(10)
    waited = []
    for _ in range(9):
        with pytest.raises(TooManyTries):
            fail(1)
        until = FailedTries.objects.order_by("-locked_until").first().locked_until
        waited.append(int((until - time.present).total_seconds() // 60))
        time.present = until
        fail(1)
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_trying_during_a_delay_does_not_prolong_it(time: Time) -> None:
    fail(10)
    for _ in range(50):
        with pytest.raises(TooManyTries):
            fail(1)
    time.pass_by(seconds=61)
    fail(1)


def test_success_wipes_out_the_account_and_gives_the_network_one_try_back(time: Time) -> None:
    fail(9)
    succeeded(reserve(TryKind.PASSWORD, "a@b.example", a_request()))
    fail(9)
    tries = FailedTries.objects.filter(kind=TryKind.PASSWORD).order_by("pk")
    assert sorted(tries.values_list("failures", flat=True)) == [9, 18]


def test_a_network_that_tries_many_accounts_waits_too(time: Time) -> None:
    for rank in range(60):
        fail(1, account=f"{rank}@b.example", address=f"192.0.2.{rank}")
    with pytest.raises(TooManyTries):
        fail(1, account="autre@b.example", address="192.0.2.200")
    fail(1, account="autre@b.example", address="198.51.100.1")


def test_success_never_gives_an_attacker_more_tries_on_others(time: Time) -> None:
    for rank in range(59):
        fail(1, account=f"{rank}@b.example")
    for rank in range(5):
        succeeded(reserve(TryKind.PASSWORD, "moi@b.example", a_request()))
        with pytest.raises(TooManyTries):
            fail(2, account=f"victime-{rank}@b.example")
        time.pass_by(minutes=2 ** (rank + 1), seconds=1)


def test_each_kind_is_counted_apart_and_the_case_of_an_address_does_not_matter(
    time: Time,
) -> None:
    fail(5, account="A@B.example")
    fail(5, account=" a@b.example")
    reserve(TryKind.CODE, "a@b.example", a_request())
    with pytest.raises(TooManyTries):
        fail(1)


def test_the_failures_of_yesterday_are_forgotten(time: Time) -> None:
    fail(9)
    time.pass_by(hours=25)
    fail(9)
    time.pass_by(hours=25)
    assert forget_old() == 2


def test_another_proof_ends_the_delay_at_once(time: Time) -> None:
    fail(10)
    lift("a@b.example")
    fail(9)


def test_a_database_too_busy_to_count_refuses_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def busy(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(lockout, "_take", busy)
    one = reserve(TryKind.PASSWORD, "a@b.example", a_request())
    monkeypatch.setattr(lockout, "_rows", busy)
    succeeded(one)
    assert "n’ont pas pu être comptés" in caplog.text


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="The tests' SQLite lives in memory, where writers do not wait for one another.",
)
@pytest.mark.django_db(transaction=True)
def test_tries_sent_together_are_all_counted() -> None:
    def one(_: int) -> bool:
        try:
            reserve(TryKind.PASSWORD, "a@b.example", a_request())
        except TooManyTries:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=8) as pool:
        passed = list(pool.map(one, range(40)))
    assert sum(passed) == 10


def sentence(client: Client, email: str, password: str) -> str:
    answer = client.post(LOGIN, {"email": email, "password": password})
    return " ".join(answer.context["form"].non_field_errors())


def test_the_page_says_the_same_of_an_account_and_of_nobody(client: Client, nora: User) -> None:
    for email in (nora.email, "personne@exemple.example"):
        for _ in range(10):
            sentence(client, email, "mauvais")
    known = sentence(client, nora.email, PASSWORD)
    unknown = sentence(client, "personne@exemple.example", PASSWORD)
    assert known == unknown
    assert "Trop d’essais" in known


def test_a_good_password_during_a_delay_is_not_examined(client: Client, nora: User) -> None:
    for _ in range(10):
        sentence(client, nora.email, "mauvais")
    assert "Trop d’essais" in sentence(client, nora.email, PASSWORD)
    elsewhere = Client(REMOTE_ADDR="198.51.100.9")
    assert "Trop d’essais" in sentence(elsewhere, nora.email, PASSWORD)


def test_codes_are_counted_too(client: Client, protected: User) -> None:
    client.post(LOGIN, {"email": protected.email, "password": PASSWORD})
    for _ in range(10):
        client.post(CODE, {"code": "000000"})
    refused = client.post(CODE, {"code": current_code()})
    assert "Trop d’essais" in str(refused.context["form"].errors)


def test_links_by_mail_are_counted_too(client: Client) -> None:
    page = reverse("signin:forgotten")
    for _ in range(5):
        assert client.post(page, {"email": "a@b.example"}).context["sent"]
    refused = client.post(page, {"email": "a@b.example"})
    assert not refused.context["sent"]
    assert "Trop d’essais" in refused.content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.7"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "inconnue"),
    ],
)
def test_a_client_does_not_choose_its_address(
    settings: Settings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_address(a_request(**{"X-Forwarded-For": forwarded})) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2ff:a::1", "2001:db8:1:200::/56"),
        ("n’importe quoi", "inconnue"),
    ],
)
def test_an_address_stands_for_its_network(address: str, network: str) -> None:
    assert network_prefix(a_request(address)) == network


def test_no_address_can_be_read_in_the_counts(nora: User, client: Client) -> None:
    sentence(client, nora.email, "mauvais")
    rows = str(list(FailedTries.objects.order_by("pk").values()))
    assert "nora" not in rows
    assert "127.0.0" not in rows
