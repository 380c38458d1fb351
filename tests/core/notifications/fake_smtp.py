"""A mail server of the test, in a thread: it takes mails, refuses, hangs, or talks nonsense."""

import socket
import threading
import time
from types import TracebackType


class FakeSMTP:
    """Serves on a free port of 127.0.0.1 while in a ``with`` block.

    ``mood``: "works", "refuses" (the address, for good), "busy" (the address, for now), "hangs"
    (never answers), "babbles" (answers nonsense), "cuts" (takes the mail, then never says so).
    ``mails``: what it took, headers included.
    """

    def __init__(self) -> None:
        self.mood = "works"
        self.mails: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "FakeSMTP":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            with client:
                try:
                    self._talk(client)
                except OSError:
                    continue

    def _talk(self, client: socket.socket) -> None:
        if self.mood == "hangs":
            while self.mood == "hangs" and not self._over.is_set():
                time.sleep(0.02)
            return
        if self.mood == "babbles":
            client.sendall(b"\xff\xfe HTTP/1.1 418 I'm a teapot\r\n\r\n" * 3)
            return
        client.settimeout(5)
        client.sendall(b"220 here\r\n")
        with client.makefile("rb") as lines:
            for line in lines:
                word = line[:4].upper()
                if word == b"QUIT":
                    return
                if word == b"RCPT" and self.mood in ("refuses", "busy"):
                    client.sendall(
                        b"550 unknown\r\n" if self.mood == "refuses" else b"450 full\r\n"
                    )
                elif word == b"DATA":
                    client.sendall(b"354 go on\r\n")
                    text = []
                    for said in iter(lines.readline, b".\r\n"):
                        if not said:
                            # Who writes has left: nothing more comes, and no mail was taken.
                            return
                        text.append(said)
                    self.mails.append(b"".join(text).decode())
                    if self.mood == "cuts":
                        return
                    client.sendall(b"250 taken\r\n")
                else:
                    client.sendall(b"250 ok\r\n")
