"""A clamd for figures and tests: speaks INSTREAM on 127.0.0.1, and misbehaves on demand."""

import io
import socket
import struct
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager


class MeasuredClamd:
    """Answers each connection according to ``mood``; counts what it was sent."""

    def __init__(self, mood: str, virus: bytes = b"EVIL") -> None:
        self.mood, self.virus = mood, virus
        self.received = 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._answer, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _answer(self, client: socket.socket) -> None:
        with client:
            try:
                self._speak(client)
            except OSError:
                return

    def _speak(self, client: socket.socket) -> None:
        if self.mood == "closes early":
            return
        with client.makefile("rb") as flow:
            if flow.read(10) != b"zINSTREAM\0":
                return
            content = b""
            while size := struct.unpack(">I", flow.read(4))[0]:
                content += flow.read(size)
        self.received += 1
        if self.mood == "hangs":
            time.sleep(1.5)
            return
        answers = {
            "well": b"stream: OK\0",
            "garbage": b"\xff\xfe\x00\x01 !\0",
            "limit": b"INSTREAM size limit exceeded. ERROR\0",
            "cut": b"stream: OK",
            "empty": b"\0",
            "liar": b"stream: OK FOUND ERROR\0",
        }
        answer = answers[self.mood]
        if self.mood == "well" and self._is_in(content):
            answer = b"stream: Test-Signature FOUND\0"
        client.sendall(answer)

    def _is_in(self, content: bytes) -> bool:
        """Whether the word is in the content or, as a real one looks, inside an archive."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return any(self.virus in archive.read(part) for part in archive.infolist())
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
            return self.virus in content

    def close(self) -> None:
        """Stop answering, and wait for the answers under way."""
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        for thread in self._threads:
            thread.join(timeout=5)


@contextmanager
def measured_clamd(mood: str = "well", virus: bytes = b"EVIL") -> Iterator[MeasuredClamd]:
    """A server that is closed at the end."""
    server = MeasuredClamd(mood, virus)
    try:
        yield server
    finally:
        server.close()
