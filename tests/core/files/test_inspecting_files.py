"""The verdict: what becomes readable, what is erased, what waits and is tried again."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from o2r.core import clock
from o2r.core.files import antivirus, recurring, services, storage
from o2r.core.files.content import workshop
from o2r.core.files.content.types import FileType
from o2r.core.files.enums import TRANSITIONS, FileState
from o2r.core.files.errors import MoveRefused
from o2r.core.files.hostile_files.archives import document, plain_zip
from o2r.core.files.measured_clamd import MeasuredClamd, measured_clamd
from o2r.core.files.models import StoredFile
from o2r.core.journal.models import JournalEntry

DOCX = plain_zip(document("docx", "Bonjour"))


def png() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(output, "PNG")
    return output.getvalue()


def jumbled() -> bytes:
    """Another picture."""
    output = io.BytesIO()
    Image.new("L", (9, 9), 7).save(output, "PNG")
    return output.getvalue()


@pytest.fixture
def verdict(receive: Any, django_capture_on_commit_callbacks: Any) -> Any:
    def act(name: str, content: bytes, **options: Any) -> StoredFile:
        file = receive(name, content, **options)
        with django_capture_on_commit_callbacks(execute=True):
            return services.inspect(by=services.INSPECTOR, file=file)

    return act


@pytest.fixture
def clamd(settings: Any) -> Iterator[MeasuredClamd]:
    with measured_clamd() as server:
        settings.CLAMD = server.address
        yield server


def contents() -> list[Path]:
    return list(storage.contents())


def test_a_picture_becomes_readable(verdict: Any) -> None:
    file = verdict("photo.png", png())
    assert (file.state, file.type, file.reason) == (FileState.CLEAN, FileType.PNG, "")
    [path] = contents()
    assert path == storage.clean(file.content_name)
    assert (path.stat().st_size, path.stat().st_mode & 0o777) == (file.size, 0o600)
    assert JournalEntry.objects.get(action="file.clean").object_id == file.pk


def test_a_refused_file_keeps_no_content(verdict: Any) -> None:
    file = verdict("photo.png", b"MZ" + b"x" * 100)
    assert (file.state, file.content_name) == (FileState.REFUSED, "")
    assert "n’est pas accepté" in file.reason
    assert contents() == []


def test_a_type_that_the_purpose_does_not_want_is_refused(verdict: Any) -> None:
    file = verdict("note.txt", b"bonjour", purpose="picture")
    assert file.state == FileState.REFUSED
    assert "texte brut" in file.reason
    assert "PNG, JPG, WEBP" in file.reason


@pytest.mark.parametrize("name", ["facture.pdf.exe", "photo.exe.png", "page.html.png"])
def test_a_name_that_starts_a_program_is_refused(verdict: Any, name: str) -> None:
    assert verdict(name, png()).state == FileState.REFUSED


def test_office_documents_wait_where_there_is_no_antivirus(verdict: Any) -> None:
    file = verdict("lettre.docx", DOCX)
    assert file.state == FileState.QUARANTINE
    assert "aucun antivirus" in file.reason
    assert "PDF" in file.reason
    assert [path.parent.name for path in contents()] == ["quarantine"]


def test_an_office_document_is_readable_once_an_antivirus_saw_it(
    verdict: Any, clamd: MeasuredClamd
) -> None:
    file = verdict("lettre.docx", DOCX)
    assert (file.state, clamd.received) == (FileState.CLEAN, 1)
    assert storage.clean(file.content_name).read_bytes() == DOCX


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.txt", b"bonjour EVIL"),
        ("lettre.docx", plain_zip(document("docx", "EVIL"))),
        ("photo.png", png()),
    ],
)
def test_what_the_antivirus_finds_is_erased(
    verdict: Any, clamd: MeasuredClamd, name: str, content: bytes
) -> None:
    clamd.virus = b"EVIL" if name != "photo.png" else b"IHDR"
    file = verdict(name, content)
    assert file.state == FileState.REFUSED
    assert "programme malveillant" in file.reason
    assert contents() == []


MOODS = ("closes early", "garbage", "limit", "cut", "empty", "liar", "hangs")


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize(("name", "content"), [("note.txt", b"x"), ("photo.png", png())])
def test_no_verdict_is_not_served(
    verdict: Any,
    clamd: MeasuredClamd,
    monkeypatch: pytest.MonkeyPatch,
    mood: str,
    name: str,
    content: bytes,
) -> None:
    monkeypatch.setattr(antivirus.scan, "__defaults__", (0.5,))
    clamd.mood = mood
    file = verdict(name, content)
    assert file.state == FileState.FAILED
    assert "refaite automatiquement" in file.reason
    assert [path.parent.name for path in contents()] == ["quarantine"]


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd", "clamd", "http://127.0.0.1/"]
)
def test_an_antivirus_that_is_not_there_is_not_a_verdict(
    verdict: Any, settings: Any, address: str
) -> None:
    settings.CLAMD = address
    assert verdict("note.txt", b"x").state == FileState.FAILED


def test_a_read_error_is_an_error(verdict: Any, receive: Any) -> None:
    file = receive("note.txt", b"bonjour")
    storage.quarantined(file.content_name).write_bytes(b"autre contenu")
    assert services.inspect(by=services.INSPECTOR, file=file).state == FileState.FAILED
    storage.quarantined(file.content_name).unlink()
    assert services.inspect(by=services.INSPECTOR, file=file).state == FileState.FAILED


def test_a_workshop_that_cannot_work_is_an_error_and_opens_again(
    verdict: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.close_workshops()
    with monkeypatch.context() as broken:
        broken.setattr(workshop.sys, "executable", "/bin/false")
        assert verdict("photo.png", png()).state == FileState.FAILED
    assert [path.parent.name for path in contents()] == ["quarantine"]
    assert verdict("note.png", jumbled()).state == FileState.CLEAN


def test_a_file_that_takes_too_long_is_refused_and_its_process_killed(
    verdict: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict("first.png", png())
    [opened] = [process for (_, name), process in workshop._open.items() if name == "redrawing"]
    monkeypatch.setattr(workshop, "LONGEST_SECONDS", 0.0)
    big = io.BytesIO()
    Image.effect_noise((2000, 2000), 90).save(big, "PNG")
    file = verdict("lent.png", big.getvalue())
    assert (file.state, opened.poll()) == (FileState.REFUSED, -9)
    assert "trop de mémoire ou de temps" in file.reason


def test_a_failed_file_is_tried_again_later_and_later(
    verdict: Any, clamd: MeasuredClamd, django_capture_on_commit_callbacks: Any
) -> None:
    clamd.mood = "limit"
    file = verdict("note.txt", b"x")
    waits = []
    for _ in range(3):
        now = file.next_try_at
        assert not StoredFile.objects.due(now - timedelta(seconds=1)).exists()
        assert recurring.inspect_again(now) == "1 fichier(s) revu(s), 0 avec un verdict."
        file.refresh_from_db()
        waits.append(file.next_try_at - file.inspected_at)
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    assert max(waits) <= services.LONGEST_WAIT
    clamd.mood = "well"
    with django_capture_on_commit_callbacks(execute=True):
        recurring.inspect_again(file.next_try_at)
    file.refresh_from_db()
    assert (file.state, file.reason) == (FileState.CLEAN, "")


def test_a_lost_task_is_found_again(receive: Any) -> None:
    file = receive("note.txt", b"x")
    assert recurring.inspect_again(clock.now()) == "0 fichier(s) revu(s), 0 avec un verdict."
    recurring.inspect_again(file.next_try_at)
    file.refresh_from_db()
    assert file.state == FileState.CLEAN


def test_the_reception_queues_the_verification(
    receive: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """The task runs at once in tests; in production the worker takes it."""
    with django_capture_on_commit_callbacks(execute=True):
        file = receive("note.txt", b"x")
    file.refresh_from_db()
    assert file.state == FileState.CLEAN
    reference = str(file.pk)
    assert services.inspect_later.call(reference) == "clean"
    file.delete()
    assert services.inspect_later.call(reference) == "removed"


def test_of_two_verifications_the_first_decides(
    receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = receive("photo.png", png())
    slow = services._examine(file)
    quick = services.inspect(by=services.INSPECTOR, file=file)
    late = services._settle(by=services.INSPECTOR, file=file, verdict=slow)
    assert late.content_name == quick.content_name
    assert not storage.clean(slow.content_name).exists()
    assert storage.clean(quick.content_name).exists()


def test_a_verdict_that_cannot_be_written_leaves_nothing_readable(
    receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = receive("photo.png", png())

    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        services.inspect(by=services.INSPECTOR, file=file)
    file.refresh_from_db()
    assert file.state == FileState.QUARANTINE
    assert [path.parent.name for path in contents()] == ["quarantine"]


@pytest.mark.parametrize("start", FileState)
@pytest.mark.parametrize("end", FileState)
def test_a_file_moves_along_the_table_only(
    receive: Any, sender: Any, start: FileState, end: FileState
) -> None:
    file = receive("a.txt", b"x")
    file.state = start
    if end in TRANSITIONS[start]:
        services._move(sender, file, end)
        assert file.state == end
    else:
        with pytest.raises(MoveRefused):
            services._move(sender, file, end)


def test_a_verdict_is_never_taken_back(verdict: Any, clamd: MeasuredClamd) -> None:
    file = verdict("photo.png", png())
    clamd.virus = b"IHDR"
    assert services.inspect(by=services.INSPECTOR, file=file).state == FileState.CLEAN
    assert not StoredFile.objects.due(clock.now() + timedelta(days=9)).exists()


def test_the_ballast_and_the_sweep_say_what_they_did() -> None:
    assert recurring.keep_ballast(clock.now()) == "La réserve de place est là."
    assert recurring.sweep(clock.now()) == "0 contenu(s) sans fichier effacé(s)."
