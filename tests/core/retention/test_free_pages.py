"""The file of SQLite keeps nothing of what was erased."""

from pathlib import Path

import pytest
from django.db import ConnectionHandler

from o2r.core.retention import free_pages


def test_inside_a_transaction_nothing_is_written_again() -> None:
    assert not free_pages.rewrite_free_pages()


def test_what_was_erased_is_in_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "own.sqlite3")}
    own = ConnectionHandler({"default": place})["default"]
    monkeypatch.setattr(free_pages, "connection", own)
    with own.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
        cursor.execute("CREATE TABLE erased (word text)")
        cursor.executemany("INSERT INTO erased VALUES (%s)", [(f"canari-{n}",) for n in range(500)])
        cursor.execute("DELETE FROM erased")
    assert b"canari-7" in own.connection.serialize()
    assert free_pages.rewrite_free_pages()
    assert b"canari-7" not in own.connection.serialize()
    own.close()
