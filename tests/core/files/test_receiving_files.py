"""Quarantine: what is kept on arrival, what is refused at once, and what a crash leaves."""

import hashlib
import os
import shutil
import stat
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from o2r.core.files import services, storage, upload_handlers
from o2r.core.files.enums import FileState
from o2r.core.files.errors import FileRefused, NoRoom
from o2r.core.files.models import StoredFile
from o2r.core.files.purposes import DOCUMENT, Purpose, declare, purpose_of
from o2r.core.journal.models import JournalEntry


def contents() -> list[Path]:
    return list(storage.contents())


def test_a_file_received_waits_in_quarantine(receive: Any, sender: Any) -> None:
    file = receive("../Note d’été.txt", b"bonjour")
    assert (file.state, file.original_name) == (FileState.QUARANTINE, "Note d’été.txt")
    assert (file.size, file.declared_size) == (7, 7)
    assert file.sha256 == hashlib.sha256(b"bonjour").hexdigest()
    assert (file.uploaded_by, file.organisation) == (sender.user, sender.organisation)
    [path] = contents()
    assert path.read_bytes() == b"bonjour"
    assert "note" not in path.name.lower()


def test_contents_are_private_and_outside_what_is_served(
    receive: Any, storage_folder: Path, settings: Any
) -> None:
    receive("a.txt", b"x")
    [path] = contents()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(storage.root().stat().st_mode) == 0o700
    assert not storage.root().is_relative_to(settings.STATIC_ROOT)
    assert storage.root().is_relative_to(storage_folder)


def test_a_reception_is_in_the_journal_without_the_name(receive: Any) -> None:
    file = receive("secret.txt", b"x")
    entry = JournalEntry.objects.get(action="file.receive")
    assert (entry.object_id, entry.fields) == (file.pk, "content")
    assert "secret" not in repr(entry.__dict__)


def test_the_same_file_sent_twice_is_received_once(receive: Any) -> None:
    first = receive("a.txt", b"x")
    assert receive("b.txt", b"x") == first
    assert len(contents()) == 1
    assert receive("a.txt", b"x", at=uuid.uuid4()) != first


def test_two_senders_at_the_same_instant_make_one_file(
    receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looked before the first had written: the database decides."""
    first = receive("a.txt", b"x")
    rows = type(StoredFile.objects.all())
    monkeypatch.setattr(rows, "first", lambda self: None)
    assert receive("a.txt", b"x") == first
    assert StoredFile.objects.count() == 1
    assert len(contents()) == 1


@pytest.mark.parametrize(
    ("content", "size", "said"),
    [
        (b"", None, "Le fichier est vide"),
        (b"abc", 4, "arrivé incomplet"),
        (b"abc", 2, "arrivé incomplet"),
        (b"abc", 10_000_000_000, "dépasse la limite de 20 Mo"),
    ],
)
def test_a_wrong_size_is_refused_and_nothing_is_kept(
    receive: Any, content: bytes, size: int | None, said: str
) -> None:
    with pytest.raises(FileRefused, match=said):
        receive("a.txt", content, size=size)
    assert contents() == []
    assert not StoredFile.objects.exists()


class Endless(SimpleUploadedFile):
    """Sends more than it announced, for ever; counts what was read."""

    read_bytes = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while True:
            self.read_bytes += 1_000_000
            yield b"\0" * 1_000_000


def test_reading_stops_at_the_limit(sender: Any) -> None:
    upload = Endless("a.txt", b"x")
    with pytest.raises(FileRefused, match="20 Mo"):
        services.receive(
            by=sender,
            upload=upload,
            organisation=sender.organisation,
            attached_kind="a",
            attached_id=uuid.uuid4(),
            purpose="document",
        )
    assert upload.read_bytes <= DOCUMENT.max_bytes + 1_000_000
    assert contents() == []


def test_an_object_holds_a_limited_number_of_files(
    receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(Purpose("test-two", "test", DOCUMENT.types, 1000, 2))
    receive("a.txt", b"1", purpose="test-two")
    receive("a.txt", b"2", purpose="test-two")
    with pytest.raises(FileRefused, match="déjà 2 fichiers"):
        receive("a.txt", b"3", purpose="test-two")
    # Another purpose and another object have their own count; a refused file leaves its place.
    receive("a.txt", b"3")
    StoredFile.objects.filter(purpose="test-two").update(state="refused", content_name="")
    receive("a.txt", b"3", purpose="test-two")
    with pytest.raises(ValueError, match="test-two"):
        declare(purpose_of("test-two"))
    with pytest.raises(LookupError):
        receive("a.txt", b"3", purpose="unknown")


def test_a_full_disk_refuses_files(
    receive: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MIN_FREE_DISK_PERCENT = 10
    usage = shutil._ntuple_diskusage
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1000, 899, 101))
    receive("a.txt", b"x")
    with pytest.raises(NoRoom, match="n’a plus assez de place"):
        receive("b.txt", b"yy")


def test_a_disk_that_fills_up_meanwhile_keeps_nothing(
    receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom):
        receive("a.txt", b"x")
    assert contents() == []


def test_an_embedded_database_keeps_its_ballast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "is_database_embedded", lambda: True)
    assert storage.ensure_ballast()
    assert storage.ballast().stat().st_size == storage.BALLAST_BYTES == 64_000_000
    blocks = storage.ballast().stat().st_blocks * 512
    assert blocks >= storage.BALLAST_BYTES, "a hole holds no room"

    def full(handle: int, start: int, length: int) -> None:
        raise OSError(28, "No space left on device")

    storage.ballast().unlink()
    monkeypatch.setattr(os, "posix_fallocate", full)
    assert not storage.ensure_ballast()
    assert not storage.ballast().exists()
    with pytest.raises(NoRoom):
        storage.check_room(1)


def test_a_database_server_needs_no_ballast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "is_database_embedded", lambda: False)
    assert storage.ensure_ballast()
    assert not storage.ballast().exists()


def test_a_row_that_cannot_be_written_leaves_no_content(
    receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        receive("a.txt", b"x")
    assert contents() == []
    assert not StoredFile.objects.exists()


def test_a_request_announced_too_big_is_refused_before_it_is_read() -> None:
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.txt", b"x")})
    request.META["CONTENT_LENGTH"] = str(10_000_000_000)
    with pytest.raises(RequestDataTooBig):
        request.FILES["file"]


def test_a_request_longer_than_announced_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_handlers, "BIGGEST_REQUEST", 100_000)
    handler = upload_handlers.BoundedUploadHandler(RequestFactory().get("/"))
    assert handler.receive_data_chunk(b"x" * 65_536, 0)
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 65_536, 65_536)


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_files_of_any_size_reach_the_view_whole(size: int) -> None:
    """The handler put first hands everything on, in memory or on the disk."""
    content = os.urandom(size) or b"."
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.bin", content)})
    assert request.FILES["file"].read() == content
    request.close()


def test_removing_a_file_leaves_neither_row_nor_content(
    receive: Any, sender: Any, django_capture_on_commit_callbacks: Any
) -> None:
    file = receive("a.txt", b"x")
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(by=sender, file=file)
    assert contents() == []
    assert not StoredFile.objects.exists()
    assert JournalEntry.objects.filter(action="file.remove").count() == 1


def test_sweeping_erases_old_contents_that_no_file_claims(receive: Any) -> None:
    receive("a.txt", b"kept")
    recent, old = storage.quarantined("recent"), storage.clean("old")
    for path in (recent, old, *contents()):
        path.touch()
        os.utime(path, (0, 0)) if path is not recent else None
    assert services.sweep() == 1
    assert not old.exists()
    assert recent.exists()
    assert len(contents()) == 2
