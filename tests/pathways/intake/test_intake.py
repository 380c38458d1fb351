"""Taking over pathways from a spreadsheet: whole or not at all, once, undone within a day."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.core.journal.models import JournalEntry
from o2r.pathways.enums import EntryGround
from o2r.pathways.enums import PathwayState as State
from o2r.pathways.intake.models import IntakeAct, IntakeFile
from o2r.pathways.intake.services import (
    forget_file,
    keep_file,
    plan_intake,
    undo_intake,
    write_intake,
)
from o2r.pathways.models import Eligibility, Pathway, PathwayMove, PathwayPause
from o2r.people.models import Note, Person
from o2r.people.services import anonymise
from tests.accounts.factories import enter
from tests.people.factories import Operator, acting, said

pytestmark = pytest.mark.django_db
HEAD = (
    "Surnom;État;Repéré le;Entrée le;Accompagnement depuis le;Motif d’entrée;Référent;"
    "Dernier contact;Sortie le;Prochain rendez-vous"
)


def ago(days: int) -> str:
    return f"{clock.today() - timedelta(days=days):%d/%m/%Y}"


def day(days: int) -> date:
    return clock.today() - timedelta(days=days)


def lines(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def accompanied(name: str = "Zaza", ground: str = "non inscrite") -> str:
    return f"{name};accompagnement;{ago(90)};{ago(80)};{ago(60)};{ground};;{ago(5)};;12/12 à 14h"


def kept(place: Operator, content: bytes) -> IntakeFile:
    return keep_file(by=acting(place.ines), file_name="parcours.csv", content=content)


def taken(place: Operator, *rows: str) -> IntakeAct:
    return write_intake(by=acting(place.ines), file=kept(place, lines(*rows)))


def test_a_line_is_a_person_with_a_pathway_and_its_days(place: Operator) -> None:
    act = taken(place, accompanied())
    assert act.made == 1
    row = Pathway.objects.get()
    person = row.person
    assert said(person)["known_as"] == "Zaza"
    assert (row.state, row.state_since) == (State.ACCOMPANIMENT, day(60))
    assert (row.opened_on, row.intensive_from) == (day(90), day(60))
    assert (person.opened_on, person.last_contact_on) == (day(90), day(5))
    assert person.referent == place.ines
    moves = PathwayMove.objects.order_by("on", "pk").values_list("left", "reached", "on")
    assert list(moves) == [
        ("", State.SPOTTED, day(90)),
        (State.SPOTTED, State.TRUSTED, day(80)),
        (State.TRUSTED, State.ACCOMPANIMENT, day(60)),
    ]
    check = Eligibility.objects.get()
    assert (check.ground, check.checked_on) == (EntryGround.NOT_REGISTERED, day(80))
    note = Note.objects.get(person=person)
    text = read_sealed(note, "text", organisation=place.organisation.pk)["text"]
    assert "12/12 à 14h" in text
    assert not IntakeFile.objects.exists()


def test_each_state_is_written_with_what_it_needs(place: Operator) -> None:
    taken(
        place,
        f"A;;{ago(30)};;;;;{ago(1)};;",
        f"B;en pause;{ago(30)};{ago(20)};;;;{ago(1)};;",
        f"C;;{ago(90)};{ago(80)};{ago(70)};non-inscrit;;{ago(9)};{ago(8)};",
        f"D;perdue de vue;{ago(90)};;;;;{ago(50)};;",
    )
    states = {said(one.person)["known_as"]: one.state for one in Pathway.objects.all()}
    assert states == {"A": State.SPOTTED, "B": State.PAUSED, "C": State.LEFT, "D": State.LOST}
    assert PathwayPause.objects.get().until is None
    assert Pathway.objects.get(state=State.LEFT).ended_on == day(8)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("Zaza;accompagnement;;;;;;01/02/2026;;", "Motif d’entrée", "motif"),
        ("Zaza;en lévitation;;;;;;01/02/2026;;", "État", "n’est pas reconnu"),
        ("Zaza;;02/02/2026;01/02/2026;;;;03/02/2026;;", "Entrée le", "précède"),
        ("Zaza;sorti;01/02/2026;;;;;03/02/2026;;", "Sortie le", "jour de la sortie"),
        ("Zaza;;31/02/2026;;;;;03/02/2026;;", "Repéré le", ""),
        (";;01/02/2026;;;;;03/02/2026;;", "Surnom", "nomme"),
        ("Zaza;;01/02/2026;;;;inconnue@ailleurs.fr;03/02/2026;;", "Référent", "accompagne"),
        ("Zaza;;01/02/2026;;;sans contact;;03/02/2026;;", "organisme référent", "dernier contact"),
    ],
)
def test_one_wrong_line_is_told_at_its_cell_and_nothing_is_written(
    place: Operator, row: str, column: str, words: str
) -> None:
    file = kept(place, lines(row, f"B;;{ago(30)};;;;;{ago(1)};;"))
    plan = plan_intake(by=acting(place.ines), file=file)
    told = [one for one in plan.problems if one.line == 2]
    assert any(column in one.column and words in one.message for one in told), told
    with pytest.raises(DomainError, match="Rien n’est importé"):
        write_intake(by=acting(place.ines), file=file)
    assert not Person.objects.exists()


def test_the_same_file_twice_doubles_nobody(place: Operator) -> None:
    taken(place, accompanied())
    file = kept(place, lines(accompanied(), accompanied("Bilou")))
    plan = plan_intake(by=acting(place.ines), file=file)
    assert [one.name for one in plan.known] == ["Zaza"]
    assert [one.name for one in plan.made] == ["Bilou"]
    write_intake(by=acting(place.ines), file=file)
    assert Person.objects.count() == 2
    with pytest.raises(DomainError, match="n’attend plus"):
        write_intake(by=acting(place.ines), file=file)


def test_an_accompaniment_that_has_lasted_too_long_is_told(place: Operator) -> None:
    row = f"Zaza;;{ago(400)};{ago(390)};{ago(380)};non-inscrit;;{ago(5)};;"
    plan = plan_intake(by=acting(place.ines), file=kept(place, lines(row)))
    assert any("dérogation" in one.message for one in plan.remarks)
    assert plan.may_be_written


def test_a_colleague_becomes_referent_and_is_told(place: Operator) -> None:
    mail = place.bastien.email
    taken(place, f"Zaza;;{ago(90)};;;;{mail};{ago(5)};;")
    assert Pathway.objects.get().person.referent == place.bastien


def test_an_import_is_undone_whole_while_nobody_built_on_it(place: Operator) -> None:
    ines = acting(place.ines)
    act = taken(place, accompanied(), accompanied("Bilou"))
    for _ in range(2):
        undo_intake(by=ines, act=act)
    assert not Person.objects.exists()
    assert not Pathway.objects.exists()
    taken(place, accompanied())
    assert Person.objects.count() == 1


def test_an_import_on_which_somebody_built_stays(place: Operator) -> None:
    act = taken(place, accompanied())
    Pathway.objects.update(revision=1)
    with pytest.raises(DomainError, match="avancé"):
        undo_intake(by=acting(place.ines), act=act)
    assert Person.objects.exists()
    other = taken(place, accompanied("Bilou"))
    with clock.stopped_at(clock.now() + timedelta(hours=25)), pytest.raises(DomainError):
        undo_intake(by=acting(place.ines), act=other)


def test_only_its_author_reads_or_writes_a_file(place: Operator, elsewhere: Operator) -> None:
    file = kept(place, lines(accompanied()))
    for other in (place.bastien, elsewhere.ines):
        with pytest.raises(NotAllowed):
            write_intake(by=acting(other), file=file)
        with pytest.raises(NotAllowed):
            forget_file(by=acting(other), file=file)
    forget_file(by=acting(place.ines), file=file)
    assert not IntakeFile.objects.exists()


def test_the_line_goes_with_the_person(place: Operator) -> None:
    act = taken(place, accompanied())
    anonymise(by=acting(place.ines), person=Person.objects.get())
    assert not act.rows.exists()


def test_the_pages_lead_from_the_file_to_the_pathways(client: Client, place: Operator) -> None:
    enter(client, place.ines)
    assert client.get(reverse("intake:imports")).status_code == 200
    upload = SimpleUploadedFile("parcours.csv", lines(accompanied()))
    answer = client.post(reverse("intake:imports"), {"file": upload})
    file = IntakeFile.objects.get()
    assert answer.headers["Location"] == reverse("intake:columns", args=[file.pk])
    page = client.get(answer.headers["Location"])
    chosen = {name: field.initial for name, field in page.context["form"].fields.items()}
    answer = client.post(reverse("intake:columns", args=[file.pk]), chosen)
    check = client.get(answer.headers["Location"]).content.decode()
    assert "accompagnement depuis le" in check
    assert client.get(reverse("intake:problems", args=[file.pk, "csv"])).status_code == 200
    client.post(reverse("intake:check", args=[file.pk]))
    act = IntakeAct.objects.get()
    assert Pathway.objects.count() == 1
    assert JournalEntry.objects.filter(kind="pathway-import", action="create").count() == 1
    assert client.get(reverse("intake:undo", args=[act.pk])).status_code == 200
    client.post(reverse("intake:undo", args=[act.pk]))
    assert not Person.objects.exists()


def test_a_stranger_finds_no_file(client: Client, place: Operator, elsewhere: Operator) -> None:
    file = kept(place, lines(accompanied()))
    act = IntakeAct.objects.create(organisation=place.organisation, owner=place.ines)
    for who in (place.bastien, elsewhere.ines):
        enter(client, who)
        for name, args in (("columns", [file.pk]), ("check", [file.pk]), ("undo", [act.pk])):
            assert client.get(reverse(f"intake:{name}", args=args)).status_code == 404
