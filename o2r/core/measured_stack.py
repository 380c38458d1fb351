"""The product as in production, for figures of load: gunicorn, HTTPS settings, its own database.

The generator of the load stands for the relay: it writes the headers that nginx writes. What is
served is exactly ``config.wsgi`` with ``config.server``.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from config.env import Process
from o2r.core.measured_cluster import Cluster

HOST = "localhost"
_START_SECONDS = 120


@dataclass
class Stack:
    """A site that can be started, killed and started again. ``cluster``: None on SQLite.

    ``change``: a module to import before the site, which plants a bug in it (for the tests).
    """

    folder: Path
    cluster: Cluster | None = None
    change: str = ""
    port: int = 0
    extra: dict[str, str] = field(default_factory=dict)
    _server: "subprocess.Popen[bytes] | None" = None
    _worker: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.port = self.port or _free_port()
        self._secret = secrets.token_urlsafe(50)

    @property
    def engine(self) -> str:
        return "postgresql" if self.cluster else "sqlite"

    def environment(self) -> dict[str, str]:
        """The settings of an instance in production, and nothing of the one that measures."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("O2R_")}
        database = (
            self.cluster.environment()
            if self.cluster
            else {"O2R_DATABASE_URL": f"sqlite:///{self.folder}/site.sqlite3"}
        )
        return (
            kept
            | database
            | {
                "O2R_ENV_FILE": os.devnull,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "O2R_SECRET_KEY": self._secret,
                "O2R_STORAGE_DIR": str(self.folder),
                "O2R_PUBLIC_URL": f"https://{HOST}",
                "O2R_ALLOWED_HOSTS": HOST,
                "O2R_TRUSTED_PROXIES": "1",
                "O2R_PUBLIC_DATA_KEPT_SECONDS": "20",
                "O2R_BIND": f"127.0.0.1:{self.port}",
            }
            | self.extra
        )

    def run(self, module: str, given: str, *, process: Process = "owner") -> str:
        """What ``main`` of a module prints, run in this site as its owner, in a process of its own.

        Raises RuntimeError with the end of its errors.
        """
        start = (
            f"from config import env; env.run_as({process!r}); import django; django.setup(); "
            f"from {module} import main; main()"
        )
        done = subprocess.run(  # noqa: S603 — our own interpreter and module
            [sys.executable, "-c", start],
            cwd=settings.BASE_DIR,
            env=self.environment(),
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} : {done.stderr[-3000:]}")
        return done.stdout

    def start(self) -> None:
        """Start the web server and wait until it answers. Raises RuntimeError."""
        application = self.change or "config.wsgi"
        command = [sys.executable, "-m", "gunicorn", "-c", "python:config.server", application]
        log = self.folder / "server.log"
        with log.open("ab") as written:
            self._server = subprocess.Popen(  # noqa: S603 — our own interpreter and server
                command,
                cwd=settings.BASE_DIR,
                env=self.environment(),
                stdout=written,
                stderr=written,
                start_new_session=True,
            )
        self._wait(self._server, log, self.answers)

    def _wait(
        self, started: "subprocess.Popen[bytes]", log: Path, is_ready: Callable[[], bool]
    ) -> None:
        give_up = time.monotonic() + _START_SECONDS
        while started.poll() is None and time.monotonic() < give_up:
            if is_ready():
                return
            time.sleep(0.02)
        raise RuntimeError(f"Le site à mesurer ne démarre pas : {log.read_text()[-3000:]}")

    def answers(self) -> bool:
        """Whether the health page answers, its database with it."""
        request = (
            f"GET /sante/ HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
            "Connection: close\r\n\r\n"
        )
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as door:
                door.sendall(request.encode())
                return door.recv(4096).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def start_worker(self) -> None:
        """Start ``o2r worker`` beside, less urgent than the site, as recommended; wait for it.

        Raises RuntimeError.
        """
        log = self.folder / "worker.log"
        with log.open("ab") as written:
            # By ``nice``: code between fork and exec could wait for ever for the lock of a thread.
            self._worker = subprocess.Popen(
                ["/usr/bin/nice", "-n", "10", sys.executable, "manage.py", "worker"],
                cwd=settings.BASE_DIR,
                env=self.environment(),
                stdout=written,
                stderr=written,
                start_new_session=True,
            )
        self._wait(self._worker, log, lambda: bool(log.stat().st_size))

    def processes(self) -> list[int]:
        """The web server: the first process, then those that answer."""
        if self._server is None:
            return []
        first = self._server.pid
        return [first, *_children(first)]

    def kill(self) -> None:
        """kill -9 of every process of the web server at once."""
        if self._server is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None

    def stop(self) -> None:
        """Stop the site and its worker."""
        self.kill()
        if self._worker is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._worker.pid, signal.SIGKILL)
            self._worker.wait()
            self._worker = None

    def memory(self) -> float:
        """Resident memory of the web server, in megabytes, what is shared counted once."""
        return sum(_proportional(pid) for pid in self.processes()) / 1024


@contextmanager
def running(stack: Stack) -> Iterator[Stack]:
    """``stack``, started; stopped at the end."""
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


def _proportional(pid: int) -> int:
    """Kilobytes of a process, each shared page divided by those who share it."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
