"""The fourteen places where a secret may end up, and how each is read."""

import faulthandler
import logging
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import override_settings

from o2r.core.log_lines import OneLineFormatter
from o2r.proofs.recording import Exchange, Recording

SOURCES = Path(__file__).resolve().parents[1]
STORING = ("localStorage", "sessionStorage", "indexedDB", "caches.open", "document.cookie")
OPERATOR = "exploitant@mesure.example"
"""Who would receive error reports if an operator had them sent."""


class Sink(StrEnum):
    """Where a secret may end up."""

    DATABASE = "database"
    WAL = "write-ahead log"
    TEMPORARY = "temporary folder"
    STORAGE = "storage folder"
    BACKUP = "backup copy"
    LOG = "application log"
    ACCESS_LOG = "access log"
    ERROR_REPORT = "error report"
    MAIL = "outgoing mail"
    ADDRESS = "addresses and referrers"
    BROWSER = "browser storage"
    CACHE = "HTTP cache"
    OTHER_EXPORT = "export of another role"
    CRASH = "crash dump"


@dataclass(frozen=True)
class Piece:
    """Some bytes of a sink; ``where`` names the file, the recipient or the address."""

    where: str
    content: bytes


@dataclass
class Workshop:
    """The folders and records of one run."""

    folder: Path
    recording: Recording
    log: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    exports: list[tuple[str, bytes]] = field(default_factory=list)
    wal_start: str = ""
    unread: list[str] = field(default_factory=list)

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"


class _Kept(logging.Handler):
    """Keeps what every logger says, in the words that the product writes."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines
        self.setFormatter(OneLineFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


@contextmanager
def workshop(folder: Path) -> Iterator[Workshop]:
    """Every trace leads to ``folder`` or to memory until the end of the block."""
    (folder / "tmp").mkdir()
    made = Workshop(folder, Recording(folder / "tmp"))
    made.wal_start = _wal_position()
    with (
        override_settings(
            ADMINS=[("exploitant", OPERATOR)],
            MANAGERS=[("exploitant", OPERATOR)],
            EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
            FILE_UPLOAD_TEMP_DIR=str(made.temporary),
            TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
        ),
        _temporary_files_in(made.temporary),
        _everything_logged(made.log),
    ):
        mail.outbox = []
        yield made


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    former, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = former


@contextmanager
def _everything_logged(lines: list[str]) -> Iterator[None]:
    """Every logger says everything, down to DEBUG, but those whose level the settings fix."""
    root, handler = logging.getLogger(), _Kept(lines)
    fixed: Any = settings.LOGGING.get("loggers", {})
    names = [name for name in logging.root.manager.loggerDict if name not in fixed]
    with ExitStack() as stack:
        for one in map(logging.getLogger, names):
            stack.callback(one.setLevel, one.level)
            one.setLevel(logging.NOTSET)
        stack.callback(root.setLevel, root.level)
        root.setLevel(logging.DEBUG)
        stack.callback(setattr, root, "handlers", root.handlers)
        root.handlers = [handler]
        yield


def note_crash(made: Workshop, error: BaseException, text: str) -> None:
    """Keep what a crash would leave: the text of the traceback, and faulthandler's."""
    with (made.folder / "crash.txt").open("w+") as dump:
        faulthandler.dump_traceback(dump, all_threads=True)
        dump.seek(0)
        made.crashes += [f"{type(error).__name__}\n{text}", dump.read()]


def pieces(made: Workshop) -> Iterator[tuple[Sink, Piece]]:
    """All that every sink holds at the end of a run."""
    exchanges = made.recording.exchanges
    yield from ((Sink.DATABASE, piece) for piece in _database())
    yield from ((Sink.WAL, piece) for piece in _write_ahead_log(made))
    yield from ((Sink.BACKUP, piece) for piece in _backup(made.folder))
    left = {**made.recording.left, **_files(made.temporary)}
    yield from ((Sink.TEMPORARY, Piece(name, content)) for name, content in left.items())
    stored = _files(Path(settings.STORAGE_DIR))
    yield from ((Sink.STORAGE, Piece(name, content)) for name, content in stored.items())
    yield Sink.LOG, Piece("log", "\n".join(made.log).encode())
    yield from ((Sink.CRASH, Piece("crash", text.encode())) for text in made.crashes)
    for one in exchanges:
        yield Sink.ACCESS_LOG, Piece(one.address, one.log_line.encode())
        yield Sink.ADDRESS, Piece(one.address, _addresses(one))
        yield from ((Sink.BROWSER, Piece(one.address, line.encode())) for line in one.cookies)
        if one.may_be_kept:
            yield Sink.CACHE, Piece(one.address, one.body + repr(one.headers).encode())
        if one.status >= 500:
            yield Sink.ERROR_REPORT, Piece(one.address, one.body)
    yield from _mails()
    yield from ((Sink.OTHER_EXPORT, Piece(who, body)) for who, body in made.exports)


def _addresses(one: Exchange) -> bytes:
    return "\n".join([one.address, one.referer, one.header("Location")]).encode()


def _mails() -> Iterator[tuple[Sink, Piece]]:
    """Every mail as sent and in clear; those to the operator are error reports."""
    for message in mail.outbox:
        to = " ".join(message.to)
        clear = f"{message.subject}\n{message.body}\n{message.reply_to}\n{to}"
        content = message.message().as_bytes() + b"\n" + clear.encode()
        attached = repr(getattr(message, "alternatives", "")).encode()
        sink = Sink.ERROR_REPORT if to == OPERATOR else Sink.MAIL
        yield sink, Piece(to, content + attached)


def _files(folder: Path) -> dict[str, bytes]:
    """The files under ``folder``, by their path in it; what only takes room is left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "ballast"
    }


def _database() -> Iterator[Piece]:
    """The rows of every table in clear; on SQLite the file too, with what its pages still hold."""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 — tables of our own models
            rows = [b"\t".join(map(_bytes, row)) for row in cursor.fetchall()]
        yield Piece(table, b"\n".join(rows))
    if connection.vendor == "sqlite":
        yield Piece("file", connection.connection.serialize())


def _bytes(cell: Any) -> bytes:
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell)
    return str(cell).encode()


def _write_ahead_log(made: Workshop) -> Iterator[Piece]:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        for suffix in ("-wal", "-shm", "-journal"):
            path = Path(name + suffix)
            if path.is_file():
                yield Piece(suffix, path.read_bytes())
        return
    if not made.wal_start:
        made.unread.append("write-ahead log: only a superuser of the server reads it")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, pg_read_binary_file('pg_wal/' || name) FROM pg_ls_waldir() "
            "WHERE name >= %s AND name <= pg_walfile_name(pg_current_wal_lsn()) "
            "AND name ~ '^[0-9A-F]{24}$' ORDER BY name",
            [made.wal_start],
        )
        for segment, content in cursor.fetchall():
            yield Piece(segment, bytes(content))


def _wal_position() -> str:
    """The segment in which PostgreSQL writes now, for who may read it; otherwise nothing."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            return ""
        cursor.execute("SELECT pg_walfile_name(pg_current_wal_lsn())")
        return str((cursor.fetchone() or ("",))[0])


def _backup(folder: Path) -> Iterator[Piece]:
    """A copy made as the documentation says: VACUUM INTO, or what pg_dump reads (COPY)."""
    if connection.vendor == "sqlite":
        copy = folder / "backup.sqlite3"
        with sqlite3.connect(copy) as target:
            connection.connection.backup(target)
        target.close()
        yield Piece("copy", copy.read_bytes())
        return
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
            yield Piece(table, b"".join(bytes(row) for row in rows))


KEPT_ON_THE_DEVICE = frozenset(
    {
        "calls/applications/static/applications/js/autosave.js: localStorage",
        "calls/applications/static/applications/js/form-autosave.js: localStorage",
    }
)
"""What a candidate types while the network is cut, until the server has it: what a project is,
about nobody (``draft-buffer.js``). The person to call of a member is left out of it
(``data-unkept``)."""


def browser_writes() -> list[str]:
    """Places of our scripts that write in the browser's own storage, and should not."""
    written = [
        f"{path.relative_to(SOURCES)}: {word}"
        for path in sorted(SOURCES.glob("**/static/**/*.js"))
        for word in STORING
        if word in path.read_text(encoding="utf-8")
    ]
    return [place for place in written if place not in KEPT_ON_THE_DEVICE]
