"""Sheets: one by person and operation, filled in by who follows them, apart from their file."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.models import DataKey
from o2r.core.crypto.services import destroy
from o2r.core.files.models import StoredFile
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.export import make_export
from o2r.core.retention.registry import declaration_of
from o2r.core.retention.rights import Subject
from o2r.core.retention.services.running import end
from o2r.pathways.fse.enums import (
    OPERATION_MOVES,
    SHEET_MOVES,
    Moment,
    OperationState,
    SheetState,
)
from o2r.pathways.fse.models import Operation, ParticipantSheet, SheetAnswers, SheetMove
from o2r.pathways.fse.services import (
    estimate_minorities,
    join_evidence,
    move_operation,
    open_operation,
    open_sheet,
    remove_evidence,
    write_answers,
)
from o2r.pathways.fse.services.erasing import erase_sheets
from o2r.pathways.fse.services.settling import move
from o2r.people.enums import ProtectionReason
from o2r.people.models import Person
from o2r.people.services import accompany, anonymise, merge, undo_merge
from o2r.people.services.cancelling import why_kept
from o2r.people.services.protecting import protect
from tests.accounts.factories import OrganisationFactory, someone
from tests.pathways.fse.participants import answers, operation, out, said, sheet
from tests.people.factories import Operator, acting, person


@pytest.fixture(autouse=True)
def _autumn() -> Any:
    with clock.stopped_at(clock.now().replace(year=2026, month=10, day=15)):
        yield


@pytest.fixture
def place() -> Operator:
    return Operator()


@pytest.fixture
def awa(place: Operator) -> Person:
    return person(place.ines, "Awa")


@pytest.fixture
def where(place: Operator) -> Operation:
    return operation(place)


def write(by: Any, one: ParticipantSheet, moment: Moment, **given: str) -> ParticipantSheet:
    fresh = ParticipantSheet.objects.get(pk=one.pk)
    return write_answers(
        by=acting(by), sheet=fresh, moment=moment, given=given, revision=fresh.revision
    )


def test_a_sheet_is_opened_once_under_a_key_of_its_own(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where)
    again = sheet(place, awa, where, nom="Autre")
    assert again == one
    assert said(one)["nom"] == "Koné"
    assert ParticipantSheet.objects.count() == 1
    # The key of the file opens nothing of it.
    destroy(by=Author.system("test"), subject=awa.pk)
    assert said(one)["nom"] == "Koné"
    row = SheetAnswers.objects.get()
    assert "Koné".encode() not in bytes(row.entry)
    assert (one.state, one.missing_entry, one.is_reachable) == (SheetState.ENTRY_COMPLETE, 0, True)
    entries = JournalEntry.objects.filter(kind="fse-sheet", action="create")
    assert [one.object_id for one in entries.order_by("pk")] == [one.pk]


def test_a_sheet_goes_up_and_down_with_its_answers_and_every_step_is_kept(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where, nom="")
    assert (one.state, one.missing_entry) == (SheetState.INCOMPLETE, 1)
    write(place.ines, one, Moment.LEAVING, **out("emploi"))
    one.refresh_from_db()
    assert (one.state, one.left_on) == (SheetState.INCOMPLETE, date(2026, 9, 1))
    whole = answers()
    write(place.ines, one, Moment.ENTRY, **whole)
    write(place.ines, one, Moment.LATER, situation_6_mois="emploi")
    one.refresh_from_db()
    assert one.state == SheetState.SURVEYED
    write(place.ines, one, Moment.ENTRY, **{**whole, "prenom": ""})
    one.refresh_from_db()
    assert one.state == SheetState.INCOMPLETE
    moves = SheetMove.objects.filter(sheet=one).order_by("pk")
    assert [(two.left, two.reached) for two in moves] == [
        ("incomplete", "entree-complete"),
        ("entree-complete", "sortie-complete"),
        ("sortie-complete", "enquete-6m"),
        ("enquete-6m", "sortie-complete"),
        ("sortie-complete", "entree-complete"),
        ("entree-complete", "incomplete"),
    ]


def test_what_a_colleague_wrote_meanwhile_is_not_lost(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where)
    shown = one.revision
    write(place.ines, one, Moment.ENTRY, **answers(handicap="refus"))
    with pytest.raises(DomainError, match="pendant que vous la remplissiez"):
        write_answers(
            by=acting(place.ines),
            sheet=one,
            moment=Moment.ENTRY,
            given=answers(handicap="oui"),
            revision=shown,
        )
    assert said(one)["handicap"] == "refus"
    # The same thing sent twice changes nothing, and is not refused.
    write_answers(
        by=acting(place.ines),
        sheet=one,
        moment=Moment.ENTRY,
        given=answers(handicap="refus"),
        revision=shown,
    )


def test_a_mistake_is_said_at_its_question(place: Operator, awa: Person, where: Operation) -> None:
    one = sheet(place, awa, where)
    for given, moment, field in (
        (answers(date_entree="2025-12-31"), Moment.ENTRY, "date_entree"),
        (answers(commune_residence_insee="00000"), Moment.ENTRY, "commune_residence_insee"),
        (out("emploi", date_sortie="2026-02-01"), Moment.LEAVING, "date_sortie"),
    ):
        with pytest.raises(DomainError) as refused:
            write(place.ines, one, moment, **given)
        assert refused.value.field == field


def test_who_may(place: Operator, awa: Person, where: Operation) -> None:
    one = sheet(place, awa, where)
    stranger = someone(Role.CASEWORKER, OrganisationFactory()).user
    for user in (place.bastien, stranger):
        with pytest.raises(NotAllowed):
            write(user, one, Moment.ENTRY, **answers(nom="Autre"))
        assert not ParticipantSheet.objects.all().visible_to(acting(user))
    accompany(by=acting(place.ines), person=awa, colleague=place.bastien)
    for user in (place.bastien, place.claire, place.ines):
        write(user, one, Moment.ENTRY, **answers(nom=f"Koné {user.pk}"))
        assert list(ParticipantSheet.objects.all().visible_to(acting(user))) == [one]


def test_the_sheet_of_a_protected_file_is_of_who_is_named_in_it(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where)
    protect(by=acting(place.ines), person=awa, reason=ProtectionReason.values[0])
    with pytest.raises(NotAllowed):
        write(place.claire, one, Moment.ENTRY, **answers(nom="Autre"))
    assert not ParticipantSheet.objects.all().visible_to(acting(place.claire))
    write(place.ines, one, Moment.ENTRY, **answers(nom="Autre"))


def test_nobody_enters_a_closed_operation_nor_the_one_of_another(
    place: Operator, awa: Person, where: Operation
) -> None:
    elsewhere = operation(Operator(), number="1")
    with pytest.raises(DomainError):
        sheet(place, awa, elsewhere)
    move_operation(by=acting(place.claire), operation=where, to=OperationState.CLOSED)
    with pytest.raises(DomainError, match="plus personne n’y entre"):
        sheet(place, awa, where)
    assert not DataKey.objects.filter(subject__in=ParticipantSheet.objects.values("pk")).exists()


def test_the_file_is_erased_and_the_sheet_stays_by_its_own_clock(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where)
    assert why_kept(awa)
    anonymise(by=acting(place.ines), person=awa)
    one.refresh_from_db()
    assert (one.person, bool(one.detached_at)) == (None, True)
    assert said(one)["nom"] == "Koné"
    # Who followed the person meets it no more; who coordinates does.
    assert not ParticipantSheet.objects.all().visible_to(acting(place.ines))
    assert list(ParticipantSheet.objects.all().visible_to(acting(place.claire))) == [one]


def test_evidence_goes_five_years_after_the_end_of_the_year_of_the_last_payment(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where)
    due = declaration_of("fse.ParticipantSheet")
    claire = acting(place.claire)
    move_operation(by=claire, operation=where, to=OperationState.CLOSED)
    with pytest.raises(DomainError):
        move_operation(by=claire, operation=where, to=OperationState.SETTLED)
    paid = date(2026, 10, 1)
    for _ in range(2):
        move_operation(by=claire, operation=where, to=OperationState.SETTLED, paid_on=paid)
    one.refresh_from_db()
    assert one.evidence_from == date(2026, 12, 31)
    assert due.period == "fse-evidence"
    for day, stays in ((date(2031, 12, 30), True), (date(2032, 1, 2), False)):
        now = clock.now().replace(year=day.year, month=day.month, day=day.day)
        end(by=Author.system("test"), one=due, now=now)
        assert ParticipantSheet.objects.filter(pk=one.pk).exists() == stays
        assert DataKey.objects.filter(subject=one.pk).exists() == stays
    assert Operation.objects.filter(pk=where.pk).exists()


def test_evidence_is_joined_once_and_goes_with_the_sheet(
    place: Operator, awa: Person, where: Operation
) -> None:
    one = sheet(place, awa, where)
    for _ in range(2):
        upload = SimpleUploadedFile("attestation.pdf", b"%PDF-1.4 essai")
        join_evidence(by=acting(place.ines), sheet=one, upload=upload)
    one.refresh_from_db()
    assert one.has_evidence
    kept = StoredFile.objects.get(attached_kind="fse-sheet", attached_id=one.pk)
    for _ in range(2):
        remove_evidence(by=acting(place.ines), sheet=one, file=kept)
    one.refresh_from_db()
    assert not one.has_evidence
    upload = SimpleUploadedFile("attestation.pdf", b"%PDF-1.4 essai")
    join_evidence(by=acting(place.ines), sheet=one, upload=upload)
    erase_sheets(Author.system("test"), ParticipantSheet.objects.filter(pk=one.pk))
    assert not StoredFile.objects.filter(attached_id=one.pk).exists()


def test_two_files_made_one_have_one_sheet_by_operation_and_part_again(
    place: Operator, awa: Person, where: Operation
) -> None:
    other, second = person(place.ines, "Awa K."), operation(place, number="2")
    counts, double = sheet(place, awa, where), sheet(place, other, where)
    moved, mine = sheet(place, other, second), sheet(place, awa, operation(place, number="3"))
    made = merge(by=acting(place.ines), kept=awa, gone=other)
    for row in (counts, double, moved, mine):
        row.refresh_from_db()
    assert (double.person, double.same_as) == (other, counts)
    assert (moved.person, moved.came_from) == (awa, other.pk)
    assert set(ParticipantSheet.objects.all().each_once()) == {counts, moved, mine}
    undo_merge(by=acting(place.ines), merge=made)
    for row in (counts, double, moved, mine):
        row.refresh_from_db()
    assert (double.same_as, moved.person, mine.person) == (None, other, awa)


def test_the_person_has_a_copy_of_their_answers(
    place: Operator, awa: Person, where: Operation
) -> None:
    sheet(place, awa, where, handicap="refus")
    made = make_export(Subject(SubjectKind.PERSON, str(awa.pk)), place.organisation.pk)
    assert made.rows > 2
    assert b"index.html" in made.content


def test_minorities_are_estimated_never_counted(place: Operator, where: Operation) -> None:
    claire = acting(place.claire)
    with pytest.raises(DomainError) as refused:
        estimate_minorities(by=claire, operation=where, number=12, method=" ")
    assert refused.value.field == "method"
    one = estimate_minorities(by=claire, operation=where, number=12, method="Étude de quartier")
    assert (one.minorities, one.minorities_by) == (12, place.claire)
    assert one.minorities_on == clock.today()
    with pytest.raises(NotAllowed):
        estimate_minorities(by=acting(place.ines), operation=where, number=1, method="x")


def test_an_operation_is_entered_once_and_its_dates_hold_its_entries(
    place: Operator, awa: Person, where: Operation
) -> None:
    with pytest.raises(DomainError) as refused:
        operation(place)
    assert refused.value.field == "number"
    with pytest.raises(DomainError) as refused:
        operation(place, number="9", ends_on=date(2025, 1, 1))
    assert refused.value.field == "ends_on"
    with pytest.raises(NotAllowed):
        open_operation(by=acting(place.ines), described=None)  # type: ignore[arg-type]


def test_opening_asks_for_the_right_to_write_in_the_file(
    place: Operator, awa: Person, where: Operation
) -> None:
    with pytest.raises(NotAllowed):
        open_sheet(by=acting(place.bastien), person=awa, operation=where, copied={})


def test_answers_are_sealed_by_moment(place: Operator, awa: Person, where: Operation) -> None:
    one = sheet(place, awa, where)
    row = SheetAnswers.objects.get(sheet=one)
    texts = read_sealed(row, "entry", "leaving", organisation=place.organisation.pk)
    assert texts["entry"].startswith("date_entree: 2026-03-01\nnom: Koné")
    assert texts["leaving"] == ""


@pytest.mark.parametrize("left", list(SheetState))
def test_a_sheet_only_moves_as_the_table_says(
    place: Operator, awa: Person, where: Operation, left: SheetState
) -> None:
    one, by = sheet(place, awa, where), acting(place.ines)
    for reached in SheetState:
        one.state = left
        one.save(update_fields=["state"])
        before = SheetMove.objects.count()
        if reached in SHEET_MOVES[left]:
            move(by, one, reached)
            assert (one.state, SheetMove.objects.count()) == (reached, before + 1)
        else:
            with pytest.raises(DomainError):
                move(by, one, reached)
            assert (one.state, SheetMove.objects.count()) == (left, before)


@pytest.mark.parametrize("left", list(OperationState))
def test_an_operation_only_moves_as_the_table_says(
    place: Operator, where: Operation, left: OperationState
) -> None:
    paid = date(2026, 10, 1)
    for reached in OperationState:
        was_paid = paid if left == OperationState.SETTLED else None
        Operation.objects.filter(pk=where.pk).update(state=left, last_paid_on=was_paid)

        def act(to: OperationState = reached) -> Operation:
            return move_operation(by=acting(place.claire), operation=where, to=to, paid_on=paid)

        if reached == left or reached in OPERATION_MOVES[left]:
            assert act().state == reached
        else:
            with pytest.raises(DomainError):
                act()
