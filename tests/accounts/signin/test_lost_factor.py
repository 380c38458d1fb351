"""A second factor declared lost: by whom, for how long, and what the account waits for after."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import NotAllowed
from o2r.accounts.helping import awaited_by, may_help
from o2r.accounts.models import COOLING, Membership, User
from o2r.accounts.signin.engine import Authenticator
from o2r.accounts.signin.enums import ResetState
from o2r.accounts.signin.factors import (
    NothingAsked,
    ask_second_factor_reset,
    reset_second_factor,
)
from o2r.accounts.signin.measured_person import current_code
from o2r.accounts.signin.models import SecondFactorReset
from o2r.accounts.signin.recurring import tidy
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from tests.accounts.factories import someone

REQUEST = RequestFactory().get("/")
SignIn = Callable[..., Any]


@pytest.fixture
def worker(protected: User) -> Membership:
    """Nora, a caseworker for a year."""
    long_ago = clock.now() - timedelta(days=365)
    return someone(MembershipRole.CASEWORKER, user=protected, personal_data_from=long_ago)


@pytest.fixture
def manager(worker: Membership) -> User:
    return someone(organisation=worker.organisation, manages_accounts=True).user


def ask(user: User) -> SecondFactorReset:
    return ask_second_factor_reset(by=user, request=REQUEST)


def grant(by: User, user: User) -> int:
    return reset_second_factor(by=actor_for(by), user=user, request=REQUEST)


def test_the_manager_of_an_organisation_where_one_is_a_candidate_grants_nothing(
    worker: Membership, manager: User
) -> None:
    held = someone(MembershipRole.CANDIDATE, user=worker.user)
    stranger = someone(organisation=held.organisation, manages_accounts=True).user
    ask(worker.user)
    assert not may_help(actor_for(stranger), worker.user)
    with pytest.raises(NotAllowed):
        grant(stranger, worker.user)
    told = Notification.objects.filter(kind="factor-lost-by-colleague").order_by("pk")
    assert [one.recipient for one in told] == [manager.pk]
    assert grant(manager, worker.user) == 1


def test_the_platform_helps_who_is_only_a_candidate(protected: User) -> None:
    held = someone(MembershipRole.CANDIDATE, user=protected)
    stranger = someone(organisation=held.organisation, manages_accounts=True).user
    platform = someone(MembershipRole.PLATFORM_MANAGER).user
    ask(protected)
    assert not may_help(actor_for(stranger), protected)
    assert may_help(actor_for(platform), protected)
    told = Notification.objects.filter(kind="factor-lost-by-colleague").order_by("pk")
    assert [one.recipient for one in told] == [platform.pk]


def test_nothing_is_taken_off_that_nobody_asked(worker: Membership, manager: User) -> None:
    with pytest.raises(NothingAsked, match="n’attend plus"):
        grant(manager, worker.user)
    assert Authenticator.objects.filter(user=worker.user).exists()


def test_coming_in_with_the_factor_cancels_the_request(
    client: Client, worker: Membership, manager: User, sign_in: SignIn
) -> None:
    asked = ask(worker.user)
    sign_in(client, worker.user)
    asked.refresh_from_db()
    assert asked.state == ResetState.CANCELLED
    assert JournalEntry.objects.filter(action="session.factor-found").count() == 1
    assert awaited_by([worker.user_id]) == set()
    with pytest.raises(NothingAsked):
        grant(manager, worker.user)
    assert ask(worker.user).state == ResetState.ASKED


def test_the_password_alone_cancels_nothing(client: Client, worker: Membership) -> None:
    asked = ask(worker.user)
    client.post(
        reverse("accounts:login"),
        {"email": worker.user.email, "password": "sept lanternes sous la mousse"},
    )
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    asked.refresh_from_db()
    assert asked.state == ResetState.ASKED
    client.post(reverse("mfa_authenticate"), {"code": current_code()})
    asked.refresh_from_db()
    assert asked.state == ResetState.CANCELLED


def test_a_request_dies_after_three_days(worker: Membership, manager: User) -> None:
    asked = ask(worker.user)
    with clock.stopped_at(clock.now() + timedelta(hours=71)):
        assert awaited_by([worker.user_id]) == {worker.user_id}
    with clock.stopped_at(clock.now() + timedelta(hours=73)):
        assert awaited_by([worker.user_id]) == set()
        with pytest.raises(NothingAsked):
            grant(manager, worker.user)
        again = ask(worker.user)
        assert again.pk != asked.pk
        assert grant(manager, worker.user) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (ResetState.EXPIRED, None)


def test_tidying_closes_the_requests_that_nobody_granted(worker: Membership) -> None:
    asked = ask(worker.user)
    with clock.stopped_at(clock.now() + timedelta(hours=73)):
        assert "1 demande(s) de remise à zéro expirée(s)" in tidy(clock.now())
    asked.refresh_from_db()
    assert asked.state == ResetState.EXPIRED
    assert asked.decided_at is not None


def test_personal_data_wait_for_a_day_after_a_reset(worker: Membership, manager: User) -> None:
    elsewhere = someone(
        MembershipRole.CASEWORKER, user=worker.user, personal_data_from=clock.now() - COOLING
    )
    ask(worker.user)
    assert worker.is_settled(clock.now())
    grant(manager, worker.user)
    for held in (worker, elsewhere):
        held.refresh_from_db()
        assert not held.is_settled(clock.now() + timedelta(hours=23))
        assert held.is_settled(clock.now() + timedelta(hours=24, seconds=1))
        assert not actor_for(worker.user, acting_as=held.pk).settled


def test_new_recovery_codes_are_told_and_close_the_other_sessions(
    client: Client, protected: User, sign_in: SignIn
) -> None:
    elsewhere, security = Client(), reverse("signin:security")
    sign_in(client, protected)
    elsewhere.force_login(protected)
    assert elsewhere.get(security).status_code == 200
    made = client.post(reverse("signin:recovery_codes"))
    assert len(made.context["codes"]) == 10
    assert elsewhere.get(security).status_code == 302
    assert client.get(security).status_code == 200
    notes = Notification.objects.filter(recipient=protected.pk, kind="account-security")
    assert any("codes de secours" in note.body for note in notes.order_by("pk"))
    assert JournalEntry.objects.filter(action="session.recovery-codes").count() == 1
