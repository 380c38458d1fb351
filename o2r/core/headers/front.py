"""What stands before the product in production: it ends TLS and says so to the application.

Two doors on 127.0.0.1, HTTPS and HTTP, as a reverse proxy has. Only for measures: each answer is
read whole before it is passed on.
"""

import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "localhost"
_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "date"}
_SECONDS = 60


@dataclass(frozen=True)
class Doors:
    """The ports of a front."""

    https: int
    http: int


class _Handler(BaseHTTPRequestHandler):
    """Passes each request on. The names that start with ``do_`` are those http.server calls."""

    protocol_version = "HTTP/1.1"
    upstream = 0
    https = 0
    scheme = "https"

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = dict(self.headers.items())
        # What the visitor says of the scheme is never believed: a proxy writes it itself.
        headers |= {"X-Forwarded-Proto": self.scheme, "Connection": "close"}
        if headers.get("Host", "").startswith(HOST):
            # In production both doors have the same name, and no port is shown.
            headers["Host"] = f"{HOST}:{self.https}"
        upstream = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=_SECONDS)
        try:
            upstream.request(self.command, self.path, body or None, headers)
            answer = upstream.getresponse()
            content = answer.read()
        finally:
            upstream.close()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in _BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _pass_on

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the figures are what is printed."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who hangs up, or speaks plain HTTP to the TLS door, is no event."""


@contextmanager
def front(upstream: int, certificate: Path) -> Iterator[Doors]:
    """Serve ``127.0.0.1:upstream`` over HTTPS (``certificate``: key and certificate) and HTTP."""
    with ExitStack() as stack:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.minimum_version = ssl.TLSVersion.TLSv1_2
        tls.load_cert_chain(certificate)
        secure = _Server(("127.0.0.1", 0), _Handler)
        port = secure.server_port
        secure.RequestHandlerClass = _handler(upstream, port, "https")
        secure.socket = tls.wrap_socket(secure.socket, server_side=True)
        plain = _Server(("127.0.0.1", 0), _handler(upstream, port, "http"))
        for server in (secure, plain):
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
        yield Doors(https=port, http=plain.server_port)


def _handler(upstream: int, https: int, scheme: str) -> type[_Handler]:
    fields = {"upstream": upstream, "https": https, "scheme": scheme}
    return type("Handler", (_Handler,), fields)
