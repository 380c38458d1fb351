"""Reading the cells of a dossier as candidates write them: never guessed, never dropped."""

from decimal import Decimal

import pytest

from o2r.calls.applications.dossier_cells import guess_fact, read_facts, read_zone


@pytest.mark.parametrize(
    ("cell", "expression"),
    [
        ("Isère", "dep:38"),
        ("38 – Isère", "dep:38"),
        ("38", "dep:38"),
        ("84", "dep:84"),
        ("Département de l’Isère", "dep:38"),
        ("CC Entre Bièvre et Rhône", "epci:200085751"),
        ("200085751", "epci:200085751"),
        ("200085751 - Entre Bièvre et Rhône", "epci:200085751"),
        ("Grenoble (38185)", "com:38185"),
        ("Grenoble (38000)", "com:38185"),
        ("Grenoble 38000", "com:38185"),
        ("Commune de Grenoble", "com:38185"),
        ("Fontaine (38), Grenoble", "com:38169 + com:38185"),
        ("- Isère\n- Grenoble", "dep:38"),
        ("Grenoble ; Isère", "dep:38"),
        ("dep:38 - epci:200085751", "dep:38 - epci:200085751"),
        ("", ""),
    ],
)
def test_a_territory_is_read_by_name_or_by_code(cell: str, expression: str) -> None:
    read, unread = read_zone(cell)
    assert set(read.split(" + ")) == set(expression.split(" + "))
    assert not unread


def test_what_names_no_territory_is_said_and_the_rest_is_kept() -> None:
    read, unread = read_zone("Isère ; le Nord ; Saint-Denis ; Roussillon 69000")
    assert read == "dep:38"
    assert len(unread) == 3
    assert "« le Nord »" in unread[0].replace("\u00a0", " ")
    assert "désigne" in unread[1]


def test_a_text_is_no_list_of_names() -> None:
    for cell in ("Isère, " * 4000, "(" * 30_000, "x" * 300):
        read, unread = read_zone(cell)
        assert (read, len(unread)) == ("", 1)
    assert len(read_facts({"publics": ", " * 20_000 + "jeunes"}, 3)[1]) == 1


def test_lists_are_read_by_label_code_or_usual_word() -> None:
    cells = {
        "publics": "Jeunes de 16 à 25 ans, Demandeurs d'emploi ; licornes",
        "stages": "1. Repérer\n2. Remobilisation\ncoordonner",
    }
    facts, notes = read_facts(cells, 3)
    assert facts.publics == ("demandeurs-emploi", "jeunes")
    assert facts.stages == ("reperer", "remobiliser", "coordonner")
    assert [note.replace("\u00a0", " ") for note in notes] == [
        "« licornes » n’est pas un public de nos listes."
    ]


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        ("120", 120),
        ("1 200 personnes", 1200),
        ("80 personnes par an", 80),
        ("80/an", 80),
        ("300 sur 3 ans", None),
        ("100 à 150", None),
        ("0", None),
        ("beaucoup", None),
    ],
)
def test_people_are_counted_by_year(cell: str, places: int | None) -> None:
    facts, notes = read_facts({"places": cell}, 3)
    assert facts.places == places
    assert bool(notes) is (places is None)


@pytest.mark.parametrize(
    ("cells", "requested", "said"),
    [
        ({"requested": "450 000 €"}, (150_000, 150_000, 150_000), "partagé également"),
        ({"requested": "100000.00"}, ("33333.33", "33333.33", "33333.34"), "partagé"),
        ({"requested-each-year": "150000 euros"}, (150_000,) * 3, ""),
        ({"requested-1": "100 000,50", "requested-3": "50000"}, ("100000.50", 0, 50_000), ""),
        ({"requested-1": "10", "requested": "30"}, (10, 0, 0), "Ce sont les années"),
        ({"requested": "cher"}, (), "n’est pas un montant"),
        ({"requested": "-5"}, (), "n’est pas un montant"),
        ({}, (), ""),
    ],
)
def test_the_aid_asked_is_by_year_or_shared(
    cells: dict[str, str], requested: tuple[str, ...], said: str
) -> None:
    facts, notes = read_facts(cells, 3)
    assert facts.requested == tuple(Decimal(one) for one in requested)
    assert said in " ".join(notes)
    assert bool(notes) is bool(said)


def test_the_usual_questions_are_recognised() -> None:
    assert guess_fact("territoire d intervention", 3) == "zone"
    assert guess_fact("montant demande annee 2", 3) == "requested-2"
    assert guess_fact("montant demande annee 4", 3) == ""
    assert guess_fact("votre couleur", 3) == ""
