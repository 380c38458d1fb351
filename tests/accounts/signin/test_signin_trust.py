"""``o2r trust D2`` must be able to fail: each bug planted in the real code is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.utils.crypto import constant_time_compare
from pytest_django import Settings

from o2r.accounts.signin import trust
from o2r.accounts.signin.enums import TryKind
from o2r.accounts.signin.measured_door import Case, cases
from o2r.core.measures import Measure


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the tests instead of one of its own."""

    @contextmanager
    def site() -> Iterator[Client]:
        yield Client()

    monkeypatch.setattr(trust, "measured_site", site)


def measured(monkeypatch: pytest.MonkeyPatch, *names: str) -> Measure:
    chosen: list[Case] = [one for one in cases if one.name in names]
    assert len(chosen) == len(names)
    monkeypatch.setattr(trust, "cases", chosen)
    (measure,) = trust.sign_in()
    return measure


def always(value: object) -> Callable[..., object]:
    return lambda *args, **kwargs: value


def skipping_unknown(request: Any, username: str = "", password: str = "") -> object | None:
    """Answers at once when nobody has this address."""
    return (
        None
        if username.startswith("inconnue")
        else authenticate(request, username=username, password=password)
    )


def without_nonce(given: str, expected: str) -> bool:
    return len(expected) == 64 or constant_time_compare(given, expected)


BUGS: list[tuple[str, Any, str]] = [
    ("lockout._count_one", always(True), "the_eleventh_try_is_not_examined"),
    (
        "lockout.NETWORK_LIMIT",
        dict.fromkeys(TryKind, 10**6),
        "spraying_one_password_over_accounts_is_delayed",
    ),
    ("credentials.lift", always(None), "a_link_by_mail_ends_the_delay"),
    ("receivers.lift", always(None), "a_passkey_opens_a_session_and_ends_the_delay"),
    ("credentials.authenticate", skipping_unknown, "a_refusal_takes_the_same_time_for_every_cause"),
    ("passwords._guessed", always((20.0, "")), "a_password_that_can_be_guessed_is_refused"),
    (
        "destinations.url_has_allowed_host_and_scheme",
        always(True),
        "sign_in_never_leads_to_another_site",
    ),
    (
        "middleware.has_lapsed",
        always(False),
        "a_session_ends_after_an_hour_of_silence_and_after_twelve_hours",
    ),
    ("factors.close_others", always(0), "sessions_die_when_a_second_factor_changes"),
    (
        "mails.reset_tokens.check_token",
        always(True),
        "a_reset_link_serves_once",
    ),
    (
        "adapters.seal_secret",
        lambda text: text,
        "the_secret_of_an_application_is_not_readable_in_the_database",
    ),
    ("step_up.is_recent", always(True), "a_fresh_proof_lasts_ten_minutes"),
    ("middleware.must_enrol", always(False), "a_compulsory_second_factor_comes_before_any_page"),
    ("proconnect.constant_time_compare", without_nonce, "no_lie_of_a_provider_opens_a_session"),
    (
        "kept_forms.seal",
        lambda key, clear, place: clear,
        "a_form_sent_too_late_is_read_by_its_author_only",
    ),
]


@pytest.mark.parametrize(("target", "bug", "name"), BUGS, ids=[bug[0] for bug in BUGS])
def test_a_planted_bug_is_found(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, target: str, bug: Any, name: str
) -> None:
    # The hashing of an instance, where time is measured.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    monkeypatch.setattr(f"o2r.accounts.signin.{target}", bug)
    measure = measured(monkeypatch, name)
    assert not measure.ok
    assert measure.detail["missed"] == [name]


def test_the_door_as_it_is_resists(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [bug[2] for bug in BUGS if "same_time" not in bug[2]]
    assert measured(monkeypatch, *names).ok
    assert len(cases) >= 30
    assert len({one.name for one in cases}) == len(cases)
