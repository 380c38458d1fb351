"""A provider of SMS on this machine: it takes, refuses, hangs, drops, or answers nonsense."""

import hashlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

HTML = b"<html><body>502 Bad gateway</body></html>"


class FakeOvh:
    """``mood``: what it does with the next messages; ``taken``: those it will really send."""

    def __init__(self) -> None:
        self.mood: str = "take"
        self.can_list = True
        self.taken: list[dict[str, Any]] = []
        self.waiting: dict[int, str] = {}
        self.unsigned: list[str] = []
        self.calls: list[str] = []
        self.released = threading.Event()
        # Called while a message is being taken: another worker, at the worst moment.
        self.meanwhile: Callable[[], None] = lambda: None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Silent."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fake.calls.append(f"POST {self.path}")
                fake.check(self, "POST", body)
                fake.post(self, json.loads(body))

            def do_GET(self) -> None:
                fake.calls.append(f"GET {self.path}")
                fake.check(self, "GET", "")
                fake.get(self)

            def say(self, status: int, content: object) -> None:
                self.raw(status, json.dumps(content).encode())

            def raw(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler

    def check(self, request: Any, method: str, body: str) -> None:
        """As the documentation of the API says (docs.ovh.com, « First steps with the API »)."""
        address = f"http://127.0.0.1:{self.port}{request.path}"
        stamp = request.headers["X-Ovh-Timestamp"]
        words = "+".join(("secret", "consumer", method, address, body, stamp))
        expected = "$1$" + hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
        if request.headers["X-Ovh-Signature"] != expected:
            self.unsigned.append(request.path)

    def post(self, request: Any, asked: dict[str, Any]) -> None:
        self.meanwhile()
        match self.mood:
            case "take":
                self.taken.append(asked)
                request.say(200, {"ids": [len(self.taken)], "invalidReceivers": []})
            case "take-then-hang":
                self.taken.append(asked)
                self.released.wait(5)
            case "take-then-drop":
                self.taken.append(asked)
                request.connection.close()
            case "take-then-html":
                self.taken.append(asked)
                request.raw(502, HTML)
            case "drop":
                request.connection.close()
            case "queue-then-html":
                self.waiting[7] = asked["receivers"][0]
                request.raw(200, HTML)
            case "wrong-number":
                request.say(200, {"ids": [], "invalidReceivers": asked["receivers"]})
            case "bad-request":
                request.say(400, {"message": "message too long"})
            case "no-credit":
                request.say(402, {"message": "not enough credit"})
            case "html-403":
                request.raw(403, HTML)
            case "nonsense":
                request.say(200, ["ids"])
            case "endless":
                self.drip(request)
            case other:
                raise AssertionError(other)

    def drip(self, request: Any) -> None:
        """One byte at a time, for ever: each read is short, the whole never ends."""
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        while not self.released.wait(0.02):
            try:
                request.wfile.write(b" ")
                request.wfile.flush()
            except OSError:
                return

    def get(self, request: Any) -> None:
        where = urlsplit(request.path)
        if not self.can_list:
            request.raw(503, HTML)
        elif where.path.endswith("/outgoing"):
            tag = parse_qs(where.query)["tag"][0]
            found = [rank for rank, one in enumerate(self.taken, 1) if one["tag"] == tag]
            request.say(200, found)
        elif where.path.endswith("/jobs"):
            request.say(200, list(self.waiting))
        else:
            request.say(200, {"receiver": self.waiting[int(where.path.rsplit("/", 1)[1])]})
