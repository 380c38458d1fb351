"""Files of places and of meetings: linked to what is known, held to the rules of a meeting."""

from datetime import date, timedelta

import pytest

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.outreach.enums import Channel, EncounterKind, ImportKind, PlaceKind
from o2r.outreach.models import Encounter, EncounterWords, OpenBand, Place, TrustDate
from o2r.outreach.services.encounters import cancel_encounter
from o2r.outreach.services.imports import undo_import
from o2r.people.models import Person
from o2r.people.services import cancel_opening, merge
from tests.outreach.factories import PlaceFactory
from tests.outreach.importing import imported, people, planned, problems, sheet
from tests.people.factories import person

PLACES, PASSAGES = ImportKind.PLACES, ImportKind.PASSAGES
MOMO = {"Identifiant": "p1", "Surnom": "Momo", "Dernier contact": "20/10/2026"}
SONIA = {
    "Identifiant": "p2",
    "Prénom": "Sonia",
    "Nom": "Ferrand",
    "Date de naissance": "03/05/2001",
    "Dernier contact": "20/10/2026",
}
HEADER = ("id", "Date", "Personne", "Personne suivie - id", "Lieu", "Femmes", "Hommes", "Note")


def passages(*rows: tuple[str, ...]) -> bytes:
    return sheet(HEADER, *(row + ("",) * (len(HEADER) - len(row)) for row in rows))


# --- Places ---


def test_places_are_added_once_and_those_already_there_stay(
    by: Actor, passerelles: Organisation
) -> None:
    PlaceFactory(organisation=passerelles, name="Gare", sector="Sud", where="Côté bus")
    content = sheet(
        ("Nom", "Type", "Commune", "Secteur", "Latitude", "Longitude", "Horaires"),
        ("GARE", "gare", "Vénissieux", "Nord", "", "", ""),
        ("Marché", "marché", "69200 Vénissieux", "sud", "45,697", "4.8876", "Le jeudi"),
        ("Squat 🏚️", "squat", "Saint-Denis (93)", "", "", "", ""),
    )
    plan = planned(by, content, PLACES)
    assert problems(plan) == []
    assert [one.name for one in plan.known] == ["GARE"]
    imported(by, content, PLACES)
    market = Place.objects.get(name="Marché")
    assert (market.kind, market.commune, market.sector) == (PlaceKind.SHOP, "69259", "Sud")
    assert (str(market.latitude), market.safety_note) == ("45.69700", "Le jeudi")
    assert Place.objects.get(name="Gare").where == "Côté bus"
    assert Place.objects.get(name="Squat 🏚️").kind == PlaceKind.LIVING_PLACE
    assert planned(by, content, PLACES).made == []


def test_places_without_a_commune_take_the_one_that_was_chosen(by: Actor) -> None:
    content = sheet(("Nom",), ("Gare",), ("Marché",))
    assert "dites la commune" in problems(planned(by, content, PLACES))[0]
    imported(by, content, PLACES, commune="69259")
    assert set(Place.objects.values_list("commune", flat=True)) == {"69259"}
    with pytest.raises(DomainError, match="code officiel"):
        planned(by, content, PLACES, commune="99999")


def test_two_lines_for_one_place_are_refused(by: Actor) -> None:
    content = sheet(("Nom", "Commune"), ("Gare", "Vénissieux"), ("gare", "69259"))
    [problem] = problems(planned(by, content, PLACES))
    assert "ligne 3, colonne Nom : se nomme comme la ligne 2" in problem


def test_places_are_undone_until_somebody_uses_them(by: Actor) -> None:
    content = sheet(("Nom", "Commune"), ("Gare", "Vénissieux"), ("Marché", "Vénissieux"))
    undo_import(by=by, act=imported(by, content, PLACES))
    assert not Place.objects.exists()
    act = imported(by, content, PLACES)
    OpenBand.objects.create(place=Place.objects.first(), weekdays=[1], starts="10:00", ends="12:00")
    with pytest.raises(DomainError, match="ont servi"):
        undo_import(by=by, act=act)
    assert Place.objects.count() == 2


# --- Passages ---


def test_a_passage_counts_people_and_names_nobody(by: Actor, passerelles: Organisation) -> None:
    PlaceFactory(organisation=passerelles, name="Gare")
    content = passages(("1", "02/11/2026 18:30", "", "", "gare", "2", "3", "Momo était là"))
    plan = planned(by, content, PASSAGES)
    assert "un passage anonyme ne garde pas de texte" in plan.remarks[0].message
    imported(by, content, PASSAGES)
    made = Encounter.objects.get()
    assert (made.kind, made.counts) == (EncounterKind.PASSAGE, {"women": 2, "men": 3})
    assert (made.place.name, made.channel, made.by_id) == ("Gare", Channel.STREET, by.user)
    assert not made.persons.exists()
    assert not EncounterWords.objects.exists()


def test_a_meeting_finds_its_person_by_reference_or_by_name(
    by: Actor, passerelles: Organisation
) -> None:
    imported(by, people(MOMO, SONIA))
    imported(
        by,
        passages(
            ("1", "02/11/2026 18:30", "", "p1", "", "", "", "Cherche du travail"),
            ("2", "05/11/2026", "momo"),
            ("3", "03/11/2026", "Sonia FERRAND", "inconnu"),
        ),
        PASSAGES,
    )
    momo = Person.objects.get(level="pseudonyme")
    sonia = Person.objects.get(level="declaree")
    assert (momo.encounters.count(), sonia.encounters.count()) == (2, 1)
    assert momo.last_contact_on == date(2026, 11, 5)
    assert TrustDate.objects.get().since == date(2026, 11, 5)
    assert TrustDate.objects.get().person == momo
    words = EncounterWords.objects.get()
    assert read_sealed(words, "words", organisation=passerelles.pk)["words"] == "Cherche du travail"


def test_somebody_whom_one_follows_is_found_without_any_former_import(
    by: Actor, ines: User
) -> None:
    person(ines, "Zaza")
    imported(by, passages(("1", "01/12/2026 09:00", "zaza")), PASSAGES)
    assert Person.objects.get().encounters.count() == 1


def test_a_file_brings_meetings_to_the_files_that_it_gave_to_colleagues(
    by: Actor, hugo: User
) -> None:
    imported(by, people(MOMO | {"Référent": hugo.email}))
    imported(by, passages(("1", "02/11/2026", "", "p1")), PASSAGES)
    assert Person.objects.get().encounters.count() == 1
    assert Person.objects.get().last_contact_on == date(2026, 11, 2)


@pytest.mark.parametrize("closed", ["protected", "merged"])
def test_a_file_that_is_closed_or_protected_is_not_completed_and_nothing_says_why(
    by: Actor, hugo: User, closed: str
) -> None:
    imported(by, people(MOMO | {"Référent": hugo.email}))
    momo = Person.objects.get()
    if closed == "protected":
        Person.objects.filter(pk=momo.pk).update(is_protected=True)
    else:
        Person.objects.filter(pk=momo.pk).update(standing="anonymise")
    [problem] = problems(planned(by, passages(("1", "02/11/2026", "", "p1")), PASSAGES))
    assert "ne se complète pas par un fichier" in problem


def test_a_protected_file_is_completed_by_who_is_named_in_it(by: Actor) -> None:
    imported(by, people(MOMO | {"Dossier protégé": "oui"}))
    imported(by, passages(("1", "02/11/2026", "", "p1")), PASSAGES)
    assert Person.objects.get().encounters.count() == 1


def test_the_name_of_somebody_a_colleague_has_imported_is_not_tried(by: Actor, hugo: User) -> None:
    imported(actor_for(hugo), people(MOMO))
    [problem] = problems(planned(by, passages(("1", "02/11/2026", "Momo")), PASSAGES))
    assert "n’est dans aucun fichier repris" in problem
    assert planned(by, passages(("1", "02/11/2026", "", "p1")), PASSAGES).may_be_written


def test_nobody_of_another_operator_is_found(by: Actor, lina: User) -> None:
    imported(actor_for(lina), people(MOMO))
    [problem] = problems(planned(by, passages(("1", "02/11/2026", "Momo", "p1")), PASSAGES))
    assert "n’est dans aucun fichier repris" in problem


def test_a_meeting_goes_to_the_file_that_a_merge_has_kept(by: Actor, ines: User) -> None:
    imported(by, people(MOMO))
    momo, other = Person.objects.get(), person(ines, "Momo du parc")
    merge(by=by, kept=other, gone=momo)
    imported(by, passages(("1", "02/11/2026", "", "p1")), PASSAGES)
    assert other.encounters.count() == 1


def test_the_same_passages_twice_are_noted_once(by: Actor) -> None:
    imported(by, people(MOMO))
    header = ("Date", "Personne", "Hommes")
    content = sheet(
        header, ("02/11/2026", "Momo", ""), ("03/11/2026", "", "2"), ("03/11/2026", "", "2")
    )
    imported(by, content, PASSAGES)
    assert Encounter.objects.count() == 3
    plan = planned(by, content, PASSAGES)
    assert (len(plan.made), len(plan.known)) == (0, 3)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("1", "01/12/2027"), "n’est pas encore venu"),
        (("1", "31/02/2026"), "n’est pas une date"),
        (("1", "02/05/2001", "", "p2"), "trop ancien"),
        (("1", "02/11/2026", "Personne d’autre"), "n’est dans aucun fichier repris"),
        (("1", "02/11/2026", "", "", "Nulle part"), "ce lieu n’est pas dans votre liste"),
        (("1", "02/11/2026", "", "", "", "600"), "Un compte va de 0 à 500"),
        (("1", "02/11/2026", "", "", "", "-2"), "n’est pas un nombre de personnes"),
        (("1", "02/11/2026", "x" * 400), "400 caractères"),
    ],
)
def test_what_is_wrong_is_said(by: Actor, row: tuple[str, ...], said: str) -> None:
    imported(by, people(MOMO, SONIA))
    plan = planned(by, passages(row), PASSAGES)
    told = [*problems(plan), *(one.reason for one in plan.left_out)]
    assert any(said in one for one in told), told
    assert not plan.may_be_written


def test_a_meeting_before_the_birth_is_refused(by: Actor) -> None:
    young = SONIA | {"Date de naissance": "03/11/2026", "Dernier contact": "20/11/2026"}
    imported(by, people(young))
    [problem] = problems(planned(by, passages(("1", "02/11/2026", "", "p2")), PASSAGES))
    assert "ligne 2, colonne Date : cette rencontre précède la naissance" in problem


def test_two_people_of_one_name_are_told_apart_by_their_reference(by: Actor) -> None:
    imported(by, people(MOMO, MOMO | {"Identifiant": "p9"}))
    [problem] = problems(planned(by, passages(("1", "02/11/2026", "Momo")), PASSAGES))
    assert "plusieurs personnes se nomment ainsi" in problem
    imported(by, passages(("1", "02/11/2026", "Momo", "p9")), PASSAGES)
    assert Encounter.objects.count() == 1


# --- Undoing ---


def test_undone_meetings_are_cancelled_and_give_back_the_last_contact_and_trust(by: Actor) -> None:
    imported(by, people(MOMO))
    act = imported(
        by,
        passages(("1", "02/11/2026", "", "p1", "", "", "", "x"), ("2", "05/11/2026", "", "p1")),
        PASSAGES,
    )
    assert TrustDate.objects.exists()
    undo_import(by=by, act=act)
    assert Person.objects.get().last_contact_on == date(2026, 10, 20)
    assert not Encounter.objects.standing().exists()
    assert Encounter.objects.count() == 4
    assert not TrustDate.objects.exists()
    assert not EncounterWords.objects.exists()


def test_a_meeting_corrected_since_keeps_the_import(by: Actor) -> None:
    act = imported(
        by, passages(("1", "02/11/2026", "", "", "", "1"), ("2", "05/11/2026")), PASSAGES
    )
    one = Encounter.objects.first()
    cancel_encounter(by=by, encounter=one, entry=act.pk)
    with pytest.raises(DomainError, match="corrigés depuis"):
        undo_import(by=by, act=act)


def test_people_are_not_undone_while_meetings_name_them(by: Actor) -> None:
    of_people = imported(by, people(MOMO))
    of_meetings = imported(by, passages(("1", "02/11/2026", "", "p1")), PASSAGES)
    with pytest.raises(DomainError):
        undo_import(by=by, act=of_people)
    undo_import(by=by, act=of_meetings)
    undo_import(by=by, act=of_people)
    assert not Person.objects.exists()


def test_a_file_that_a_meeting_names_was_not_opened_by_mistake(by: Actor, ines: User) -> None:
    zaza = person(ines, "Zaza")
    imported(by, passages(("1", "01/12/2026 09:00", "zaza")), PASSAGES)
    with pytest.raises(DomainError, match="déjà été complété"):
        cancel_opening(by=by, person=zaza)


def test_meetings_older_than_what_is_kept_are_left_out(by: Actor) -> None:
    old = clock.today() - timedelta(days=365 * 3 + 60)
    plan = planned(by, passages(("1", f"{old:%d/%m/%Y}", "", "", "", "1")), PASSAGES)
    assert [one.line for one in plan.left_out] == [2]
    recent = clock.today() - timedelta(days=800)
    imported(by, passages(("1", f"{recent:%d/%m/%Y}", "", "", "", "1")), PASSAGES)
    assert Encounter.objects.count() == 1
