"""A daemon of this machine: a Unix socket, one line of JSON asked, one answered, all written down.

What keeps a secret from the web process (the root key, the index between operators) runs under an
account of its own, behind such a socket: a hacked web process asks one thing after the other,
slowly, and each request leaves a trace with the account that made it.
"""

import base64
import json
import os
import socket
import socketserver
import struct
import threading
import time
from pathlib import Path
from typing import Any

from o2r.core import clock
from o2r.core.deadline import PATIENCE, cut_after

LONGEST_LINE = 65_536
BAD_REQUEST = {"error": "bad-request"}
PAUSE_WHEN_BUSY = 0.05
ASKS_AGAIN_FOR = PATIENCE
"""Seconds after which no new question is begun; one that is under way has its own patience, else it
would be cut for what the ones before it took, and say so."""
_CREDENTIALS = struct.Struct("iII")


class Rate:
    """At most ``per_second`` requests on average, and twice as many in a burst."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._left = 2 * per_second
        self._seen = time.monotonic()
        self._lock = threading.Lock()

    def allows(self) -> bool:
        with self._lock:
            now = time.monotonic()
            refill = (now - self._seen) * self._per_second
            self._left = min(2 * self._per_second, self._left + refill)
            self._seen = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


class _Request(socketserver.StreamRequestHandler):
    server: "LocalDaemon"

    def handle(self) -> None:
        with cut_after(self.request, PATIENCE):
            try:
                line = self.rfile.readline(LONGEST_LINE)
                answer = self.server.answer(line, self.request)
                self.wfile.write(json.dumps(answer).encode() + b"\n")
            except OSError:
                return


class LocalDaemon(socketserver.ThreadingUnixStreamServer):
    """Serves ``path`` (0660) and writes each request in ``journal``. What it does is ``perform``,
    which each daemon writes."""

    daemon_threads = True
    request_queue_size = 128
    unwritten: frozenset[str] = frozenset()
    """Acts too many to be written one by one; their refusals are."""

    def __init__(self, path: Path, journal: Path, per_second: float) -> None:
        self._rate = Rate(per_second)
        self._journal = journal
        self._writing = threading.Lock()
        path.unlink(missing_ok=True)
        # The socket is born with its rights: no moment when it is open to everyone.
        before = os.umask(0o117)
        try:
            super().__init__(str(path), _Request)
        finally:
            os.umask(before)

    def perform(self, act: str, asked: dict[str, Any], trace: dict[str, Any]) -> dict[str, Any]:
        """The answer to one request; ``trace`` takes what the journal may keep of it, no secret.

        A ValueError, KeyError or TypeError is answered as a bad request.
        """
        return BAD_REQUEST

    def answer(self, line: bytes, connected: socket.socket) -> dict[str, Any]:
        """The answer to one request, journaled before it is given."""
        pid, uid, _ = _CREDENTIALS.unpack(
            connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        )
        trace: dict[str, Any] = {"at": clock.now().isoformat(), "uid": uid, "pid": pid}
        answer = self._decide(line, trace)
        trace["answer"] = answer.get("error", "ok")
        if trace["answer"] == "ok" and trace.get("act") in self.unwritten:
            return answer
        with self._writing, self._journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(trace) + "\n")
        return answer

    def _decide(self, line: bytes, trace: dict[str, Any]) -> dict[str, Any]:
        if not self._rate.allows():
            return {"error": "busy"}
        try:
            asked = json.loads(line)
            act = str(asked["act"])
            trace["act"] = act[:20]
            return self.perform(act, asked, trace)
        except (ValueError, KeyError, TypeError, AttributeError):
            return BAD_REQUEST


def ask(path: Path, question: dict[str, Any]) -> dict[str, Any]:
    """What the daemon behind ``path`` answers; one that limits its rate is asked again while there
    is time, then its refusal is the answer: ``{"error": "busy"}``.

    Raises TimeoutError, OSError, and ValueError for what is no answer.
    """
    until = time.monotonic() + ASKS_AGAIN_FOR
    while True:
        answer = _exchange(path, question)
        if answer.get("error") != "busy" or time.monotonic() + PAUSE_WHEN_BUSY > until:
            return answer
        time.sleep(PAUSE_WHEN_BUSY)


def _exchange(path: Path, question: dict[str, Any]) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX) as connected:
        connected.settimeout(PATIENCE)
        connected.connect(str(path))
        with cut_after(connected, PATIENCE), connected.makefile("rwb") as stream:
            stream.write(json.dumps(question).encode() + b"\n")
            stream.flush()
            answer = json.loads(stream.readline(LONGEST_LINE))
    if not isinstance(answer, dict):
        raise ValueError("not an answer")
    return answer


def encoded(value: bytes) -> str:
    """Bytes, as they travel in a line."""
    return base64.b64encode(value).decode()
