"""What is offered, answered, passed, taken back: by who follows the person, once."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.pathways.measures.enums import QUOTE_MOVES, Agreeing, Dimension, Moment, Outcome, Quote
from o2r.pathways.measures.models import (
    Measure,
    MeasureAnswers,
    MostSignificantChange,
    QuoteMove,
    Satisfaction,
    Slider,
)
from o2r.pathways.measures.services import (
    Answered,
    Told,
    answer_quote,
    refuse_measure,
    take_back,
    write_change,
    write_measure,
    write_satisfaction,
    write_sliders,
)
from o2r.pathways.measures.services.checking import When
from o2r.people.models import Person
from o2r.people.services import anonymise, cancel_opening, merge, undo_merge
from tests.pathways.measures.scale_files import SCALES
from tests.people.factories import Operator, acting, person

FASKU, OSSS, WHO, EPICES = (SCALES[one] for one in ("fasku3", "osss3", "who5", "epices"))
ENTRY = Moment.ENTRY


def at(moment: Moment = ENTRY, entry: UUID | None = None, ago: int = 0) -> When:
    return When(moment, clock.today() - timedelta(days=ago), entry or uuid4())


def test_answers_are_sealed_and_the_score_is_kept_for_figures(
    place: Operator, momo: Person
) -> None:
    answered = Answered(FASKU, [3, 4, 4])
    made = write_measure(by=acting(place.ines), person=momo, answered=answered, when=at())
    assert (made.outcome, made.score) == (Outcome.ANSWERED, Decimal("3.67"))
    row = MeasureAnswers.objects.get(measure=made)
    assert b"[3" not in bytes(row.items)
    text = read_sealed(row, "items", organisation=place.organisation.pk)["items"]
    assert json.loads(text) == [3, 4, 4]


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([3, None, 4], Outcome.PARTIAL),
        ([None, None, None], Outcome.SKIPPED),
    ],
)
def test_a_missing_answer_is_no_score(
    place: Operator, momo: Person, answers: list[int | None], outcome: Outcome
) -> None:
    given = Answered(FASKU, answers)
    made = write_measure(by=acting(place.ines), person=momo, answered=given, when=at())
    assert (made.outcome, made.score) == (outcome, None)
    assert MeasureAnswers.objects.filter(measure=made).exists() == (outcome == Outcome.PARTIAL)


def test_an_answer_out_of_range_is_refused_at_its_question(place: Operator, momo: Person) -> None:
    with pytest.raises(DomainError) as refused:
        write_measure(
            by=acting(place.ines), person=momo, answered=Answered(OSSS, [2, 6, 1]), when=at()
        )
    assert refused.value.field == "item_1"
    assert not Measure.objects.exists()


def test_a_form_sent_twice_is_written_once(place: Operator, momo: Person) -> None:
    ines, when = acting(place.ines), at()
    first = write_measure(by=ines, person=momo, answered=Answered(FASKU, [1, 1, 1]), when=when)
    again = write_measure(by=ines, person=momo, answered=Answered(FASKU, [5, 5, 5]), when=when)
    assert (again.pk, again.score) == (first.pk, Decimal(1))
    values = {Dimension.TIES: 3, Dimension.HEALTH: None}
    for _ in range(2):
        write_sliders(by=ines, person=momo, values=values, when=when)
        write_change(by=ines, person=momo, told=Told("J’ai rappelé ma mère"), when=when)
        write_satisfaction(by=ines, person=momo, useful=Agreeing.YES, respected=None, when=when)
        refuse_measure(
            by=ines, person=momo, scale=OSSS, when=When(ENTRY, entry=first.pk), outcome=REFUSED
        )
    kept = [one.objects.count() for one in (Slider, MostSignificantChange, Satisfaction, Measure)]
    assert kept == [2, 1, 1, 2]
    # The code of a form is of one file.
    with pytest.raises(DomainError):
        write_measure(
            by=ines, person=person(place.ines), answered=Answered(FASKU, [1, 1, 1]), when=when
        )


REFUSED = Outcome.REFUSED


def test_a_snapshot_is_taken_once_and_at_entry_alone(place: Operator, momo: Person) -> None:
    ines, answered = acting(place.ines), Answered(EPICES, [0] * 11)
    made = write_measure(by=ines, person=momo, answered=answered, when=at())
    assert made.score == Decimal("75.14")
    for when in (at(), at(Moment.EXIT)):
        with pytest.raises(DomainError):
            write_measure(by=ines, person=momo, answered=answered, when=when)
    take_back(by=ines, person=momo, kind="questionnaire", key=made.pk)
    write_measure(by=ines, person=momo, answered=answered, when=at())


@pytest.mark.parametrize("ago", [-1, 4])
def test_a_day_that_cannot_be_is_refused(place: Operator, momo: Person, ago: int) -> None:
    with pytest.raises(DomainError) as refused:
        write_sliders(
            by=acting(place.ines), person=momo, values={Dimension.TIES: 3}, when=at(ago=ago)
        )
    assert refused.value.field == "on"


@pytest.mark.parametrize("value", [-1, 11])
def test_a_slider_goes_from_0_to_10(place: Operator, momo: Person, value: int) -> None:
    with pytest.raises(DomainError) as refused:
        write_sliders(
            by=acting(place.ines), person=momo, values={Dimension.AGENCY: value}, when=at()
        )
    assert refused.value.field == "agir"


def test_who_does_not_follow_writes_nothing(place: Operator, momo: Person, sacha: User) -> None:
    for other in (place.claire, sacha):
        with pytest.raises(NotAllowed):
            write_sliders(by=acting(other), person=momo, values={Dimension.TIES: 3}, when=at())


def test_who_accompanies_does_not_write_health(place: Operator, momo: Person) -> None:
    """The group « health » is the referent’s alone, whatever the form says."""
    bastien = acting(place.bastien)
    write_sliders(by=bastien, person=momo, values={Dimension.TIES: 3}, when=at())
    tries: list[Callable[[], object]] = [
        lambda: write_sliders(by=bastien, person=momo, values={Dimension.HEALTH: 3}, when=at()),
        lambda: write_measure(by=bastien, person=momo, answered=Answered(WHO, [3] * 5), when=at()),
    ]
    made = write_measure(
        by=acting(place.ines), person=momo, answered=Answered(WHO, [3] * 5), when=at()
    )
    tries.append(lambda: take_back(by=bastien, person=momo, kind="questionnaire", key=made.pk))
    for one in tries:
        with pytest.raises(NotAllowed):
            one()
    assert Measure.objects.filter(pk=made.pk).exists()


def told(place: Operator, momo: Person, quote: Quote = Quote.PENDING) -> MostSignificantChange:
    words = Told("J’ose téléphoner", quote)
    return write_change(by=acting(place.ines), person=momo, told=words, when=at(Moment.EXIT))


def test_words_are_sealed_and_nothing_said_is_no_quote(place: Operator, momo: Person) -> None:
    made = told(place, momo)
    assert b"phoner" not in bytes(made.words)
    assert made.quote == Quote.PENDING
    assert told(place, momo, Quote.YES).quote == Quote.YES
    for wrong in (Told("  "), Told("x" * 2001), Told("oui", Quote.WITHDRAWN)):
        with pytest.raises(DomainError):
            write_change(by=acting(place.ines), person=momo, told=wrong, when=at())


@pytest.mark.parametrize("left", list(Quote))
@pytest.mark.parametrize("to", list(Quote))
def test_the_agreement_to_quote_moves_by_its_table(
    place: Operator, momo: Person, left: Quote, to: Quote
) -> None:
    made = told(place, momo)
    MostSignificantChange.objects.filter(pk=made.pk).update(quote=left)
    if to == left or to in QUOTE_MOVES[left]:
        assert answer_quote(by=acting(place.ines), change=made, to=to).quote == to
        assert QuoteMove.objects.filter(change=made, left=left).count() == (to != left)
    else:
        with pytest.raises(DomainError):
            answer_quote(by=acting(place.ines), change=made, to=to)


def test_an_agreement_to_quote_is_taken_back_by_who_follows_alone(
    place: Operator, momo: Person, sacha: User
) -> None:
    made = told(place, momo, Quote.YES)
    with pytest.raises(NotAllowed):
        answer_quote(by=acting(sacha), change=made, to=Quote.WITHDRAWN)
    answer_quote(by=acting(place.bastien), change=made, to=Quote.WITHDRAWN)
    moves = list(QuoteMove.objects.order_by("pk").values_list("left", "reached"))
    assert moves == [("a-demander", "oui"), ("oui", "retire")]
    # Erased meanwhile, on another screen.
    take_back(by=acting(place.ines), person=momo, kind="paroles", key=made.pk)
    with pytest.raises(DomainError):
        answer_quote(by=acting(place.ines), change=made, to=Quote.YES)


def test_what_is_taken_back_is_erased_once(place: Operator, momo: Person) -> None:
    ines, when = acting(place.ines), at()
    write_sliders(by=ines, person=momo, values=dict.fromkeys(Dimension, 5), when=when)
    key = when.entry
    assert take_back(by=ines, person=momo, kind="reglettes", key=key) == 4
    assert take_back(by=ines, person=momo, kind="reglettes", key=key) == 0


def everything(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    write_measure(by=ines, person=momo, answered=Answered(FASKU, [3, 4, 4]), when=at())
    write_sliders(by=ines, person=momo, values={Dimension.TIES: 3}, when=at())
    told(place, momo, Quote.YES)
    write_satisfaction(
        by=ines, person=momo, useful=Agreeing.YES, respected=Agreeing.NO, when=at(Moment.EXIT)
    )


HELD = (Measure, MeasureAnswers, Slider, MostSignificantChange, Satisfaction)


def test_two_files_that_become_one_keep_the_answers(place: Operator, momo: Person) -> None:
    everything(place, momo)
    kept = person(place.ines, "Mo")
    made = merge(by=acting(place.ines), kept=kept, gone=momo)
    for model in HELD:
        assert [one.person_id for one in model.objects.order_by("pk")] == [kept.pk]
    words = MostSignificantChange.objects.get()
    opened = read_sealed(words, "words", organisation=place.organisation.pk)
    assert opened["words"] == "J’ose téléphoner"
    undo_merge(by=acting(place.ines), merge=made)
    assert MostSignificantChange.objects.get().person_id == momo.pk


def test_somebody_erased_leaves_no_answer(place: Operator, momo: Person) -> None:
    everything(place, momo)
    anonymise(by=acting(place.ines), person=momo)
    assert not any(model.objects.exists() for model in HELD)


def test_a_file_with_an_answer_was_not_opened_by_mistake(place: Operator) -> None:
    fresh = person(place.ines, "Zoé")
    write_sliders(by=acting(place.ines), person=fresh, values={Dimension.TIES: None}, when=at())
    with pytest.raises(DomainError):
        cancel_opening(by=acting(place.ines), person=fresh)
