"""One description, two formats: what is said, to whom, and always in the same bytes."""

import io
import re
import time
import zipfile
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pytest_django import Settings

from o2r.accounts.governance.in_force import logo
from o2r.core.documents import (
    Brand,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signature,
    Table,
    docx,
    pdf,
    pdf_available,
    printing,
)
from o2r.core.documents.brand import brand_in_force
from o2r.core.documents.pdf_writer import page_of, widths_of
from o2r.core.documents.text import lines_of, one_line
from o2r.core.files.content.recognising import recognise
from o2r.core.files.content.types import FileType, Limits
from o2r.core.hostile_text import findings, hostile_texts
from tests.core.documents.reading import docx_texts, pdf_text, xml_of
from tests.core.documents.word import faults

MADE_AT = datetime(2026, 5, 4, 10, 30, 2, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
needs_pango = pytest.mark.skipif(not pdf_available(), reason=printing.MISSING)


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (400, 200), "#0f5a55").save(written, "WEBP")
    return written.getvalue()


BRAND = Brand("DREETS d'essai", picture())
LETTER = Document(
    title="Notification de la décision",
    subtitle="Appel à manifestation d’intérêt 2027",
    blocks=[
        Paragraph("Madame, Monsieur,\nvotre projet est retenu : bravo !"),
        Heading("Le projet"),
        Fields([("Porteur", "Les Passerelles"), ("Adresse", "1 rue d'Essai\n69200 Vénissieux")]),
        Heading("Budget", level=2),
        Table(
            header=["Poste", "Montant"],
            rows=[["Salaires", "120 000,00 €"], ["Locaux", "12 000,00 €"]],
            caption="Budget retenu",
        ),
        Heading("Signatures"),
        Signature(["Pour l’État, la directrice", "Pour le porteur"]),
    ],
)


def of(*blocks: Any, title: str = "Essai") -> Document:
    return Document(title, blocks=blocks)


def test_a_docx_says_everything_in_styles_that_move_readers() -> None:
    file = xml_of(docx(LETTER, made_at=MADE_AT, brand=BRAND))
    styles = [one.get(f"{W}val") for one in file.iter(f"{W}pStyle")]
    assert styles[:2] == ["Title", "Subtitle"]
    assert [one for one in styles if one.startswith("Heading")] == [
        "Heading1",
        "Heading2",
        "Heading1",
    ]
    texts = docx_texts(docx(LETTER, made_at=MADE_AT, brand=BRAND))
    assert "Madame, Monsieur,\nvotre projet est retenu\u00a0: bravo\u00a0!" in texts
    assert "Adresse\u00a0: 1 rue d’Essai\n69200 Vénissieux" in texts
    assert {"Poste", "120 000,00 €", "Budget retenu", "Pour le porteur"} <= set(texts)
    assert len(list(file.iter(f"{W}tblHeader"))) == 1
    assert [one.get(f"{W}val") for one in file.iter(f"{W}tblCaption")] == ["Budget retenu"]


def test_a_docx_is_in_french_and_names_who_sends_it() -> None:
    content = docx(LETTER, made_at=MADE_AT, brand=BRAND)
    styles = xml_of(content, "word/styles.xml")
    assert {one.get(f"{W}val") for one in styles.iter(f"{W}lang")} == {"fr-FR"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        core = archive.read("docProps/core.xml").decode()
        head = archive.read("word/header1.xml").decode()
        names = archive.namelist()
    assert "<dc:language>fr-FR</dc:language>" in core
    assert "<dc:title>Notification de la décision</dc:title>" in core
    assert "2026-05-04T10:30:02Z" in core
    assert "python-docx" not in core
    assert "DREETS d’essai" in head
    assert 'descr="Logo de DREETS d’essai"' in head
    assert "docProps/thumbnail.jpeg" not in names


@pytest.mark.parametrize("brand", [BRAND, Brand("DREETS d’essai", b"")])
def test_word_has_nothing_to_repair(brand: Brand) -> None:
    empty = of(Paragraph(""), Table(["A"], [[""]], caption="Vide"), Fields([("C", "")]))
    for described in (LETTER, empty):
        assert faults(docx(described, made_at=MADE_AT, brand=brand)) == []


@pytest.mark.parametrize(
    ("good", "wrong", "said"),
    [
        ("<w:tblHeader/>", "", "row of titles"),
        ('w:val="Subtitle"', 'w:val="Absent"', "Absent is unknown"),
        ("<w:keepNext/>", "<w:jc/><w:keepNext/>", "pPr holds"),
        ('w:val="Heading1"', 'w:val="Heading3"', "level 3 follows one of level 0"),
    ],
)
def test_what_word_would_repair_is_found(good: str, wrong: str, said: str) -> None:
    with zipfile.ZipFile(io.BytesIO(docx(LETTER, made_at=MADE_AT, brand=BRAND))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    assert good in body
    parts["word/document.xml"] = body.replace(good, wrong, 1).encode()
    spoiled = io.BytesIO()
    with zipfile.ZipFile(spoiled, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert any(said in fault for fault in faults(spoiled.getvalue()))


def test_the_same_description_makes_the_same_docx() -> None:
    first = docx(LETTER, made_at=MADE_AT, brand=BRAND)
    time.sleep(2.1)
    assert docx(LETTER, made_at=MADE_AT, brand=BRAND) == first
    assert docx(LETTER, made_at=datetime(2027, 1, 1, tzinfo=UTC), brand=BRAND) != first


def test_a_docx_of_ours_is_received_again_once_corrected() -> None:
    content = docx(LETTER, made_at=MADE_AT, brand=BRAND)
    assert recognise(content, "docx", Limits()) is FileType.DOCX


@needs_pango
def test_a_pdf_is_set_in_the_type_of_the_site() -> None:
    with pikepdf.open(io.BytesIO(pdf(LETTER, made_at=MADE_AT, brand=BRAND))) as file:
        names = {str(font["/BaseFont"]) for font in file.pages[0].Resources.Font.values()}
    assert all("Atkinson" in name for name in names)


@needs_pango
def test_the_same_description_makes_the_same_pdf() -> None:
    first = pdf(LETTER, made_at=MADE_AT, brand=BRAND)
    time.sleep(2.1)
    assert pdf(LETTER, made_at=MADE_AT, brand=BRAND) == first
    assert pdf(LETTER, made_at=datetime(2027, 1, 1, tzinfo=UTC), brand=BRAND) != first


@needs_pango
def test_a_pdf_is_tagged_in_french_and_titled() -> None:
    content = pdf(LETTER, made_at=MADE_AT, brand=BRAND)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "fr-FR"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        metadata = file.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Notification de la décision"
        assert str(file.docinfo["/CreationDate"]).startswith("D:20260504")
        tags = _tags(file.Root.StructTreeRoot)
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/Figure"} <= tags


def _tags(node: Any) -> set[str]:
    found: set[str] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += list(one)
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                found.add(str(one["/S"]))
            if "/K" in one:
                waiting.append(one["/K"])
    return found


@needs_pango
def test_a_pdf_says_everything() -> None:
    text = pdf_text(pdf(LETTER, made_at=MADE_AT, brand=BRAND))
    for said in (
        "Notification de la décision",
        "DREETS d’essai",
        "120 000,00 €",
        "Pour le porteur",
    ):
        assert said.replace(" ", "") in text


def test_without_pango_a_pdf_is_refused_and_a_docx_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_weasyprint", lambda: None)
    assert not pdf_available()
    with pytest.raises(RuntimeError, match="pango"):
        pdf(LETTER, made_at=MADE_AT, brand=BRAND)
    assert docx(LETTER, made_at=MADE_AT, brand=BRAND).startswith(b"PK")


def test_the_instance_signs_its_documents(settings: Settings) -> None:
    settings.SITE_NAME = "O2R Bretagne"
    assert (brand_in_force().name, brand_in_force().logo, logo()) == ("O2R Bretagne", b"", b"")
    content = docx(of(), made_at=MADE_AT)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "O2R Bretagne" in archive.read("word/header1.xml").decode()


@pytest.mark.parametrize("levels", [(2,), (1, 3), (0,), (1, 2, 3, 4)])
def test_a_heading_skips_no_level(levels: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="skips a level"):
        of(*(Heading("x", level=level) for level in levels))


def test_a_document_has_a_title_and_a_table_is_whole() -> None:
    with pytest.raises(ValueError, match="has a title"):
        Document(" ")
    for header, rows in (((), ()), (("a", "b"), (("1",),))):
        with pytest.raises(ValueError, match="as many cells"):
            Table(header, rows)


def everywhere(text: str) -> Document:
    """A document with a text in every place that holds one."""
    return Document(
        title=f"Titre {text}",
        subtitle=text,
        blocks=[
            Heading(text),
            Paragraph(text),
            Table([text, "b"], [[text, text]], caption=text),
            Fields([(text, text)]),
            Signature([text]),
        ],
    )


HOSTILE = list(hostile_texts())
ALIVE = (
    *("w:instrText", "w:hyperlink", "w:object", "w:altChunk", "w:dde", "w:control", "w:attachedT"),
    *("o:OLEObject", "w:customXmlInsRange", "w:script"),
)


@pytest.mark.parametrize("family", sorted({one.family for one in HOSTILE}))
def test_hostile_texts_stay_texts_in_a_docx(family: str) -> None:
    blocks = [Paragraph(one.text) for one in HOSTILE if one.family == family]
    content = docx(of(*blocks, *everywhere("x").blocks), made_at=MADE_AT, brand=Brand("x"))
    texts = docx_texts(content)
    for one in HOSTILE:
        if one.family == family:
            assert "\n".join(lines_of(one.text)) in texts
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith((".xml", ".rels")):
                part = archive.read(name).decode()
                assert not [sign for sign in ALIVE if f"<{sign}" in part]
                assert 'TargetMode="External"' not in part


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text_comes_back_from_a_docx(text: str) -> None:
    content = docx(everywhere(text), made_at=MADE_AT, brand=Brand(text or "x"))
    texts = docx_texts(content)
    assert "\n".join(lines_of(text)) in texts
    assert one_line(f"Titre {text}") in texts


@pytest.mark.parametrize("hostile", HOSTILE[::4], ids=lambda one: one.mark)
def test_hostile_texts_stay_texts_in_the_page_that_is_printed(hostile: Any) -> None:
    page = page_of(everywhere(hostile.text), MADE_AT, Brand(hostile.text))
    assert findings("html", page) == []


@needs_pango
def test_hostile_texts_stay_texts_in_a_pdf() -> None:
    chosen = [one for rank, one in enumerate(HOSTILE) if rank % 25 == 0]
    blocks = [block for one in chosen for block in everywhere(one.text).blocks]
    content = pdf(of(*blocks), made_at=MADE_AT, brand=Brand(chosen[0].text))
    text = pdf_text(content)
    assert all(one.mark in text for one in chosen)
    with pikepdf.open(io.BytesIO(content)) as file:
        names = {str(key) for one in file.objects if _is_map(one) for key in one.keys()}
        kinds = {str(one["/S"]) for one in file.objects if _is_map(one) and "/S" in one}
    assert not names & {"/JS", "/OpenAction", "/AA", "/EmbeddedFiles", "/Annots", "/URI"}
    assert not kinds & {"/JavaScript", "/URI", "/Launch", "/SubmitForm"}


def _is_map(one: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary | pikepdf.Stream)


def test_nobody_signs_one_thing_and_reads_another() -> None:
    assert lines_of("montant \u202e000 1\u202c €") == ["montant 000 1 €"]
    assert lines_of("a\u2028b\r\nc\x00") == ["a", "b", "c"]
    assert one_line(" « oui »\nnon ") == "«\u00a0oui\u00a0» non"


@given(st.lists(st.lists(st.text(max_size=80), min_size=1, max_size=12), min_size=1, max_size=4))
def test_columns_share_the_page(rows: list[list[str]]) -> None:
    count = len(rows[0])
    table = Table(rows[0], [row for row in rows[1:] if len(row) == count])
    widths = widths_of(table)
    assert sum(widths) == 12
    assert all(width >= 1 for width in widths)


def test_the_column_that_says_more_is_wider_and_thirteen_are_equal() -> None:
    assert widths_of(Table(["Poste", "Explication"], [["A", "x" * 60]])) == [2, 10]
    assert widths_of(Table(["x"] * 13, [])) == []


def test_what_rounding_leaves_does_not_all_go_to_one_column() -> None:
    header = ["Membre", "Année 1", "Année 2", "Année 3", "Total", "Part"]
    row = ["Association 1", *["90 000 €"] * 4, "33 %"]
    assert widths_of(Table(header, [row])) == [3, 2, 2, 2, 2, 1]


def test_a_word_without_end_is_cut_in_the_page_and_stays_whole_when_read() -> None:
    page = page_of(of(Paragraph("a" * 450)), MADE_AT, Brand("x"))
    assert [len(piece) for piece in re.findall("<span>(a+)</span>", page)] == [200, 200, 50]
    assert "<span>" not in page_of(of(Paragraph("a " * 450)), MADE_AT, Brand("")).split("<h1>")[1]
