"""Loading the directory from the site: verified, written whole or not at all, whatever is sent."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole as Role
from o2r.network.directory import forms
from o2r.network.directory.models import DirectoryImport, Service, Structure
from tests.accounts.factories import enter, manager, someone
from tests.network.directory.factories import LICENCE
from tests.network.directory.test_directory_import import service, structure

ADDRESS = "directory:imports"
FORMER = {
    "source": "essai",
    "id": "v2",
    "structure_id": "s1",
    "nom": "Ancien service",
    "presentation_resume": "Écrit dans l’ancien schéma.",
    "thematiques": ["mobilite"],
    "profils": ["femmes"],
    "date_maj": "2026-03-01",
    "zone_diffusion_type": "departement",
    "zone_diffusion_code": "69",
}


@pytest.fixture
def keeper() -> Client:
    return enter(Client(), manager())


def export(*services: dict[str, Any], structures: list[Any] | None = None) -> bytes:
    whole = {"structures": structures or [structure()], "services": list(services)}
    return json.dumps(whole).encode()


def send(client: Client, content: bytes, name: str = "export.json", **more: Any) -> Any:
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse(ADDRESS), {"file": upload} | more)


def test_only_who_keeps_the_directory_right_loads_it() -> None:
    address = reverse(ADDRESS)
    assert enter(Client(), someone(Role.CASEWORKER).user).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_file_is_verified_then_loaded(keeper: Client) -> None:
    checked = send(keeper, export(service(1), FORMER))
    text = checked.content.decode()
    assert "Le fichier est juste." in text
    assert checked.context["report"].versions == {"v1": 2, "v0": 1}
    assert not Service.objects.exists()
    loaded = send(keeper, export(service(1), FORMER), load="on")
    assert loaded.url == reverse(ADDRESS)
    assert Service.objects.count() == 2
    shown = keeper.get(reverse(ADDRESS)).content.decode()
    assert "export.json" in shown
    assert "L’annuaire est à jour" in shown


def test_one_wrong_line_and_nothing_is_written(keeper: Client) -> None:
    wrong = [service(1), service(2, date_maj="hier"), service(3, structure_id="ailleurs")]
    answer = send(keeper, export(*wrong), load="on")
    text = answer.content.decode()
    assert "2 lignes à corriger" in text
    assert "services, ligne 2" in text
    assert "essai--v3" in text
    assert not Service.objects.exists()
    assert not Structure.objects.exists()
    assert not DirectoryImport.objects.exists()


def test_two_files_are_taken_as_well_as_one(keeper: Client) -> None:
    files = {
        "structures": SimpleUploadedFile("s.jsonl", json.dumps(structure()).encode()),
        "services": SimpleUploadedFile(
            "v.csv",
            (
                "source;id;structure_id;nom;description;date_maj;thematiques\n"
                f"essai;essai--v1;essai--s1;Prêt de vélo;Un service d’essai.;2026-03-01;{LICENCE}\n"
            ).encode(),
        ),
    }
    keeper.post(reverse(ADDRESS), files | {"load": "on"})
    assert Service.objects.get().themes == [LICENCE]


def test_a_part_of_an_export_closes_nothing_unless_it_is_said_whole(keeper: Client) -> None:
    send(keeper, export(*(service(rank) for rank in range(1, 31))), load="on")
    refused = send(keeper, export(service(1)), load="on")
    assert "fermerait 29 services sur 30" in refused.content.decode().replace("\u202f", " ")
    assert Service.objects.open().count() == 30
    send(keeper, export(service(1)), load="on", accept_closures="on")
    assert Service.objects.open().count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"rien", "JSON"),
        (b"[1, 2]", "forme d"),
        (b'{"structures": [], "services": {}}', "forme d"),
        (b'{"structures": [3], "services": []}', "un objet JSON est attendu"),
        (b'{"a":' * 100_000, "JSON"),
        (b'{"structures": [], "services": [' + b"9" * 5000 + b"]}", "nombre trop long"),
    ],
)
def test_a_file_that_is_no_export_says_why(keeper: Client, content: bytes, said: str) -> None:
    answer = send(keeper, content, load="on")
    assert answer.status_code == 200
    assert said in answer.content.decode().replace("\u202f", " ")
    assert not DirectoryImport.objects.exists()


HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "more",
    [
        {"nom": "a\x00b"},
        {"nom": "a\ud800b"},
        {"nom": "x" * 151},
        {"nom": {"a": 1}},
        {"id": ["essai--v1"]},
        {"id": "essai--" + "v" * 300},
        {"id": 12},
        {"source": None},
        {"date_maj": "2026-02-30"},
        {"date_maj": 10**30},
        {"thematiques": {"a": LICENCE}},
        {"thematiques": [[LICENCE]]},
        {"zone_eligibilite": [None]},
        {"latitude": "NaN", "longitude": "Infinity"},
        {"latitude": 1e400},
        {"nombre_semaines": -1},
        {"nombre_semaines": 2**63},
        {"nombre_semaines": str(2**63)},
        {"volume_horaire_hebdomadaire": "beaucoup"},
        {"lien_source": "javascript:alert(1)"},
        {"courriel": "pas une adresse"},
        {"description": HOSTILE * 1000},
        {"a\x00": "b"},
        {"structure_id": {"essai--s1": 1}},
    ],
)
def test_a_hostile_line_is_refused_or_kept_whole_and_harmless(
    keeper: Client, more: dict[str, Any]
) -> None:
    answer = send(keeper, export(service(1, **more)), load="on", accept_closures="on")
    assert answer.status_code in (200, 302)
    if answer.status_code == 200:
        assert answer.context["refused"] == 1
        assert not Structure.objects.exists()
    else:
        shown = keeper.get(reverse("directory:services")).content.decode()
        assert HOSTILE not in shown
        sheet = keeper.get(reverse("directory:service", args=[Service.objects.get().pk]))
        assert sheet.status_code == 200
        assert HOSTILE not in sheet.content.decode()


def test_neither_both_ways_nor_none(keeper: Client) -> None:
    assert "Choisissez un export complet" in keeper.post(reverse(ADDRESS), {}).content.decode()
    both = {"services": SimpleUploadedFile("v.jsonl", b"{}")}
    assert "pas les deux façons" in send(keeper, export(), **both).content.decode()


def test_a_file_too_long_is_not_read(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MAX_BYTES", 10)
    assert "dépasse 10 Mo" in send(keeper, export(service(1))).content.decode()


@pytest.mark.parametrize("cell", ['"' + "x" * 200_000 + '"', '"sans fin'])
def test_a_broken_table_says_so(keeper: Client, cell: str) -> None:
    content = f"source;id;nom\nessai;{cell};Un\n".encode()
    sent = {"structures": SimpleUploadedFile("s.csv", content), "load": "on"}
    answer = keeper.post(reverse(ADDRESS), sent)
    assert answer.status_code == 200
    assert not Structure.objects.exists()
