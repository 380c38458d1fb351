"""A deadline for a whole exchange: the timeouts of sockets only bound each read."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE = 3.0
"""Seconds that one exchange with another process may take, from the first byte to the last."""


@contextmanager
def cut_after(connected: socket.socket, seconds: float) -> Iterator[None]:
    """Cut the connection after ``seconds``: a peer that sends one byte at a time ends too."""

    def cut() -> None:
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
