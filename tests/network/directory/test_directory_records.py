"""Records of the national schema, at the door."""

import pytest

from o2r.network.directory.reading import UnreadableFile, read
from o2r.network.directory.records import InvalidRecord, service_record, structure_record

STRUCTURE = {
    "source": "dora",
    "id": "dora--1",
    "nom": "Centre social Le Tournesol",
    "date_maj": "2025-02-14",
}
SERVICE = {
    "source": "dora",
    "structure_id": "dora--1",
    "id": "dora--11",
    "nom": "Prêt de vélo",
    "description": "Un vélo pour trois mois.",
    "date_maj": "2025-02-14",
    "thematiques": ["mobilite--acceder-a-un-vehicule"],
    "publics": ["jeunes"],
    "zone_eligibilite": ["38", "200085751", "69259", "france"],
}


def test_a_structure_has_english_fields_and_nothing_empty_is_none() -> None:
    record = structure_record(
        {**STRUCTURE, "siret": "13003013300016", "reseaux_porteurs": ["mission-locale"]}
    )
    assert record.values["name"] == "Centre social Le Tournesol"
    assert record.values["updated_on"] == "2025-02-14"
    assert record.lists["networks"] == ["mission-locale"]
    assert record.values["email"] == ""
    assert record.unknown == {}


def test_a_service_has_its_codes_apart() -> None:
    record = service_record(SERVICE)
    assert record.lists["themes"] == ["mobilite--acceder-a-un-vehicule"]
    assert record.lists["zone_codes"] == ["200085751", "38", "69259", "france"]
    assert record.lists["access_modes"] == []


def test_the_name_of_a_person_is_not_kept() -> None:
    record = service_record({**SERVICE, "contact_nom_prenom": "Anne Durand"})
    assert "Anne Durand" not in str(record)


def test_unknown_codes_are_taken_aside_and_kept() -> None:
    record = service_record(
        {
            **SERVICE,
            "thematiques": ["mobilite--acceder-a-un-vehicule", "mobilite--trottinette"],
            "publics": ["cyclistes"],
            "type": "pret",
            "zone_eligibilite": ["38", "territoire inconnu"],
        }
    )
    assert record.unknown == {
        "thematiques": ["mobilite--trottinette"],
        "publics": ["cyclistes"],
        "type": ["pret"],
        "zone_eligibilite": ["territoire inconnu"],
    }
    assert record.lists["themes"] == ["mobilite--acceder-a-un-vehicule"]
    assert record.lists["publics"] == record.lists["kinds"] == []
    assert record.lists["zone_codes"] == ["38"]


def test_an_unknown_network_is_kept_too() -> None:
    record = structure_record({**STRUCTURE, "reseaux_porteurs": ["mission-locale", "nouveau"]})
    assert record.lists["networks"] == ["mission-locale"]
    assert record.unknown == {"reseaux_porteurs": ["nouveau"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nom": None}, "champ nom : il est obligatoire"),
        ({"nom": "A"}, "champ nom : le texte est trop court"),
        ({"nom": "A" * 151}, "champ nom : le texte est trop long"),
        ({"id": "A" * 256}, "champ id : le texte est trop long"),
        ({"date_maj": "hier"}, "champ date_maj : ce n’est pas une date"),
        ({"date_maj": "1999-01-01"}, "doit être au 21e siècle"),
        ({"courriel": "moi"}, "champ courriel : ce n’est pas une adresse électronique"),
        ({"lien_source": "ici"}, "champ lien_source : ce n’est pas une adresse de site"),
        ({"code_postal": "ABC"}, "champ code_postal"),
        ({"latitude": "nord"}, "champ latitude : ce n’est pas un nombre"),
        ({"publics": ["tous-publics", "jeunes"]}, "ne peut pas être utilisé avec d’autres"),
        ({"publics": 3}, "champ publics : ce n’est pas une liste"),
    ],
)
def test_a_record_that_the_schema_refuses_says_why(change: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        service_record({**SERVICE, **change})
    assert said in str(refused.value).replace("\u00a0", " ")


def test_every_wrong_field_is_said() -> None:
    with pytest.raises(InvalidRecord) as refused:
        service_record({**SERVICE, "nom": "A", "courriel": "moi", "type": "inconnu"})
    said = str(refused.value)
    assert "nom" in said
    assert "courriel" in said
    assert "type" not in said


def test_json_lines_and_csv_say_the_same() -> None:
    lines = '{"id": "1", "publics": ["jeunes", "femmes"]}\n\n{"id": "2", "publics": []}\n'
    table = 'id;publics\n1;"[""jeunes"", ""femmes""]"\n2;\n3;{jeunes,femmes}\n4;"jeunes, femmes"\n'
    both = ["jeunes", "femmes"]
    assert list(read("s.jsonl", lines.encode())) == [
        (1, {"id": "1", "publics": both}),
        (3, {"id": "2", "publics": []}),
    ]
    assert list(read("s.csv", table.encode("utf-8-sig"))) == [
        (2, {"id": "1", "publics": both}),
        (3, {"id": "2"}),
        (4, {"id": "3", "publics": both}),
        (5, {"id": "4", "publics": both}),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("s.jsonl", b"{", "Ligne 1"),
        ("s.jsonl", b"{}\n[]", "Ligne 2"),
        ("s.json", b"[]", "ni un JSON par lignes"),
        ("s.csv", "é".encode("latin-1"), "UTF-8"),
    ],
)
def test_an_unreadable_file_says_why(name: str, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        list(read(name, content))
