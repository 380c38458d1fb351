"""Exports: no cell runs, and nothing is lost."""

import csv
import io
import sys
import unicodedata
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from o2r.core import exports
from o2r.core.exports import csv_bytes, csv_lines, neutral, ods_bytes, restored, xlsx_bytes
from o2r.core.hostile_text import findings, hostile_texts

TEXTS = [text.text for text in hostile_texts()]
HOSTILE = st.text("=+-@'\" ,;\t\r\nab1\uff1d\u200b|()", max_size=20)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+33 1 99 00 00 00", "'+33 1 99 00 00 00"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t'=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\uff1dcmd|x", "'\uff1dcmd|x"),
        ("\u200b=1", "'\u200b=1"),
        ("'=1", "''=1"),
        ("liste :\n- un", "liste :\n'- un"),
        ("a;=1", "a;'=1"),
        ('a",=1', "a\",'=1"),
        ("l’été, un mot d'esprit", "l’été, un mot d'esprit"),
        ("mission-locale", "mission-locale"),
        ("a = b", "a = b"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_is_made_text(text: str, written: str) -> None:
    assert neutral(text) == written
    assert restored(written) == text


@given(st.one_of(HOSTILE, st.text(max_size=40), st.sampled_from(TEXTS)))
@settings(max_examples=1500, deadline=None)
@example("'")
@example("\t'\t=")
def test_neutralising_is_undone_exactly(text: str) -> None:
    assert restored(neutral(text)) == text


@given(HOSTILE)
@settings(max_examples=1000, deadline=None)
def test_no_text_is_live_whatever_the_separator_of_the_reader(text: str) -> None:
    assert findings("csv", csv_bytes(["a"], [[text]])) == []


def test_every_variant_of_a_sign_is_known() -> None:
    variants = {
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.normalize("NFKC", chr(code))[:1] in tuple("=+-@")
    }
    assert variants == exports._FORMULA_SIGNS


ROWS = [[text, -3, Decimal("-1.5"), date(2026, 1, 2), True, None] for text in TEXTS]
HEADER = ["texte", "=nombre", "décimal", "jour", "oui", "rien"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_of_a_csv_runs(delimiter: str) -> None:
    assert findings("csv", csv_bytes(HEADER, ROWS, delimiter)) == []


def test_no_cell_of_a_workbook_runs() -> None:
    assert findings("xlsx", xlsx_bytes("essai", HEADER, ROWS)) == []
    assert findings("ods", ods_bytes('"<essai>&', HEADER, ROWS)) == []


def test_a_bug_in_neutralising_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "neutral", lambda text: text)
    assert len(findings("csv", csv_bytes(HEADER, ROWS))) > 40


def test_numbers_and_dates_stay_what_they_are() -> None:
    text = csv_bytes(["n", "d", "j", "h"], [[-3, Decimal("-1.5"), date(2026, 1, 2), False]])
    assert text.decode("utf-8-sig") == "n,d,j,h\n-3,-1.5,2026-01-02,non\n"
    sheet = openpyxl.load_workbook(
        io.BytesIO(xlsx_bytes("x", ["n"], [[-3], [1.5], [date(2026, 1, 2)], [None], [True]]))
    ).active
    values = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert values == [-3, 1.5, datetime(2026, 1, 2), None, "oui"]  # noqa: DTZ001


def test_a_date_of_an_open_document_is_a_date() -> None:
    rows = [[date(2026, 1, 2)], [datetime(2026, 1, 2, tzinfo=UTC)]]
    with zipfile.ZipFile(io.BytesIO(ods_bytes("x", ["d"], rows))) as book:
        told = book.read("content.xml").decode()
    assert told.count('office:value-type="date" office:date-value="2026-01-02"') == 1


def test_a_workbook_gives_its_texts_back() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_bytes("x", ["=a"], [["=1+1"], ["'x"], ["00123"]]))
    )
    cells = list(book.active["A"])
    assert [cell.value for cell in cells] == ["=a", "=1+1", "'x", "00123"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[1].quotePrefix
    assert not cells[3].quotePrefix


def test_an_open_document_gives_its_texts_back() -> None:
    texts = ["=1+1", "a  b\tc", "<b>&\"'", "deux\nlignes"]
    with zipfile.ZipFile(io.BytesIO(ods_bytes("Été", ["a"], [[text] for text in texts]))) as book:
        assert book.infolist()[0].filename == "mimetype"
        assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
        root = ElementTree.fromstring(book.read("content.xml"))  # noqa: S314 - our own file
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    cells = root.iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell")
    read = []
    for cell in cells:
        lines = []
        for line in cell:
            pieces = [line.text or ""]
            for child in line:
                count = int(child.get(f"{text}c", "1"))
                pieces += ["\t" if child.tag == f"{text}tab" else " " * count, child.tail or ""]
            lines.append("".join(pieces))
        read.append("\n".join(lines))
    assert read == ["a", *texts]


def test_characters_that_no_file_can_hold_are_left_out() -> None:
    for content in (
        csv_bytes(["a"], [["x\x00\x1b\ud800y"]]),
        xlsx_bytes("x", ["a"], [["x\x00\x1b\ud800y"]]),
        ods_bytes("x", ["a"], [["x\x00\x1b\ud800y"]]),
    ):
        assert content
    assert "xy" in csv_bytes(["a"], [["x\x00\x1b\ud800y"]]).decode("utf-8-sig")


def test_a_long_csv_is_sent_as_it_is_made() -> None:
    made = []

    def rows() -> object:
        for rank in range(10_000):
            made.append(rank)
            yield [rank, "x" * 50]

    lines = csv_lines(["n", "t"], rows())  # type: ignore[arg-type]
    first = next(lines)
    assert 0 < len(made) < 2000
    whole = first + "".join(lines)
    assert len(list(csv.reader(io.StringIO(whole)))) == 10_001


def test_a_very_long_text_is_neutralised_in_linear_time() -> None:
    assert neutral("\n" * 200_000 + "=")[-3:] == "\n'="
