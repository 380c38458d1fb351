"""Files whose columns and sheets are somebody else's."""

import io
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.projects.exchange import values
from o2r.projects.exchange.tables import TableError, read_freely, sheet_names

PARIS = ZoneInfo("Europe/Paris")


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_one_sheet_of_several_is_read_by_its_name() -> None:
    content = workbook(actions=[["Nom"], ["Appeler"]], personnes=[["Nom"], ["Momo"]])
    assert sheet_names("data.xlsx", content) == ("actions", "personnes")
    assert [line.cells for line in read_freely("data.xlsx", content)] == [{"Nom": "Appeler"}]
    [line] = read_freely("data.xlsx", content, "personnes")
    assert line.cells == {"Nom": "Momo"}
    assert sheet_names("data.csv", b"Nom\nMomo\n") == ()


def test_a_sheet_that_is_not_there_is_named() -> None:
    with pytest.raises(TableError, match="pas de feuille «.lieux.»"):
        read_freely("data.xlsx", workbook(actions=[["Nom"], ["x"]]), "lieux")
    for read in (sheet_names, read_freely):
        with pytest.raises(TableError):
            read("data.xlsx", b"not a workbook")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=PARIS)),
        ("01/03/2026 15h00", datetime(2026, 3, 1, 15, tzinfo=PARIS)),
        ("2026-03-01 14:59:31", datetime(2026, 3, 1, 14, 59, 31, tzinfo=PARIS)),
        ("2026-03-01T00:00:00.000Z", datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_in_its_zone(cell: str, expected: datetime) -> None:
    assert values.instant(cell, PARIS) == expected


@pytest.mark.parametrize("cell", ["", "hier", "31/02/2026", "03/05/80", "29344", "2026-13-01"])
def test_what_is_no_date_says_how_to_write_one(cell: str) -> None:
    with pytest.raises(values.Refused, match="JJ/MM/AAAA"):
        values.instant(cell, PARIS)


@given(st.text(max_size=40))
def test_any_text_is_an_instant_or_a_refusal(cell: str) -> None:
    with suppress(values.Refused):
        assert values.instant(cell, PARIS).tzinfo is not None
