"""A PostgreSQL of its own for figures: made, killed and started again from the machine's binaries.

It is tuned as ``docs/operations.md`` recommends, and keeps what protects data: ``fsync`` and
``synchronous_commit`` are on. Nothing of the instance's own server is touched.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from o2r.core.belt import roles

MISSING = (
    "les programmes de PostgreSQL (initdb, postgres) ne sont pas sur cette machine. "
    "Sous Debian : apt install postgresql"
)
_UNPRIVILEGED = "postgres"
_ADMIN = "o2r_measure"
_TUNING = {
    "shared_buffers": "256MB",
    "max_connections": "60",
    "max_wal_size": "2GB",
    "checkpoint_completion_target": "0.9",
    "wal_compression": "on",
    "jit": "off",
    "log_min_messages": "fatal",
}
_START_SECONDS = 120


def binaries() -> Path | None:
    """The folder of initdb and postgres; None where they are not."""
    beside = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in [*beside, *versions]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def runnable() -> bool:
    """Whether this machine can start a PostgreSQL: root needs somebody else to run it."""
    if binaries() is None:
        return False
    if os.geteuid():
        return True
    with suppress(KeyError):
        return bool(pwd.getpwnam(_UNPRIVILEGED))
    return False


class Cluster:
    """One server, listening on 127.0.0.1 without a password: for the time of a measure."""

    def __init__(self, folder: Path) -> None:
        found = binaries()
        if found is None:
            raise RuntimeError(MISSING)
        self._bin, self._data = found, folder / "data"
        self._log = folder / "postgres.log"
        self.port = _free_port()
        self._server: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        if not os.geteuid():
            who = pwd.getpwnam(_UNPRIVILEGED)
            os.chown(folder, who.pw_uid, who.pw_gid)

    def make(self) -> None:
        """Create the files, start, and add the roles and the database of the product."""
        initdb = [str(self._bin / "initdb"), "-D", str(self._data), "-U", _ADMIN]
        initdb += ["-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run(  # noqa: S603 — the machine’s own program
            initdb, check=True, capture_output=True, **_identity()
        )
        self.start()
        with psycopg.connect(self.address(_ADMIN, "postgres"), autocommit=True) as administrator:
            for statement in roles.creation():
                administrator.execute(statement)
            administrator.execute(f"CREATE DATABASE o2r OWNER {roles.OWNER}")

    def address(self, role: str, database: str = "o2r") -> str:
        """The address of a database, for one role."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def environment(self) -> dict[str, str]:
        """The three addresses of an instance on this server."""
        return {
            "O2R_DATABASE_URL": self.address(roles.APP),
            "O2R_OWNER_DATABASE_URL": self.address(roles.OWNER),
            "O2R_WORKER_DATABASE_URL": self.address(roles.WORKER),
        }

    def start(self) -> None:
        """Start the server, and wait until it answers. Raises RuntimeError."""
        options = [part for name, value in _TUNING.items() for part in ("-c", f"{name}={value}")]
        options += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        give_up = time.monotonic() + _START_SECONDS
        with self._log.open("ab") as log:
            while time.monotonic() < give_up:
                command = [str(self._bin / "postgres"), "-D", str(self._data)]
                self._server = subprocess.Popen(  # noqa: S603 — the machine's own server
                    [*command, "-p", str(self.port), *options],
                    stdout=log,
                    stderr=log,
                    **_identity(),
                )
                # Shared memory of a killed server may take a moment to be released.
                if self._answers(give_up):
                    return
                time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL ne démarre pas : {self._log.read_text()[-2000:]}")

    def _answers(self, give_up: float) -> bool:
        while self._server and self._server.poll() is None and time.monotonic() < give_up:
            try:
                psycopg.connect(self.address(_ADMIN, "postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return True
        return False

    def kill(self) -> None:
        """kill -9 of the server and of every process that serves a connection."""
        if self._server is None:
            return
        children = _children(self._server.pid)
        for pid in (self._server.pid, *children):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server.wait()
        self._server = None

    def stop(self) -> None:
        """Stop for good, without a word to who is connected."""
        self.kill()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A server in ``folder``, ready for the product; stopped at the end."""
    made = Cluster(folder)
    try:
        made.make()
        yield made
    finally:
        made.stop()


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _identity() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: somebody else runs it then."""
    if os.geteuid():
        return {}
    return {"user": _UNPRIVILEGED, "group": _UNPRIVILEGED, "extra_groups": [], "cwd": "/"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
