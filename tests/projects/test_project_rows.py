"""Every error a cell may have, said with its line, its column and what to do."""

from datetime import date

import pytest

from o2r.projects.enums import Origin, Public, PublicationState, Stage
from o2r.projects.exchange.cells import CellError
from o2r.projects.exchange.rows import ProjectRow, parse
from o2r.territory.geography import current_geography
from tests.projects.lines import line

SIRET = "13003013300016"


def errors(**cells: str) -> list[str]:
    parsed = parse(line(4, **cells))
    assert isinstance(parsed, list), parsed
    return [str(error).replace("\u00a0", " ") for error in parsed]


def row(**cells: str) -> ProjectRow:
    parsed = parse(line(**cells))
    assert isinstance(parsed, ProjectRow), [str(error) for error in parsed]
    return parsed


def test_the_fewest_cells_make_a_project() -> None:
    made = row()
    assert made.zone_vintage == current_geography().year
    assert (made.state, made.origin, made.is_example) == (None, Origin.UNKNOWN, False)


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("identifiant", "", "la cellule est vide, elle est obligatoire"),
        ("identifiant", "Un Projet", "minuscules sans accent"),
        ("identifiant", "a" * 81, "80 caractères au plus"),
        ("intitule", "", "la cellule est vide"),
        ("intitule", "x" * 201, "le texte a 201 caractères, 200 au plus"),
        ("intitule", "Un\x07", "caractère invisible (U+0007)"),
        ("porteur", "", "la cellule est vide"),
        ("porteur", "A | B", "un nom d’organisation ne contient pas « | »"),
        ("porteur", "A ; B", "un nom d’organisation ne contient pas « ; »"),
        ("porteur", "A\nB", "un retour à la ligne"),
        ("porteur", "x" * 151, "150 au plus"),
        ("porteur_type", "asociation", "Vouliez-vous dire « association » ?"),
        ("porteur_siret", "123", "a 3 chiffres au lieu de 14"),
        ("porteur_siret", SIRET[:-1] + "7", "sa clé de contrôle ne correspond pas"),
        ("porteur_site", "passerelles.fr", "elle commence par https:// ou http://"),
        ("partenaires", "Le Fil ; association", "écrivez nom ; nature ; SIRET ou rien ; rôle"),
        ("partenaires", " ; association ; ; consortium", "écrivez nom ; nature"),
        ("partenaires", "Le Fil ; club ; ; consortium", "« club » n’est pas dans la liste"),
        ("partenaires", "Le Fil ; association ; 12 ; consortium", "au lieu de 14"),
        ("partenaires", "Le Fil ; association ; ; chef", "« chef » n’est pas dans la liste"),
        (
            "partenaires",
            "Le Fil ; association ; ; consortium | le fil ; association ; ; associe",
            "« le fil » est cité deux fois",
        ),
        ("partenaires", "les passerelles ; association ; ; consortium", "est déjà le porteur"),
        ("territoire", "", "la cellule est vide"),
        ("territoire", "Isère", "« Isère » ne se lit pas"),
        ("territoire", "dep:100", "dep:100"),
        ("territoire", "dep:38 - dep:38", "La zone est vide"),
        ("territoire", "dep:38 - epci:246300701", "ne retire rien"),
        ("millesime", "1999", "n’est pas un millésime connu"),
        ("millesime", "cette année", "n’est pas un millésime connu"),
        ("point_a_confirmer", "x" * 2001, "2000 au plus"),
        ("publics", "jeune", "Vouliez-vous dire « jeunes » ?"),
        ("publics", "tous-publics|jeunes", "« tous-publics » ne va avec aucun autre code"),
        ("points_attention", "invisibles", "n’est pas dans la liste"),
        ("etapes", "reperer|suivre", "« suivre » n’est pas dans la liste"),
        ("canaux", "télépathie", "n’est pas dans la liste"),
        ("description", "x" * 5001, "5000 au plus"),
        ("telephone", "appelez-moi", "n’est pas un numéro de téléphone"),
        ("courriel", "contact@", "n’est pas une adresse électronique"),
        ("formulaire", "ici", "n’est pas une adresse de site"),
        ("relais_seulement", "peut-être", "écrivez oui ou non"),
        ("courriel_relais", "equipe", "n’est pas une adresse électronique"),
        ("horaires", "x" * 2001, "2000 au plus"),
        ("date_debut", "2026", "écrivez AAAA-MM-JJ ou JJ/MM/AAAA"),
        ("date_fin", "31/02/2026", "écrivez AAAA-MM-JJ ou JJ/MM/AAAA"),
        ("origine", "ancien", "n’est pas dans la liste"),
        ("source", "une page", "n’est pas une adresse de site"),
        ("date_confirmation", "hier", "écrivez AAAA-MM-JJ"),
        ("etat", "publié", "Vouliez-vous dire « publie » ?"),
        ("exemple", "vrai", "écrivez oui ou non"),
    ],
)
def test_a_wrong_cell_names_its_line_its_column_and_its_reason(
    column: str, cell: str, said: str
) -> None:
    [error] = errors(**{column: cell})
    assert error.startswith(f"ligne 4, colonne {column} : ")
    assert said in error


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (
            {"date_debut": "2026-02-01", "date_fin": "01/01/2026"},
            "date_fin",
            "la fin (01/01/2026) précède le début (01/02/2026)",
        ),
        (
            {"relais_seulement": "oui", "courriel": "a@b.fr"},
            "courriel",
            "déplacez cette adresse dans courriel_relais",
        ),
        ({"exemple": "oui", "porteur_siret": SIRET}, "porteur_siret", "n’a pas de SIRET"),
        (
            {"exemple": "oui", "partenaires": f"Le Fil ; association ; {SIRET} ; consortium"},
            "partenaires",
            "n’ont pas de SIRET",
        ),
        ({"exemple": "oui", "courriel": "a@b.fr"}, "courriel", "finit par .example"),
        ({"exemple": "oui", "courriel_relais": "a@b.fr"}, "courriel_relais", ".example"),
        ({"exemple": "oui", "porteur_site": "https://b.fr/"}, "porteur_site", ".example"),
        ({"exemple": "oui", "formulaire": "https://b.fr/example"}, "formulaire", ".example"),
    ],
)
def test_cells_that_contradict_each_other_are_refused(
    cells: dict[str, str], column: str, said: str
) -> None:
    [error] = errors(**cells)
    assert error.startswith(f"ligne 4, colonne {column} : ")
    assert said in error


def test_every_wrong_cell_of_a_line_is_said_once() -> None:
    said = errors(identifiant="", territoire="rien", publics="jeune", relais_seulement="?")
    columns = [error.split(" : ")[0].removeprefix("ligne 4, colonne ") for error in said]
    assert columns == ["identifiant", "territoire", "publics", "relais_seulement"]


def test_a_cell_is_cleaned_as_little_as_possible() -> None:
    made = row(
        porteur_siret="130 030 133 00016",
        telephone="01.99.00.12.34",
        publics="seniors | jeunes|jeunes",
        etapes="coordonner|reperer",
        date_debut="02/01/2026",
        territoire="DEP:38-epci:200085751",
        relais_seulement="OUI",
        etat="publie",
        millesime="2024",
    )
    assert made.bearer.siret == SIRET
    assert made.phone == "01 99 00 12 34"
    assert made.publics == (Public.YOUNG, Public.SENIORS)
    assert made.stages == (Stage.OUTREACH, Stage.COORDINATION)
    assert made.starts_on == date(2026, 1, 2)
    assert made.zone_expression == "dep:38 - epci:200085751"
    assert made.contact_is_relay_only
    assert made.state is PublicationState.PUBLISHED
    assert made.zone_vintage == 2024


def test_an_error_is_written_with_french_spaces() -> None:
    assert str(CellError(4, "territoire", "raison")) == (
        "ligne 4, colonne territoire\u00a0: raison"
    )
