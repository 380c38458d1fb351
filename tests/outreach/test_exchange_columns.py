"""Which column is what: the exports of Mano and the sheets of teams, without being told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.outreach.exchange.columns import (
    TARGETS,
    ImportKind,
    guess,
    kind_of,
    labels,
    left_out,
    problems_of,
)
from o2r.outreach.exchange.never import why_never
from tests.outreach.mano_files import LABELLED, OBSERVATIONS, PASSAGES, RAW


def guessed(kind: ImportKind, columns: tuple[str, ...]) -> dict[str, str]:
    return {column: code for column, code in guess(kind, columns).items() if code}


def test_the_persons_of_mano_are_known_by_their_labels() -> None:
    assert guessed(ImportKind.PERSONS, LABELLED) == {
        "id": "reference",
        "Nom prénom ou Pseudonyme": "known_as",
        "Autres pseudos": "other_names",
        "Genre": "gender",
        "Date de naissance": "birth_date",
        "Description": "note",
        "Téléphone": "phone",
        "Email": "email",
        "Équipes en charge": "team",
        "Suivi(e) depuis le / Créé(e) le": "followed_since",
        "Sortie de file active": "left_active_list",
        "Type d'hébergement": "housing",
        "Mise à jour le": "last_contact_on",
    }
    assert problems_of(ImportKind.PERSONS, guess(ImportKind.PERSONS, LABELLED)) == []


def test_the_persons_of_mano_are_known_by_the_names_of_its_code() -> None:
    assert guessed(ImportKind.PERSONS, RAW) == {
        "followedSince": "followed_since",
        "_id": "reference",
        "updatedAt": "last_contact_on",
        "name": "known_as",
        "otherNames": "other_names",
        "gender": "gender",
        "birthdate": "birth_date",
        "description": "note",
        "phone": "phone",
        "email": "email",
        "assignedTeams": "team",
        "outOfActiveList": "left_active_list",
    }


def test_passages_observations_and_places_of_mano_are_known() -> None:
    assert guessed(ImportKind.PASSAGES, PASSAGES) == {
        "id": "reference",
        "Personne suivie - Nom": "person_name",
        "Personne suivie - id": "person_reference",
        "Équipe": "team",
        "Date": "at",
        "Commentaire": "note",
    }
    assert guessed(ImportKind.PASSAGES, ("_id", "person", "team", "user", "date", "comment")) == {
        "_id": "reference",
        "person": "person_reference",
        "team": "team",
        "date": "at",
        "comment": "note",
    }
    assert guessed(ImportKind.PASSAGES, OBSERVATIONS) == {
        "id": "reference",
        "Territoire - Nom": "place",
        "Observé le": "at",
        "Équipe": "team",
        "Nombre de personnes non connues hommes rencontrées": "men",
        "Nombre de personnes non connues femmes rencontrées": "women",
        "Commentaire": "note",
    }
    assert guessed(ImportKind.PLACES, ("Nom", "Périmètre", "Description", "Types")) == {
        "Nom": "name",
        "Périmètre": "sector",
        "Description": "note",
        "Types": "kind",
    }
    assert guessed(ImportKind.PLACES, ("user", "name", "_id", "createdAt")) == {
        "name": "name",
        "_id": "reference",
    }


def test_the_sheet_of_a_team_is_known() -> None:
    columns = (
        *("N° dossier", "NOM", "Prénom du bénéficiaire", "Né(e) le", "Sexe", "Tél", "Ville"),
        *("Date du dernier contact", "Langue parlée", "Remarques", "Commentaire", "NIR"),
        *("Nationalitée", "Telephonne portable", "Préno", "Date de naisance"),
    )
    assert guessed(ImportKind.PERSONS, columns) == {
        "N° dossier": "reference",
        "NOM": "last_name",
        "Prénom du bénéficiaire": "first_name",
        "Né(e) le": "birth_date",
        "Sexe": "gender",
        "Tél": "phone",
        "Ville": "commune",
        "Date du dernier contact": "last_contact_on",
        "Langue parlée": "language",
        "Remarques": "note",
        "Commentaire": "note",
    }


def test_a_slip_of_the_finger_is_forgiven() -> None:
    assert guess(ImportKind.PERSONS, ["Date de naisance", "Telephone", "Dernier contac"]) == {
        "Date de naisance": "birth_date",
        "Telephone": "phone",
        "Dernier contac": "last_contact_on",
    }


def test_the_heading_that_says_it_best_wins_whatever_the_order() -> None:
    columns = ["Mise à jour le", "Dernier contact"]
    expected = {"Dernier contact": "last_contact_on", "Mise à jour le": ""}
    assert guess(ImportKind.PERSONS, columns) == expected
    assert guess(ImportKind.PERSONS, columns[::-1]) == expected


def test_a_sheet_is_known_by_its_name() -> None:
    assert kind_of("Personnes suivies") is ImportKind.PERSONS
    assert kind_of("lieux fréquentés") is ImportKind.PLACES
    assert kind_of("passages") is kind_of("Rencontres") is ImportKind.PASSAGES
    assert kind_of("medical-files") is kind_of("Feuil1") is None


def test_a_column_that_may_not_be_taken_is_refused_even_when_asked() -> None:
    mapping = {"Nationalité": "note", "Surnom": "known_as", "Dernier contact": "last_contact_on"}
    [problem] = problems_of(ImportKind.PERSONS, mapping)
    assert problem.startswith("La colonne «\u00a0Nationalité\u00a0» ne peut pas être reprise.")
    assert "RGPD" in problem
    assert left_out(["Nationalité", "Avec animaux", "Surnom"], {"Surnom": "known_as"}) == {
        "Nationalité": "Elle touche à la nationalité, au pays d’origine ou au droit au séjour. "
        "Aucune action de la plateforme n’en a besoin (RGPD, art. 5.1.c).",
        "Avec animaux": "Rien ne lui correspond ici\u00a0: elle est laissée.",
    }


@pytest.mark.parametrize(
    ("kind", "mapping", "said"),
    [
        (ImportKind.PERSONS, {"a": "known_as"}, "dernier contact"),
        (ImportKind.PERSONS, {"a": "last_contact_on"}, "nomme la personne"),
        (ImportKind.PLACES, {}, "nom du lieu"),
        (ImportKind.PASSAGES, {"a": "place"}, "jour du passage"),
        (ImportKind.PLACES, {"a": "name", "b": "name"}, "Gardez-en une seule"),
        (ImportKind.PLACES, {"a": "name", "b": "birth_date"}, "n’est rien"),
    ],
)
def test_a_mapping_that_lacks_something_says_it(
    kind: ImportKind, mapping: dict[str, str], said: str
) -> None:
    [problem] = problems_of(kind, mapping)
    assert said in problem


def test_two_notes_are_put_together_and_two_phones_are_not() -> None:
    assert not problems_of(ImportKind.PLACES, {"a": "name", "b": "note", "c": "note"})


@pytest.mark.parametrize("kind", ImportKind)
def test_headings_say_one_thing_and_codes_are_fields(kind: ImportKind) -> None:
    names = [name for target in TARGETS[kind] for name in target.names]
    assert len(names) == len(set(names))
    assert not [name for name in names if why_never(name)]
    assert len(labels(kind)) == len(TARGETS[kind])


@given(st.sampled_from(ImportKind), st.lists(st.text(max_size=400), max_size=12, unique=True))
def test_any_headings_are_guessed_once(kind: ImportKind, columns: list[str]) -> None:
    found = guess(kind, columns)
    assert set(found) == {column for column in columns if column}
    single = [target.code for target in TARGETS[kind] if not target.many]
    given_codes = [code for code in found.values() if code in single]
    assert len(given_codes) == len(set(given_codes))
    assert not [column for column, code in found.items() if code and why_never(column)]
