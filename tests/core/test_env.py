"""Settings are typed, and a wrong one says what to write."""

from pathlib import Path

import pytest
from django.core.mail import send_mail
from pytest_django import Settings

from config import env


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def test_a_missing_setting_says_which_line_to_add(given: pytest.MonkeyPatch) -> None:
    given.delenv("O2R_THING", raising=False)
    with pytest.raises(env.SettingError, match=r"O2R_THING=… .* \.env"):
        env.text("O2R_THING")
    assert env.text("O2R_THING", default="x") == "x"


@pytest.mark.parametrize(("value", "read"), [("1", True), ("0", False), ("", True)])
def test_a_flag_is_one_or_zero(given: pytest.MonkeyPatch, value: str, read: bool) -> None:
    given.setenv("O2R_THING", value)
    assert env.flag("O2R_THING", default=True) is read


@pytest.mark.parametrize("value", ["yes", "true", "2", " 1"])
def test_another_word_is_not_a_flag(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv("O2R_THING", value)
    with pytest.raises(env.SettingError, match="1 .oui. ou 0"):
        env.flag("O2R_THING", default=False)


@pytest.mark.parametrize("value", ["abc", "-1", "0", "70000", "8.5", "²"])
def test_a_port_is_a_number_in_its_bounds(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv("O2R_THING", value)
    with pytest.raises(env.SettingError, match="de 1 à 65535"):
        env.integer("O2R_THING", default=8000, lowest=1)


def test_databases_are_read_from_one_address(given: pytest.MonkeyPatch) -> None:
    given.setenv("O2R_THING", "postgresql://o2r:p%40ss@db.example:5433/o2r")
    read = env.database("O2R_THING", default="")
    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert (read["USER"], read["PASSWORD"], read["HOST"]) == ("o2r", "p@ss", "db.example")
    assert (read["PORT"], read["NAME"]) == ("5433", "o2r")
    given.setenv("O2R_THING", "sqlite:////srv/o2r/base.sqlite3")
    assert env.database("O2R_THING", default="")["NAME"] == "/srv/o2r/base.sqlite3"


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://host", "sqlite://", "plain"])
def test_an_unreadable_database_says_the_two_forms(given: pytest.MonkeyPatch, address: str) -> None:
    given.setenv("O2R_THING", address)
    with pytest.raises(env.SettingError, match="sqlite:///.*postgresql://"):
        env.database("O2R_THING", default="")


def test_a_mail_server_is_read_from_one_address(given: pytest.MonkeyPatch) -> None:
    given.setenv("O2R_THING", "")
    assert env.mail_server("O2R_THING")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    given.setenv("O2R_THING", "smtps://me:secret@mail.example:465")
    read = env.mail_server("O2R_THING")
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == ("mail.example", 465)
    assert read["EMAIL_USE_SSL"]
    assert not read["EMAIL_USE_TLS"]
    for unreadable in ("mail.example", "file://mails", "file:///", "file:mails"):
        given.setenv("O2R_THING", unreadable)
        with pytest.raises(env.SettingError, match="smtp://.*file:///"):
            env.mail_server("O2R_THING")


def test_a_demonstration_keeps_its_mails_as_files(
    tmp_path: Path, given: pytest.MonkeyPatch, settings: Settings
) -> None:
    given.setenv("O2R_THING", f"file://{tmp_path}/mes%20mails")
    for name, value in env.mail_server("O2R_THING").items():
        setattr(settings, name, value)
    send_mail("Bienvenue", "Bonjour Claire", "o2r@essai.example", ["claire@essai.example"])
    kept = list((tmp_path / "mes mails").iterdir())
    assert len(kept) == 1
    assert "Bonjour Claire" in kept[0].read_text(encoding="utf-8")


def test_an_env_file_is_read_line_by_line(tmp_path: Path, given: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.env"
    file.write_text("# comment\n\nO2R_THING = first\nO2R_OTHER=a=b\n", encoding="utf-8")
    given.setenv("O2R_THING", "already set")
    given.delenv("O2R_OTHER", raising=False)
    env.load_env_file(file)
    assert env.text("O2R_THING") == "already set"
    assert env.text("O2R_OTHER") == "a=b"
    given.delenv("O2R_OTHER")
    file.write_text("not a setting\n", encoding="utf-8")
    with pytest.raises(env.SettingError, match="ligne 1"):
        env.load_env_file(file)
    env.load_env_file(tmp_path / "absent.env")
