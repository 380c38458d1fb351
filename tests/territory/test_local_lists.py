"""Importing QPV and FRR lists. Every list here is invented."""

import datetime
import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from o2r.territory.local_files import read_local_file
from o2r.territory.models import LocalList, LocalListKind, LocalUnit
from o2r.territory.official import Geography
from o2r.territory.services import InvalidLocalList, import_local_list
from o2r.territory.zone_editor import chips, edit
from o2r.territory.zones import ZoneError, resolve

pytestmark = pytest.mark.django_db

QPV = """code_qp;lib_qp;insee_reg;insee_com;lib_com
QN00001X;Les Fictives;84;69259;Vénissieux
QN00002X;Grand Invention;84;69256, 69259;Vaulx-en-Velin, Vénissieux
"""
FRR = """Code_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2025
38344;38;Roussillon;Non classée
38548;38;Villard-Notre-Dame;FRR socle
38006;38;Allemont;FRR+
26001;26;Solaure en Diois;FRR bénéficiaire
26002;26;Albon;Classée FRR partiellement
"""
DAY = datetime.date(2024, 1, 1)


def bring_in(kind: LocalListKind, text: str) -> LocalList:
    return import_local_list(
        by=None, kind=kind, content=text.encode(), source="essai.csv", dated=DAY
    )


def plain(errors: object) -> list[str]:
    return [str(error).replace("\u00a0", " ") for error in errors]  # type: ignore[attr-defined]


def test_a_list_of_qpv_can_be_used_in_expressions() -> None:
    user = uuid.uuid4()
    imported = import_local_list(
        by=user, kind=LocalListKind.QPV, content=QPV.encode(), source="essai.csv", dated=DAY
    )
    assert (imported.imported_by, imported.dated, imported.vintage) == (user, DAY, 2026)
    assert len(imported.sha256) == 64
    zone = resolve("qpv:QN00002X")
    assert zone.codes() == ("69256", "69259")
    assert zone.label == (
        "quartier prioritaire Grand Invention (Vaulx-en-Velin et Vénissieux, communes entières)"
    )
    assert len(resolve("dep:38 + qpv:qn00001x")) == 513


def test_a_list_of_frr_gives_departements_and_the_whole_country() -> None:
    bring_in(LocalListKind.FRR, FRR)
    assert resolve("frr:38").codes() == ("38006", "38548")
    assert resolve("frr:38plus").codes() == ("38006",)
    assert resolve("frr:fr").codes() == ("26001", "26002", "38006", "38548")
    assert "38006" not in resolve("dep:38 - frr:38")
    assert resolve("frr:38").label == "communes classées FRR (Isère)"


def test_a_quartier_cannot_be_removed() -> None:
    bring_in(LocalListKind.QPV, QPV)
    with pytest.raises(ZoneError, match="ne peut pas être retiré") as caught:
        resolve("dep:69 - qpv:QN00001X")
    assert caught.value.term == "qpv:QN00001X"


def test_an_unknown_quartier_is_named() -> None:
    bring_in(LocalListKind.QPV, QPV)
    with pytest.raises(ZoneError, match="n’est pas dans la liste") as caught:
        resolve("qpv:QN99999X")
    assert caught.value.term == "qpv:QN99999X"


def test_a_new_list_replaces_the_former_one_which_is_kept() -> None:
    first = bring_in(LocalListKind.QPV, QPV)
    assert resolve("qpv:QN00001X").codes() == ("69259",)
    second = bring_in(LocalListKind.QPV, QPV.replace("69259;Vénissieux\n", "69199;Saint-Fons\n", 1))
    assert resolve("qpv:QN00001X").codes() == ("69199",)
    first.refresh_from_db()
    assert (first.is_in_force, second.is_in_force) == (False, True)
    assert first.units.count() == 2


def test_the_database_refuses_two_lists_in_force() -> None:
    bring_in(LocalListKind.QPV, QPV)
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalList.objects.create(
            kind="qpv", dated=DAY, source="x", vintage=2026, imported_at="2026-01-01T00:00Z"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalUnit.objects.create(list=LocalList.objects.get(), code="", name="x", communes=[])


@pytest.mark.parametrize(
    "content",
    [
        QPV.encode(),
        ("\ufeff" + QPV).encode(),
        QPV.encode("cp1252"),
        QPV.replace("69256, 69259", "69256|69259").replace(", ", " ").replace(";", ",").encode(),
        QPV.replace("\n", "\r\n").encode(),
        QPV.replace("code_qp;lib_qp", "CODE_QP;NOM_QP").replace("insee_com", "CODGEO").encode(),
        (QPV.replace("69256, 69259", "69256") + "QN00002X;Grand Invention;84;69259;V\n\n").encode(),
        QPV.replace("69256, 69259", "69256 / 69259").encode(),
    ],
    ids=["plain", "bom", "cp1252", "commas", "crlf", "names", "a row per commune", "slash"],
)
def test_the_published_variants_are_read(france: Geography, content: bytes) -> None:
    reading = read_local_file("qpv", content, france)
    assert reading.errors == ()
    assert reading.units == {
        "QN00001X": ("Les Fictives", ("69259",)),
        "QN00002X": ("Grand Invention", ("69256", "69259")),
    }


def test_districts_and_former_communes_count_as_their_commune(france: Geography) -> None:
    text = "code_qp,nom_qp,insee_com\nQN00003X,Ailleurs,69387\nQN00004X,Avant,38021\n"
    reading = read_local_file("qpv", text.encode(), france)
    assert {code: communes for code, (_, communes) in reading.units.items()} == {
        "QN00003X": ("69123",),
        "QN00004X": ("38225",),
    }


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("qpv", "", "Ligne 1 : il manque une colonne nommée « code_qp »"),
        ("qpv", "a;b\n1;2\n", "Colonnes lues : a, b"),
        ("qpv", QPV.splitlines()[0], "aucune ligne utile"),
        ("qpv", QPV.replace("QN00001X", "00001X"), "Ligne 2, colonne « code_qp » : « 00001X »"),
        ("qpv", QPV.replace("Les Fictives", ""), "Ligne 2, colonne « lib_qp » : le nom"),
        ("qpv", QPV.replace(";69259;", ";;"), "Ligne 2, colonne « insee_com » : aucune commune"),
        ("qpv", QPV.replace(";69259;", ";99999;"), "« 99999 » n’est pas un code INSEE"),
        ("qpv", QPV.replace(";69259;", ";1004;"), "a perdu son zéro initial"),
        ("qpv", QPV + QPV.splitlines()[1] + "\n", "Ligne 4, colonne « code_qp » : le quartier"),
        ("qpv", QPV + "QN00001X;Autre;84;69199;x\n", "s’appelle « Autre » ici"),
        ("qpv", QPV + "QN00005X;Court\n", "Ligne 4 : 2 cellules au lieu de 5"),
        ("frr", QPV, "il manque une colonne nommée « classement »"),
        ("frr", FRR.replace("FRR socle", "peut-être"), "« peut-être » est inconnu"),
        ("frr", FRR + "38006;38;Allemont;FRR+\n", "Ligne 7, colonne « Code_insee » : la commune"),
        ("frr", FRR.replace("38548", "38999"), "« 38999 » n’est pas un code INSEE"),
    ],
)
def test_each_fault_is_said_with_its_line_and_column(
    france: Geography, kind: str, text: str, said: str
) -> None:
    reading = read_local_file(kind, text.encode(), france)
    assert any(said in error for error in plain(reading.errors)), plain(reading.errors)


def test_every_faulty_row_is_reported_at_once(france: Geography) -> None:
    text = QPV.replace("QN00001X", "?").replace("69256, 69259", "00000")
    assert [error.line for error in read_local_file("qpv", text.encode(), france).errors] == [2, 3]


def test_communes_classed_in_part_are_remarked(france: Geography) -> None:
    (remark,) = read_local_file("frr", FRR.encode(), france).remarks
    assert remark.startswith("1 commune est classée en partie")


def test_nothing_is_written_when_a_single_row_is_wrong() -> None:
    bring_in(LocalListKind.QPV, QPV)
    with pytest.raises(InvalidLocalList) as caught:
        bring_in(LocalListKind.QPV, QPV + "QN00005X;Faux;84;00000;x\n")
    assert len(caught.value.errors) == 1
    assert LocalList.objects.count() == 1
    assert LocalList.objects.get().is_in_force


def run(command: str, path: Path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(command, str(path), "--date", "2024-01-01", *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_commands_import_and_say_so(tmp_path: Path) -> None:
    path = tmp_path / "qpv.csv"
    path.write_text(QPV, encoding="utf-8")
    out, _ = run("import_qpv", path, "--source", "https://exemple.example/qpv")
    assert "2 unités lues, dans 2 communes" in out
    assert "au 01/01/2024" in out
    assert LocalList.objects.get().source == "https://exemple.example/qpv"
    path = tmp_path / "frr.csv"
    path.write_text(FRR, encoding="utf-8")
    run("import_frr", path)
    assert LocalList.objects.in_force("frr").get().source == "frr.csv"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "qpv.csv"
    path.write_text(QPV, encoding="utf-8")
    out, _ = run("import_qpv", path, "--dry-run")
    assert "rien n’a été écrit" in out
    assert not LocalList.objects.exists()


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_a_bad_file_fails_with_its_faults(tmp_path: Path, options: list[str]) -> None:
    path = tmp_path / "qpv.csv"
    path.write_text(QPV.replace(";69259;", ";99999;"), encoding="utf-8")
    err = StringIO()
    with pytest.raises(CommandError, match="rien n’a été importé"):
        call_command("import_qpv", str(path), "--date", "2024-01-01", *options, stderr=err)
    assert "99999" in err.getvalue()
    assert not LocalList.objects.exists()


def test_an_absent_file_and_a_bad_date_are_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("import_qpv", str(tmp_path / "rien.csv"), "--date", "2024-01-01")
    with pytest.raises(CommandError, match="AAAA-MM-JJ"):
        call_command("import_qpv", str(tmp_path / "rien.csv"), "--date", "1er janvier")


def test_the_units_of_the_lists_in_force_are_proposed_and_edited(client: Client) -> None:
    bring_in(LocalListKind.QPV, QPV)
    bring_in(LocalListKind.QPV, QPV)
    found = client.get("/territoire/unites", {"q": "fictiv"}).json()["results"]
    wanted = {
        "code": "qpv:QN00001X",
        "name": "Les Fictives",
        "label": "Les Fictives (QPV)",
        "kind": "qpv",
    }
    assert found.count(wanted) == 1, "those of the former list are not proposed"
    assert wanted in client.get("/territoire/unites", {"q": "QN0000"}).json()["results"]
    assert client.get("/territoire/unites", {"q": "fi"}).json()["results"].count(wanted) == 0

    added = edit("dep:38", act="add", text="Les Fictives (QPV)", chosen="qpv:QN00001X")
    assert added.expression == "dep:38 + qpv:QN00001X"
    assert chips(added.expression)[1].detail == "quartier prioritaire, 1 commune"
    refused = edit("reg:84", act="exclude", chosen="qpv:QN00001X")
    assert "un quartier ne peut pas être retiré" in refused.problem
    assert refused.expression == "reg:84"
