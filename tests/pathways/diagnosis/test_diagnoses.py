"""A diagnosis: sealed, versioned, never changed once validated, cut to what each may read."""

from datetime import timedelta
from uuid import uuid4

import pytest

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.core.journal.models import JournalEntry
from o2r.pathways.diagnosis.enums import DIAGNOSIS_MOVES, Degree, DiagnosisState
from o2r.pathways.diagnosis.models import BarrierScore, Diagnosis, DiagnosisMove, Strength
from o2r.pathways.diagnosis.services import Said
from o2r.people.models import FollowUp
from o2r.people.services import anonymise
from o2r.people.services.merging import merge, undo_merge
from tests.pathways.diagnosis.diagnosed import HOUSING, diagnosed
from tests.people.factories import Operator, acting, person

SECRET = "Rendez-vous au tribunal le 12."


def test_words_are_sealed_and_codes_stay_for_figures(operator: Operator) -> None:
    momo = person(operator.ines)
    made = diagnosed(operator.ines, momo, strengths=("langues",), other_strength="Sait attendre")
    score = BarrierScore.objects.get(diagnosis=made, code="logement")
    assert (score.by_person, score.by_professional, score.rank) == (4, 3, 1)
    assert b"gare" not in bytes(score.words)
    words = read_sealed(score, "words", organisation=momo.organisation_id)["words"]
    assert words == "Je dors à la gare."
    assert Strength.objects.filter(diagnosis=made).count() == 2
    moves = DiagnosisMove.objects.filter(diagnosis=made).order_by("pk")
    assert [one.reached for one in moves] == ["brouillon", "valide"]


def test_a_validated_version_never_changes_and_the_next_starts_from_it(operator: Operator) -> None:
    momo = person(operator.ines)
    first = diagnosed(operator.ines, momo, hard_to_say=SECRET)
    with pytest.raises(DomainError):
        diagnosed(operator.ines, momo, key=first.pk, revision=1, summary="Autre chose")
    lighter = {"logement": Said(Degree.SLIGHT, Degree.SLIGHT)}
    second = diagnosed(operator.ines, momo, said=lighter)
    assert second.starts_from == first
    then = BarrierScore.objects.get(diagnosis=first, code="logement")
    now = BarrierScore.objects.get(diagnosis=second, code="logement")
    assert (then.by_person, now.by_person) == (Degree.BLOCKING, Degree.SLIGHT)


def test_a_button_pressed_twice_writes_once(operator: Operator) -> None:
    momo, key = person(operator.ines), uuid4()
    first = diagnosed(operator.ines, momo, key=key)
    lines = JournalEntry.objects.count()
    assert diagnosed(operator.ines, momo, key=key).pk == first.pk
    assert Diagnosis.objects.count() == 1
    assert JournalEntry.objects.count() == lines


def test_a_draft_changed_by_a_colleague_is_not_overwritten(operator: Operator) -> None:
    momo, key = person(operator.ines), uuid4()
    diagnosed(operator.ines, momo, key=key, validates=False)
    FollowUp.objects.create(person=momo, user=operator.bastien)
    other = {"logement": Said(Degree.SLIGHT, Degree.SLIGHT)}
    diagnosed(operator.bastien, momo, key=key, revision=1, said=other, validates=False)
    with pytest.raises(DomainError, match="Rechargez"):
        diagnosed(operator.ines, momo, key=key, revision=1, validates=False)
    with pytest.raises(DomainError, match="brouillon"):
        diagnosed(operator.ines, momo, validates=False)


def test_who_accompanies_beside_neither_reads_nor_loses_health_and_what_is_hard(
    operator: Operator,
) -> None:
    momo = person(operator.ines)
    health = HOUSING | {"sante": Said(Degree.REAL, Degree.REAL, (), "Mon dos.")}
    diagnosed(operator.ines, momo, said=health, first=("sante", "logement"), hard_to_say=SECRET)
    FollowUp.objects.create(person=momo, user=operator.bastien)
    theirs = {"sante": Said(Degree.RESOURCE), "mobilite": Said(Degree.REAL)}
    made = diagnosed(operator.bastien, momo, said=theirs, first=("mobilite",), hard_to_say="Rien")
    kept = BarrierScore.objects.get(diagnosis=made, code="sante")
    assert (kept.by_person, kept.rank) == (Degree.REAL, 1)
    assert read_sealed(kept, "words", organisation=momo.organisation_id)["words"] == "Mon dos."
    assert BarrierScore.objects.get(diagnosis=made, code="mobilite").rank == 2
    made.refresh_from_db()
    told = read_sealed(made, "hard_to_say", organisation=momo.organisation_id)
    assert told["hard_to_say"] == SECRET


def test_a_stranger_and_who_coordinates_write_nothing(operator: Operator) -> None:
    momo = person(operator.ines)
    for other in (operator.claire, Operator().ines):
        with pytest.raises(NotAllowed):
            diagnosed(other, momo)
    assert not Diagnosis.objects.exists()


def test_what_is_wrong_is_refused_in_words(operator: Operator) -> None:
    momo = person(operator.ines)
    tomorrow = clock.today() + timedelta(days=1)
    for wrong in ({"made_on": tomorrow}, {"summary": "x" * 2001}, {"said": {}}):
        with pytest.raises(DomainError):
            diagnosed(operator.ines, momo, **wrong)


def test_a_situation_of_another_barrier_is_left_out(operator: Operator) -> None:
    momo = person(operator.ines)
    said = {"logement": Said(Degree.REAL, Degree.REAL, ("ft-24", "ft-7", "rien"))}
    made = diagnosed(operator.ines, momo, said=said)
    assert BarrierScore.objects.get(diagnosis=made, code="logement").situations == ["ft-24"]


def test_the_table_of_states_is_the_only_way() -> None:
    assert DIAGNOSIS_MOVES[DiagnosisState.VALIDATED] == ()
    assert set(DIAGNOSIS_MOVES) == set(DiagnosisState)


def test_two_files_that_become_one_keep_all_versions_and_part_again(operator: Operator) -> None:
    momo, other = person(operator.ines), person(operator.ines, "Mohamed")
    first, second = diagnosed(operator.ines, momo), diagnosed(operator.ines, other)
    done = merge(by=acting(operator.ines), kept=momo, gone=other)
    assert {one.pk for one in momo.diagnoses.all()} == {first.pk, second.pk}
    score = BarrierScore.objects.get(diagnosis=second, code="logement")
    assert score.subject == momo.pk
    assert read_sealed(score, "words", organisation=momo.organisation_id)["words"]
    undo_merge(by=acting(operator.ines), merge=done)
    score.refresh_from_db()
    assert (score.person_id, score.subject) == (other.pk, other.pk)


def test_all_goes_with_who_is_erased(operator: Operator) -> None:
    momo = person(operator.ines)
    diagnosed(operator.ines, momo, strengths=("langues",))
    anonymise(by=acting(operator.ines), person=momo)
    assert not Diagnosis.objects.exists()
    assert not BarrierScore.objects.exists()
    assert not Strength.objects.exists()
