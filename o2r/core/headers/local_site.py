"""The product as in production: gunicorn, HTTPS, no debug, its own database, behind a front."""

import http.client
import json
import os
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from o2r.core.headers import authority
from o2r.core.headers.front import HOST, Doors, front
from o2r.core.headers.rules import Answer

SETTINGS = "config.settings"
"""The settings that are measured: those of an instance, never those of a test."""
_START_SECONDS = 120


@dataclass(frozen=True)
class LocalSite:
    """A running site. ``cookie`` opens a session; ``everywhere``: the addresses of the URLconf."""

    doors: Doors
    authority: Path
    cookie: str
    sign_in: str
    signed_in: str
    static: str
    everywhere: list[str]

    def ask(
        self, path: str, *, method: str = "GET", cookie: str = "", host: str = "", body: str = ""
    ) -> tuple[Answer, str]:
        """The answer of ``path`` over TLS, and its text. ``host``: another Host than the site's."""
        tls = ssl.create_default_context(cafile=self.authority)
        connection = http.client.HTTPSConnection(HOST, self.doors.https, context=tls, timeout=60)
        headers = {"Origin": f"https://{HOST}:{self.doors.https}"} if body else {}
        if cookie:
            headers["Cookie"] = cookie
        if host:
            headers["Host"] = host
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        found = [(name.lower(), value) for name, value in answer.getheaders()]
        return Answer(answer.status, found, signed_in=self.cookie in cookie and bool(cookie)), text


@contextmanager
def local_site() -> Iterator[LocalSite]:
    """Prepare and serve a site; everything is removed at the end.

    Its database is SQLite whatever the instance uses: headers do not come from the database, and
    the account of a real instance has no right to create one. Raises RuntimeError, with the end of
    the log, when the site does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="o2r-headers-"))
    try:
        certificates = authority.make(folder)
        upstream = _free_port()
        with front(upstream, certificates.served) as doors:
            environment = _environment(folder, doors)
            prepared = _prepare(environment)
            with _gunicorn(folder, environment, upstream):
                yield LocalSite(doors=doors, authority=certificates.authority, **prepared)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path, doors: Doors) -> dict[str, str]:
    """The settings of an instance in production, and nothing of the one that measures.

    With the people and objects of a demonstration: their pages are judged full, not absent.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("O2R_")}
    return kept | {
        "O2R_DEMONSTRATION": "1",
        "O2R_ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "O2R_SECRET_KEY": secrets.token_urlsafe(50),
        "O2R_STORAGE_DIR": str(folder),
        "O2R_DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "O2R_PUBLIC_URL": f"https://{HOST}:{doors.https}",
        "O2R_ALLOWED_HOSTS": HOST,
    }


def _prepare(environment: Mapping[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "o2r.core.headers.prepare"],
        cwd=settings.BASE_DIR,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Le site à mesurer ne se prépare pas : {done.stderr[-2000:]}")
    prepared: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return prepared


@contextmanager
def _gunicorn(folder: Path, environment: Mapping[str, str], port: int) -> Iterator[None]:
    log = folder / "server.log"
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    with log.open("w") as written:
        server = subprocess.Popen(  # noqa: S603 — our own interpreter and server
            [*command, "--workers", "1", "--threads", "4"],
            cwd=settings.BASE_DIR,
            env=dict(environment),
            stdout=written,
            stderr=written,
        )
        try:
            _wait(server, port, log)
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Until the site answers. Raises RuntimeError when it stops or takes too long."""
    give_up = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < give_up:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"Le site à mesurer ne démarre pas : {log.read_text()[-2000:]}")
