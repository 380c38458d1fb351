"""Two real servers, started as the README says, and a real Chromium.

``site`` is an instance for a real territory (no fictional row); ``demo_site`` is what ``make run``
starts. Both are made by the product's own commands: no fixture reaches their database.
"""

import email
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from o2r.core.belt import roles

ROOT = Path(__file__).resolve().parent.parent.parent
O2R = [sys.executable, str(ROOT / "manage.py")]
# The shell without a window first: the same engine, half the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next((found for name in BROWSERS if (found := shutil.which(name))), None)
IN_CI = bool(os.environ.get("CI"))
# What a page shows is waited for, however busy the machine: a speed is a figure, not a test.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # A story lasts minutes.
            item.add_marker(pytest.mark.timeout(900))
            if CHROMIUM is None and not IN_CI:
                reason = "Chromium est absent (Debian : apt install chromium) : tests passés."
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    assert CHROMIUM, "Chromium must be installed in CI (.ci/run does it)"
    flags = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    flags += " disable-component-update disable-sync enable-unsafe-swiftshader"
    return {"executable_path": CHROMIUM, "args": [f"--{flag}" for flag in flags.split()]}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _fresh_database(folder: Path, *, like: str = "template0") -> dict[str, str]:
    """A database on the engine under test, and the addresses by which it is reached: empty, or a
    copy of the base called ``like``.

    On PostgreSQL as docs/operations.md says: three roles, and a base that the first one owns.
    """
    given = os.environ.get("O2R_TEST_DATABASE_URL", "")
    if not given.startswith("postgresql"):
        return {"O2R_DATABASE_URL": f"sqlite:///{folder}/site.sqlite3"}
    name = f"o2r_site_{uuid.uuid4().hex[:12]}"
    server = urlsplit(given)
    with psycopg.connect(given, autocommit=True) as connection:
        for statement in roles.creation():
            connection.execute(statement)
        connection.execute(
            f'CREATE DATABASE "{name}" OWNER {roles.OWNER} ENCODING \'UTF8\' TEMPLATE "{like}"'
        )
    with psycopg.connect(server._replace(path=f"/{name}").geturl(), autocommit=True) as connection:
        connection.execute(f"ALTER SCHEMA public OWNER TO {roles.OWNER}")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    at = f"{server.hostname}:{server.port}/{name}"
    return {
        "O2R_DATABASE_URL": f"postgresql://{roles.APP}@{at}",
        "O2R_WORKER_DATABASE_URL": f"postgresql://{roles.WORKER}@{at}",
        "O2R_OWNER_DATABASE_URL": f"postgresql://{roles.OWNER}@{at}",
    }


def _base_of(environment: dict[str, str]) -> dict[str, str]:
    """The base of a site, to copy it; nothing for a file, which comes with its folder."""
    address = environment.get("O2R_DATABASE_URL", "")
    return {"like": urlsplit(address).path[1:]} if address.startswith("postgresql") else {}


class Instance:
    """A running site; ``said``: what its worker prints, mails included, as ``make run`` does.

    ``run``: a command on its server, which gives what it prints.
    """

    def __init__(
        self, folder: Path, *, demonstration: bool, like: "dict[str, str] | None" = None
    ) -> None:
        port, like = _free_port(), like or {}
        self.address = f"http://127.0.0.1:{port}"
        self.said, self._log = folder / "worker.log", folder / "server.log"
        self._port, self._running = port, list[subprocess.Popen[bytes]]()
        self._environment = {
            name: value for name, value in os.environ.items() if name[:4] != "O2R_"
        }
        self._environment |= _fresh_database(folder, **_base_of(like)) | {
            "O2R_ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "O2R_SECRET_KEY": like.get("O2R_SECRET_KEY", uuid.uuid4().hex),
            "O2R_STORAGE_DIR": str(folder),
            "O2R_PORT": str(port),
            "O2R_DEBUG": str(int(demonstration)),
            "O2R_DEMONSTRATION": str(int(demonstration)),
            "O2R_INDEX_BETWEEN": str(int(demonstration)),
            "PYTHONWARNINGS": "default",
        }

    def run(self, *words: str, status: int = 0) -> str:
        done = subprocess.run(
            [*O2R, *words], cwd=ROOT, env=self._environment, capture_output=True, text=True
        )
        assert done.returncode == status, done.stderr[-3000:]
        return done.stdout

    def start(self) -> None:
        """The processes that ``make run`` starts; the mails of before stay in ``said``."""
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "1"]
        gunicorn += ["--threads", "4", "--preload", "--bind", f"127.0.0.1:{self._port}"]
        with self._log.open("a") as log, self.said.open("a") as out:
            env = self._environment
            server = subprocess.Popen(gunicorn, cwd=ROOT, env=env, stdout=log, stderr=log)
            worker = subprocess.Popen([*O2R, "worker"], cwd=ROOT, env=env, stdout=out)
            self._running = [server, worker]
            if env["O2R_INDEX_BETWEEN"] == "1":
                index = subprocess.Popen([*O2R, "indexd"], cwd=ROOT, env=env, stdout=log)
                self._running.append(index)
        for _ in range(150):
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=5).close()
                return
            except OSError:
                assert server.poll() is None, self._log.read_text()[-3000:]
                time.sleep(0.2)

    def stop(self) -> None:
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            process.wait(timeout=20)

    def later(self, days: int) -> None:
        """The same site, when so many days have passed since its first start."""
        self.stop()
        self._environment["O2R_CLOCK_AHEAD_DAYS"] = str(days)
        self.start()

    def mails_to(self, who: str) -> list[Message]:
        """The mails that left for this address, oldest first."""
        text = self.said.read_text(encoding="utf-8")
        pieces = [piece.partition("Content-Type:") for piece in text.split("-" * 79)]
        read = [email.message_from_string(f"{mark}{rest}") for _, mark, rest in pieces if mark]
        return [one for one in read if one["To"] == who]

    @property
    def settings(self) -> dict[str, str]:
        """What another site is told to be a copy of this one."""
        return {name: self._environment[name] for name in ("O2R_DATABASE_URL", "O2R_SECRET_KEY")}


def _filled(folder: Path, *, demonstration: bool) -> Instance:
    """A site as the commands of its installation leave it, never started."""
    instance = Instance(folder, demonstration=demonstration)
    instance.run("migrate")
    if not demonstration:
        # What docs/operations.md says: print the shares, then rehearse them.
        shares = folder / "shares.txt"
        shares.write_text(instance.run("keys", "init", status=1), encoding="utf-8")
        instance.run("keys", "init", "--rehearse-from", str(shares))
        instance.run("collectstatic", "--noinput")
    instance.run("load_first_data")
    return instance


def _model(factory: pytest.TempPathFactory, *, demonstration: bool) -> tuple[Path, dict[str, str]]:
    """The site that the others copy, made once for all the processes that run the tests."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / ("model-demonstration" if demonstration else "model")
    known = folder / "settings.json"
    with (shared / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not known.exists():
            folder.mkdir()
            settings = _filled(folder, demonstration=demonstration).settings
            known.write_text(json.dumps(settings), encoding="utf-8")
    return folder, json.loads(known.read_text(encoding="utf-8"))


def _serve(
    factory: pytest.TempPathFactory, name: str, *, demonstration: bool
) -> Iterator[Instance]:
    model, settings = _model(factory, demonstration=demonstration)
    folder = factory.mktemp(name)
    shutil.copytree(model, folder, dirs_exist_ok=True)
    instance = Instance(folder, demonstration=demonstration, like=settings)
    try:
        instance.start()
        yield instance
    finally:
        instance.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an instance with real data only, served as in production."""
    for instance in _serve(tmp_path_factory, "site", demonstration=False):
        yield instance.address


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """The instance that ``make run`` starts: debug, demonstration, and its worker."""
    yield from _serve(tmp_path_factory, "demo", demonstration=True)


@pytest.fixture(scope="session")
def demo_site(demo: Instance) -> str:
    """Address of the instance that ``make run`` starts."""
    return demo.address


@pytest.fixture(scope="module")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A demonstration for one story, which may live ahead of its time."""
    yield from _serve(tmp_path_factory, "story", demonstration=True)


class Witness:
    """What a page did: errors in the console, and requests to another site."""

    def __init__(self, page: Page, address: str) -> None:
        self.errors: list[str] = []
        self.foreign: list[str] = []
        own = (address, "data:", "blob:", "about:")
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(own) else self.foreign.append(r.url))

    def faults(self) -> list[str]:
        return [f"third-party request: {one}" for one in self.foreign] + [
            f"console error: {one}" for one in self.errors
        ]

    def assert_clean(self) -> None:
        assert self.faults() == []


@pytest.fixture
def person(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody with a fresh browser, in French."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    yield context
    context.close()
