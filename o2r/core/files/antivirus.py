"""Asking clamd for its verdict on a file (INSTREAM). No answer is never « clean ».

A client of our own: the ``clamd`` package has had no release since 2014 and has no overall time
limit. The exchange is one command, blocks preceded by their length, and one line of answer
(clamd(8), INSTREAM).
"""

import socket
import struct
import time
from pathlib import Path
from urllib.parse import urlsplit

from o2r.core.files.errors import Infected, NoVerdict

LONGEST_SECONDS = 30.0
_BLOCK = 1 << 16
_LONGEST_ANSWER = 4096


def scan(path: Path, address: str, seconds: float = LONGEST_SECONDS) -> None:
    """Return when clamd says that the file is clean, within ``seconds`` in all.

    ``address``: ``unix:///run/clamav/clamd.ctl`` or ``tcp://host:3310``. Raises Infected with the
    name that clamd gives, NoVerdict for anything else than a clear answer.
    """
    deadline = time.monotonic() + seconds
    try:
        with path.open("rb") as content, _connected(address, deadline) as server:
            _send(server, b"zINSTREAM\0", deadline)
            while block := content.read(_BLOCK):
                _send(server, struct.pack(">I", len(block)) + block, deadline)
            _send(server, struct.pack(">I", 0), deadline)
            answer = _answer(server, deadline)
    except (OSError, ValueError) as error:
        raise NoVerdict(f"antivirus : {type(error).__name__}") from error
    _judge(answer)


def _judge(answer: str) -> None:
    if answer == "stream: OK":
        return
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        raise Infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise NoVerdict(f"antivirus : {answer[:80] or 'aucune réponse'}")


def _connected(address: str, deadline: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            server.settimeout(_left(deadline))
            server.connect(parts.path)
        except OSError:
            server.close()
            raise
        return server
    if parts.scheme == "tcp" and parts.hostname:
        place = (parts.hostname, parts.port or 3310)
        return socket.create_connection(place, timeout=_left(deadline))
    raise ValueError(address)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _send(server: socket.socket, content: bytes, deadline: float) -> None:
    server.settimeout(_left(deadline))
    server.sendall(content)


def _answer(server: socket.socket, deadline: float) -> str:
    """One line, ended by a zero byte: what comes without it was cut."""
    received = b""
    while b"\0" not in received:
        server.settimeout(_left(deadline))
        piece = server.recv(_LONGEST_ANSWER)
        received += piece
        if not piece or len(received) > _LONGEST_ANSWER:
            raise NoVerdict("antivirus : réponse coupée ou illisible")
    return received.split(b"\0")[0].decode("utf-8", "replace").strip()
