"""The root key in Vault: same interface, and every illness of the server is a clear sentence."""

import io
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from o2r.core.crypto import ceremony, services
from o2r.core.crypto.checks import NEVER_MADE, keys_ready
from o2r.core.crypto.envelope import Place, context
from o2r.core.crypto.errors import KeysNotReady, KeysUnavailable, Unreadable
from o2r.core.crypto.models import OrganisationKey
from o2r.core.crypto.root.keyring import FileRootKey
from o2r.core.crypto.root.setting import root_key
from o2r.core.crypto.sealing import seal, unseal
from o2r.core.deadline import PATIENCE
from o2r.core.journal.authors import Author
from tests.core.crypto.fake_vault import TOKEN, FakeVault

A = uuid.UUID(int=10)
PLACE = Place("people_note", "text", uuid.UUID(int=99))


@pytest.fixture
def vault(key_path: Path, tmp_path: Path, settings: Any) -> Iterator[FakeVault]:
    server = FakeVault()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    token = tmp_path / "token"
    token.write_text(f"{TOKEN}\n")
    settings.ROOT_KEY, settings.VAULT_TOKEN_FILE = server.address, str(token)
    yield server
    server.leaving.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_wraps_unwraps_and_binds(vault: FakeVault) -> None:
    root = root_key()
    wrapped = root.wrap(b"k" * 32, context("a"))
    assert (root.kind, root.version(), wrapped.version) == ("vault", 1, 1)
    assert root.unwrap(wrapped.sealed, context("a")) == b"k" * 32
    for sealed, place in (
        (wrapped.sealed, context("b")),
        (wrapped.sealed[:-4] + b"AAA=", context("a")),
        (b"\x01\xff nonsense", context("a")),
    ):
        with pytest.raises(Unreadable):
            root.unwrap(sealed, place)


def test_a_whole_life_with_vault(vault: FakeVault, by: Author) -> None:
    assert keys_ready() == [NEVER_MADE]
    out = io.StringIO()
    call_command("keys", "init", stdout=out)
    assert "celui de Vault" in out.getvalue()
    assert keys_ready() == []
    subject = uuid.uuid4()
    services.open_file(by=by, subject=subject, organisations=[A])
    sealed = seal(subject=subject, organisation=A, place=PLACE, text="Bonjour")
    call_command("keys", "rotate", "--root", stdout=out)
    assert len(vault.keys) == 2
    assert OrganisationKey.objects.get().root_version == 2
    assert unseal(subject=subject, organisation=A, place=PLACE, sealed=sealed) == "Bonjour"
    assert keys_ready() == []
    with pytest.raises(CommandError, match="secours est celui de Vault"):
        call_command("keys", "recover", stdout=out)


def test_a_demonstration_may_use_vault(vault: FakeVault, settings: Any) -> None:
    settings.DEMONSTRATION = True
    ceremony.ensure_demo_keys()
    assert keys_ready() == []


@pytest.mark.parametrize(
    ("mood", "words"),
    [("sealed", "scellé"), ("garbage", "autre chose"), ("hang", "Vault"), ("drip", "Vault")],
)
def test_an_ill_vault_is_a_sentence_within_three_seconds(
    vault: FakeVault, by: Author, mood: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PATIENCE <= 3
    # The same code with less patience, not to keep the suite waiting.
    monkeypatch.setattr("o2r.core.crypto.root.vault.PATIENCE", 0.5)
    vault.mood = mood
    start = time.monotonic()
    with pytest.raises(KeysUnavailable, match=words):
        services.open_file(by=by, subject=uuid.uuid4(), organisations=[A])
    assert time.monotonic() - start < 3
    assert len(keys_ready()) == 1


def test_a_vault_that_is_not_there(vault: FakeVault, settings: Any, tmp_path: Path) -> None:
    settings.ROOT_KEY = "vault+http://127.0.0.1:9/transit/o2r"
    with pytest.raises(KeysUnavailable, match=r"ne répond pas sur 127.0.0.1:9"):
        root_key().version()
    settings.ROOT_KEY = vault.address
    vault.mood = "refusing"
    with pytest.raises(KeysNotReady, match="vault write -f"):
        root_key().version()
    Path(settings.VAULT_TOKEN_FILE).write_text("s.expired")
    vault.mood = "well"
    with pytest.raises(KeysUnavailable, match="jeton"):
        root_key().version()
    settings.VAULT_TOKEN_FILE = str(tmp_path / "nothing")
    with pytest.raises(KeysUnavailable, match="ne se lit pas"):
        root_key().version()


@pytest.mark.parametrize(
    "address",
    [
        "vault+http://vault.example/transit/o2r",  # Clear text on a network.
        "vault+https://vault.example/o2r",
        "vault+https:///transit/o2r",
        "https://vault.example/transit/o2r",
        "file://relative/root.key",
        "unix:keyd.sock",
    ],
)
def test_a_setting_that_does_not_read_says_how_to_write_it(address: str, settings: Any) -> None:
    settings.ROOT_KEY, settings.VAULT_TOKEN_FILE = address, "/token"
    with pytest.raises(ImproperlyConfigured, match="O2R_ROOT_KEY"):
        root_key()


def test_settings_that_read(settings: Any) -> None:
    settings.ROOT_KEY, settings.VAULT_TOKEN_FILE = "vault+https://v.example/a/transit/o2r", ""
    with pytest.raises(ImproperlyConfigured, match="O2R_VAULT_TOKEN_FILE"):
        root_key()
    settings.VAULT_TOKEN_FILE = "/token"
    assert root_key().kind == "vault"
    settings.ROOT_KEY = "unix:///run/o2r/keyd.sock"
    assert root_key().kind == "daemon"
    settings.ROOT_KEY = "file:///etc/o2r/root.key"
    root = root_key()
    assert isinstance(root, FileRootKey)
    assert root.path == Path("/etc/o2r/root.key")
