"""An import is looked at before it is parsed: bombs, traps and files of another type."""

import io
import json

import openpyxl
import pytest

from o2r.core.files.hostile_files import hostile_files
from o2r.projects.exchange import tables
from o2r.projects.exchange.columns import REQUIRED
from o2r.projects.exchange.tables import TableError, read

HEADER = ",".join(REQUIRED)
FAMILIES = ("zip-bomb", "office-xxe", "office-macro", "office-link", "nested-archive", "polyglot")


def test_no_hostile_workbook_reaches_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def reached(*_: object, **__: object) -> None:
        raise AssertionError("a hostile workbook was opened")

    monkeypatch.setattr(openpyxl, "load_workbook", reached)
    samples = [s for s in hostile_files(8) if s.family in FAMILIES and len(s.content) < 10_000_000]
    assert len(samples) == 48
    for sample in samples:
        with pytest.raises(TableError):
            read("projets.xlsx", sample.content)


def test_the_check_is_what_stops_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bug planted: no check."""
    monkeypatch.setattr(tables, "_check_content", lambda kind, content: None)
    opened = []
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: opened.append(1) or 1 / 0)
    [bomb, *_] = [s for s in hostile_files(1) if s.family == "zip-bomb"]
    with pytest.raises(ZeroDivisionError):
        read("projets.xlsx", bomb.content)
    assert opened


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("p.csv", b"%PDF-1.4\nx\n%%EOF\n", "contenu est : document PDF"),
        ("p.csv", b"<html><script>x</script>", "page web"),
        ("p.csv", HEADER.encode() + b"\nx\x1b[2J", "caractère de commande (U+001B)"),
        ("p.geojson", b"[" * 100_000, "imbriqué"),
        ("p.geojson", json.dumps({"a": "[" * 100}).encode(), "FeatureCollection"),
        ("p.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mot de passe"),
    ],
)
def test_a_file_of_another_type_is_named(name: str, content: bytes, said: str) -> None:
    with pytest.raises(TableError) as refused:
        read(name, content)
    assert said in str(refused.value).replace("\u00a0", " ")


def test_a_workbook_that_people_make_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(list(REQUIRED))
    book.active.append(["p", "=Projet", "B", "association", "dep:38"])
    book.active["B2"].data_type = "s"
    book.active["B2"].hyperlink = "https://o2r.example"
    output = io.BytesIO()
    book.save(output)
    [line] = read("projets.xlsx", output.getvalue())
    assert line.cells["intitule"] == "=Projet"


def test_a_csv_written_by_hand_may_hold_formulas_as_texts() -> None:
    [line] = read("p.csv", f"{HEADER}\np,=Projet,B,association,dep:38\n".encode())
    assert line.cells["intitule"] == "=Projet"
