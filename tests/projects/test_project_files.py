"""Reading a file of projects: what is wrong with the file itself."""

import io
import json
from datetime import date, datetime

import openpyxl
import pytest

from o2r.projects.exchange import tables
from o2r.projects.exchange.columns import COLUMNS, NAMES, REQUIRED
from o2r.projects.exchange.tables import Line, TableError, read

HEADER = ",".join(REQUIRED)
ROW = "un-projet,Un projet,Porteur,association,dep:38"


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def feature_collection(*properties: object) -> bytes:
    features = [{"type": "Feature", "properties": one, "geometry": None} for one in properties]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_columns_are_documented() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(column.help.endswith(".") for column in COLUMNS)
    assert REQUIRED == ("identifiant", "intitule", "porteur", "porteur_type", "territoire")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_is_read_with_any_usual_separator(delimiter: str, encoding: str) -> None:
    text = f"{HEADER}\n{ROW}\n".replace(",", delimiter)
    [line] = read("projets.CSV", text.encode(encoding))
    assert line.number == 2
    assert line.cells["territoire"] == "dep:38"


def test_the_header_is_understood_with_accents_capitals_and_blank_lines() -> None:
    text = f"\n{HEADER.replace('intitule', 'Intitulé')}\r\n{ROW}\r\n,,,,\r\n{ROW}\r\n"
    lines = read("projets.csv", text.encode())
    assert [line.number for line in lines] == [3, 5]
    assert lines[0].cells["intitule"] == "Un projet"


def test_a_cell_of_several_lines_keeps_the_number_of_its_first_line() -> None:
    text = f'{HEADER},description\n{ROW},"Un\ndeux"\n{ROW},trois\n'
    assert [(line.number, line.cells["description"]) for line in read("p.csv", text.encode())] == [
        (2, "Un\ndeux"),
        (4, "trois"),
    ]


def test_a_short_line_leaves_the_last_cells_empty() -> None:
    [line] = read("p.csv", f"{HEADER},description\n{ROW}\n".encode())
    assert line.cells["description"] == ""


def test_a_workbook_gives_texts_whatever_its_cells_hold() -> None:
    header = [*REQUIRED, "porteur_siret", "date_debut", "date_fin", "exemple", "telephone"]
    row = ["p", "P", "B", "association", "dep:38"]
    day = datetime(2026, 1, 2)  # noqa: DTZ001 - spreadsheets have no time zone
    content = workbook(header, [*row, 13003013300016.0, day, date(2026, 1, 3), True, None])
    [line] = read("projets.xlsx", content)
    assert line == Line(
        2,
        {
            **dict(zip(REQUIRED, row, strict=True)),
            "porteur_siret": "13003013300016",
            "date_debut": "2026-01-02",
            "date_fin": "2026-01-03",
            "exemple": "oui",
            "telephone": "",
        },
    )


def test_a_geojson_gives_texts_whatever_its_properties_hold() -> None:
    content = feature_collection(
        {"identifiant": "p", "intitule": "P", "porteur": "B", "porteur_type": "association"}
        | {"territoire": "dep:38", "publics": ["jeunes", "femmes"], "source": None}
    )
    [line] = read("projets.geojson", content)
    assert (line.number, line.cells["publics"], line.cells["source"]) == (1, "jeunes|femmes", "")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("projets.pdf", b"x", "ni un CSV, ni un classeur XLSX, ni un GeoJSON"),
        ("projets.csv", b"", "Le fichier est vide"),
        ("projets.csv", b"  \n ", "Le fichier est vide"),
        ("projets.csv", HEADER.encode(), "aucun projet sous sa ligne d’en-tête"),
        ("projets.csv", f"{HEADER}\né".encode("latin-1"), "CSV UTF-8"),
        ("projets.csv", HEADER.encode("utf-16"), "CSV UTF-8"),
        ("projets.csv", f"{HEADER},couleur\n{ROW},bleu".encode(), "Colonne inconnue"),
        ("projets.csv", f"{HEADER},,source\n{ROW},,x".encode(), "sans nom"),
        ("projets.csv", f"{HEADER},porteur\n{ROW},x".encode(), "figure deux fois"),
        ("projets.csv", b"identifiant,intitule\np,P", "Il manque la colonne « porteur »"),
        ("projets.csv", f"{HEADER}\n{ROW},encore".encode(), "Ligne 2 : 6 cellules pour 5"),
        ("projets.csv", f'{HEADER}\n{ROW}\n"un"deux,x'.encode(), "Ligne 3 : le CSV ne se lit pas"),
        ("projets.xlsx", b"pas un classeur", "Le classeur ne s’ouvre pas"),
        ("projets.geojson", b"{", "Ligne 1 : le GeoJSON ne se lit pas"),
        ("projets.geojson", b"[]", "FeatureCollection"),
        ("projets.geojson", b'{"type": "Feature", "features": []}', "FeatureCollection"),
        ("projets.geojson", feature_collection(None), "L’objet n° 1 du GeoJSON"),
        ("projets.geojson", feature_collection({"x": 1}), "Colonne inconnue"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: bytes, said: str) -> None:
    with pytest.raises(TableError) as refused:
        read(name, content)
    assert said in str(refused.value).replace("\u00a0", " ")


def test_a_file_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    with pytest.raises(TableError, match="plus de 2 lignes"):
        read("p.csv", f"{HEADER}\n{ROW}\n{ROW}\n{ROW}\n".encode())
    monkeypatch.setattr(tables, "MAX_BYTES", 10)
    with pytest.raises(TableError, match="limite"):
        read("p.csv", f"{HEADER}\n{ROW}\n".encode())
