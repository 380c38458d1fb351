"""The daemon of the root key: wraps and unwraps over a Unix socket, and never gives the key out.

Run under its own account, the only one that reads the key file, it leaves to a hacked web process
what that process could do anyway (open keys one by one), slowly, and with a trace of each request.
One line of JSON for a request, one for the answer, as ``root.daemon`` writes and reads them.
"""

import base64
import binascii
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
from o2r.core.crypto.envelope import parts_of
from o2r.core.crypto.errors import KeysError, KeysNotReady, Unreadable
from o2r.core.crypto.root.daemon import LONGEST_LINE
from o2r.core.crypto.root.deadline import cut_after
from o2r.core.crypto.root.keyring import FileRootKey
from o2r.core.crypto.root.protocol import PATIENCE

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
    server: "KeyDaemon"

    def handle(self) -> None:
        with cut_after(self.request, PATIENCE):
            try:
                line = self.rfile.readline(LONGEST_LINE)
                answer = self.server.answer(line, self.request)
                self.wfile.write(json.dumps(answer).encode() + b"\n")
            except OSError:
                return


class KeyDaemon(socketserver.ThreadingUnixStreamServer):
    """Serves ``root`` on ``path`` (0660) and writes each request in ``journal``, never a key."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, path: Path, root: FileRootKey, journal: Path, per_second: float) -> None:
        self._root = root
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

    def answer(self, line: bytes, connected: socket.socket) -> dict[str, Any]:
        """The answer to one request, journaled before it is given."""
        pid, uid, _ = _CREDENTIALS.unpack(
            connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        )
        trace: dict[str, Any] = {"at": clock.now().isoformat(), "uid": uid, "pid": pid}
        answer = self._decide(line, trace)
        trace["answer"] = answer.get("error", "ok")
        with self._writing, self._journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(trace) + "\n")
        return answer

    def _decide(self, line: bytes, trace: dict[str, Any]) -> dict[str, Any]:
        if not self._rate.allows():
            return {"error": "busy"}
        try:
            asked = json.loads(line)
            given = {name: base64.b64decode(asked.get(name, "")) for name in ("bytes", "context")}
            act = str(asked["act"])
            trace |= {"act": act[:20], "for": parts_of(given["context"])}
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
            return {"error": "bad-request"}
        try:
            return self._perform(act, given["bytes"], given["context"])
        except Unreadable:
            return {"error": "unreadable"}
        except KeysNotReady:
            return {"error": "not-ready"}
        except KeysError:
            return {"error": "unavailable"}

    def _perform(self, act: str, given: bytes, context: bytes) -> dict[str, Any]:
        if act == "version":
            return {"version": self._root.version()}
        if act == "wrap":
            wrapped = self._root.wrap(given, context)
            return {
                "version": wrapped.version,
                "bytes": base64.b64encode(wrapped.sealed).decode(),
            }
        if act == "unwrap":
            return {"bytes": base64.b64encode(self._root.unwrap(given, context)).decode()}
        return {"error": "bad-request"}
