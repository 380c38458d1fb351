import io

import pytest
from django.core.management import CommandError, call_command

from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import User

PASSWORD = "un long mot de passe rare"


def create(monkeypatch: pytest.MonkeyPatch, *typed: str) -> str:
    answers = iter(typed)
    monkeypatch.setattr(
        "o2r.accounts.management.commands.create_account.getpass", lambda _: next(answers)
    )
    output = io.StringIO()
    call_command("create_account", "nora@exemple.example", "Nora", "--manager", stdout=output)
    return output.getvalue()


def test_an_account_is_opened_from_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nora" in create(monkeypatch, PASSWORD, PASSWORD)
    user = User.objects.get()
    assert actor_for(user).has(MembershipRole.PLATFORM_MANAGER)
    assert user.check_password(PASSWORD)


def test_two_different_passwords_open_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="diffèrent"):
        create(monkeypatch, PASSWORD, PASSWORD + "!")
    assert not User.objects.exists()


def test_a_weak_password_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="14"):
        create(monkeypatch, "court", "court")
    assert not User.objects.exists()
