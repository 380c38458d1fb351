"""A ZIP sent as it is made."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.core.archives import ArchiveFile, zip_archive
from o2r.core.documents.same_bytes import zip_date
from o2r.core.hostile_text import hostile_texts

AT = datetime(2026, 5, 4, 10, 30, 3, tzinfo=UTC)
MEGABYTE = 1_000_000


def opened(*files: ArchiveFile) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(zip_archive(files, made_at=AT))))


def test_files_come_out_as_they_went_in() -> None:
    archive = opened(
        ArchiveFile("Budget prévisionnel.csv", [b"poste;", b"montant\n"]),
        ArchiveFile("statuts.pdf", [b"%PDF-1.7"], folder="Les Passerelles"),
        ArchiveFile("vide.txt", []),
    )
    assert archive.testzip() is None
    assert archive.namelist() == [
        "Budget prévisionnel.csv",
        "Les Passerelles/statuts.pdf",
        "vide.txt",
    ]
    assert archive.read("Budget prévisionnel.csv") == b"poste;montant\n"
    assert {one.date_time for one in archive.infolist()} == {(2026, 5, 4, 10, 30, 2)}


def test_two_files_of_one_name_are_told_apart() -> None:
    names = ["Pièce.pdf", "pièce.PDF", "Pièce.pdf", "sans", "sans"]
    archive = opened(*(ArchiveFile(name, [b"x"]) for name in names))
    assert archive.namelist() == [
        *("Pièce.pdf", "pièce (2).PDF", "Pièce (3).pdf"),
        *opened(ArchiveFile("sans", [b"x"])).namelist(),
        "sans (2)",
    ]
    apart = opened(*(ArchiveFile("a.pdf", [b"x"], folder=one) for one in ("A", "B")))
    assert apart.namelist() == ["A/a.pdf", "B/a.pdf"]


NAMES = [one.text for one in hostile_texts()] + [
    *("../../etc/passwd", "/etc/passwd", "..\\..\\windows\\system.ini", "C:\\x.pdf", "..", ""),
    *("nul", "a\x00.pdf", "a/../../b.pdf", "x" * 400 + ".pdf", "\u202efdp.exe"),
]


def test_no_name_leaves_the_folder_where_one_unpacks() -> None:
    archive = opened(*(ArchiveFile(name, [b"x"], folder=name) for name in NAMES))
    names = archive.namelist()
    assert len({name.casefold() for name in names}) == len(NAMES)
    for name in names:
        assert not name.startswith("/")
        assert "\\" not in name
        assert ":" not in name
        assert ".." not in name.split("/")
        assert name.count("/") <= 1
        assert all(part and len(part) <= 150 for part in name.split("/"))


@given(st.lists(st.tuples(st.text(max_size=30), st.binary(max_size=300)), max_size=8))
def test_any_files_are_all_there(given_files: list[tuple[str, bytes]]) -> None:
    archive = opened(*(ArchiveFile(name, [content]) for name, content in given_files))
    assert archive.testzip() is None
    contents = [archive.read(name) for name in archive.namelist()]
    assert contents == [content for _, content in given_files]


def test_the_same_files_make_the_same_archive() -> None:
    files = [ArchiveFile("a.txt", [b"a" * 5000]), ArchiveFile("b.pdf", [b"b"])]
    assert b"".join(zip_archive(files, made_at=AT)) == b"".join(zip_archive(files, made_at=AT))
    assert zip_date(datetime(1970, 1, 1, tzinfo=UTC)) == (1980, 1, 1, 0, 0, 0)


def test_a_large_archive_is_never_held_whole() -> None:
    def large() -> Iterator[bytes]:
        for _ in range(60):
            yield b"%" * MEGABYTE

    tracemalloc.start()
    size = sum(len(piece) for piece in zip_archive([ArchiveFile("grand.pdf", large())]))
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 60 * MEGABYTE
    assert highest < 8 * MEGABYTE


def test_a_file_that_fails_leaves_no_archive_that_looks_whole() -> None:
    def failing() -> Iterator[bytes]:
        yield b"debut"
        raise OSError("disque")

    made = bytearray()

    def send() -> None:
        for piece in zip_archive([ArchiveFile("a.txt", failing())]):
            made.extend(piece)

    with pytest.raises(OSError, match="disque"):
        send()
    assert not zipfile.is_zipfile(io.BytesIO(made))
