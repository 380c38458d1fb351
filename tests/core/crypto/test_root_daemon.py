"""The daemon of the root key: works for its socket, gives nothing out, notes everything."""

import json
import socket
import stat
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from o2r.core.crypto import ceremony, rotation, services
from o2r.core.crypto.checks import keys_ready
from o2r.core.crypto.envelope import Place, context
from o2r.core.crypto.errors import KeysNotReady, KeysUnavailable, Unreadable
from o2r.core.crypto.keyd import KeyDaemon
from o2r.core.crypto.root.daemon import DaemonRootKey
from o2r.core.crypto.root.keyring import FileRootKey, read_keyring
from o2r.core.crypto.root.setting import root_key
from o2r.core.crypto.sealing import seal, unseal
from o2r.core.crypto.shares import Share
from o2r.core.journal.authors import Author
from o2r.core.local_daemon import Rate

A = uuid.UUID(int=10)
PLACE = Place("people_note", "text", uuid.UUID(int=99))


@pytest.fixture
def daemon(key_path: Path, tmp_path: Path, settings: Any) -> Iterator[KeyDaemon]:
    path = tmp_path / "keyd.sock"
    server = KeyDaemon(path, FileRootKey(key_path), tmp_path / "keyd.jsonl", per_second=500)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.ROOT_KEY = f"unix://{path}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def ask(path: str, line: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as connected:
        connected.settimeout(5)
        connected.connect(path)
        connected.sendall(line)
        connected.shutdown(socket.SHUT_WR)
        return connected.makefile("rb").readline()


def test_a_whole_life_with_the_daemon(
    daemon: KeyDaemon, three_shares: tuple[Share, ...], by: Author, tmp_path: Path, key_path: Path
) -> None:
    assert root_key().kind == "daemon"
    assert keys_ready() == []
    subject = uuid.uuid4()
    services.open_file(by=by, subject=subject, organisations=[A])
    sealed = seal(subject=subject, organisation=A, place=PLACE, text="Bonjour")
    newer = ceremony.begin(by=by)
    ceremony.rehearse(by=by, two=newer[:2])  # The daemon reads its file at each request.
    assert rotation.rewrap_under_root(by=by) == 1
    assert unseal(subject=subject, organisation=A, place=PLACE, sealed=sealed) == "Bonjour"

    traces = [json.loads(line) for line in (tmp_path / "keyd.jsonl").read_text().splitlines()]
    assert {trace["act"] for trace in traces} == {"version", "wrap", "unwrap"}
    assert any(trace["for"] == ["organisation-key", str(A), "1"] for trace in traces)
    assert all(trace["uid"] >= 0 and trace["pid"] > 0 for trace in traces)
    for key in read_keyring(key_path).keys.values():
        assert key.hex() not in (tmp_path / "keyd.jsonl").read_text()


def test_the_socket_is_for_its_group_alone(daemon: KeyDaemon) -> None:
    assert stat.S_IMODE(Path(str(daemon.server_address)).stat().st_mode) == 0o660


@pytest.mark.parametrize(
    "line",
    [b"", b"{}\n", b"[]\n", b'"wrap"\n', b'{"act": "give"}\n', b"\xff\xfe\n",
     b'{"act": "wrap", "context": "AAAA"}\n', b'{"act": "unwrap", "bytes": 3}\n'],
)  # fmt: skip
def test_the_daemon_survives_nonsense_and_gives_no_key(
    daemon: KeyDaemon, keys: None, key_path: Path, line: bytes
) -> None:
    answer = json.loads(ask(str(daemon.server_address), line))
    assert set(answer) == {"error"}
    assert root_key().version() == 1


def test_errors_travel(daemon: KeyDaemon, by: Author) -> None:
    with pytest.raises(KeysNotReady):
        root_key().version()
    ceremony.rehearse(by=by, two=ceremony.begin(by=by)[:2])
    wrapped = root_key().wrap(b"k" * 32, context("a"))
    with pytest.raises(Unreadable):
        root_key().unwrap(wrapped.sealed, context("b"))


def test_the_rate_is_bounded_and_an_honest_client_waits_its_turn(
    daemon: KeyDaemon, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One at once, then one every two seconds: no machine is so busy that it misses the refusal.
    monkeypatch.setattr(daemon, "_rate", Rate(0.5))
    first, second = (
        json.loads(ask(str(daemon.server_address), b'{"act": "version"}\n')) for _ in range(2)
    )
    assert ("version" in first, second) == (True, {"error": "busy"})
    assert root_key().version() == 1, "asked again until the rate allows it"
    monkeypatch.setattr(daemon, "_rate", Rate(0.001))
    monkeypatch.setattr("o2r.core.local_daemon.ASKS_AGAIN_FOR", 0.3)
    start = time.monotonic()
    with pytest.raises(KeysUnavailable, match="busy"):
        root_key().version()
    assert time.monotonic() - start < 3


def test_a_machine_that_sleeps_too_long_still_says_that_the_daemon_is_busy(
    daemon: KeyDaemon, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleep = time.sleep
    monkeypatch.setattr(daemon, "_rate", Rate(0.001))
    monkeypatch.setattr("o2r.core.local_daemon.ASKS_AGAIN_FOR", 0.3)
    monkeypatch.setattr("o2r.core.local_daemon.time.sleep", lambda _: sleep(0.5))
    with pytest.raises(KeysUnavailable, match="busy"):
        root_key().version()


def test_the_rate_refills_with_time() -> None:
    rate = Rate(100)
    assert sum(rate.allows() for _ in range(1_000)) < 400
    time.sleep(0.1)
    assert rate.allows()


@pytest.mark.parametrize("mood", ["absent", "hang", "garbage", "drip", "cut"])
def test_an_ill_daemon_is_a_sentence_in_time(
    tmp_path: Path, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("o2r.core.local_daemon.PATIENCE", 0.5)
    path, leaving = tmp_path / "ill.sock", threading.Event()

    def serve(listening: socket.socket) -> None:
        connected, _ = listening.accept()
        with connected:
            if mood == "hang":
                leaving.wait(10)
            # Who waited long enough has hung up: the next drop finds nobody.
            with suppress(BrokenPipeError):
                while mood == "drip" and not leaving.wait(0.1):
                    connected.send(b" ")
            if mood == "garbage":
                connected.send(b"hello\n")

    with socket.socket(socket.AF_UNIX) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        if mood != "absent":
            listening.bind(str(path))
            listening.listen()
            thread.start()
        start = time.monotonic()
        with pytest.raises(KeysUnavailable, match="démon des clés"):
            DaemonRootKey(path).version()
        assert time.monotonic() - start < 3
        leaving.set()
        if mood != "absent":
            thread.join()


def test_the_command_says_what_it_lacks(key_path: Path, settings: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--socket"):
        call_command("keyd")
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        call_command("keyd", "--socket", str(tmp_path / "nowhere" / "keyd.sock"))
    with pytest.raises(CommandError, match="--rate"):
        call_command("keyd", "--socket", str(tmp_path / "keyd.sock"), "--rate", "0")


def test_the_command_serves_until_it_is_stopped(
    keys: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "keyd.sock"

    def stopped(self: KeyDaemon) -> None:
        assert path.is_socket()
        raise KeyboardInterrupt

    monkeypatch.setattr(KeyDaemon, "serve_forever", stopped)
    call_command("keyd", "--socket", str(path))
    assert not path.exists()
