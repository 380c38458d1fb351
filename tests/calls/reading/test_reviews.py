"""Reviews: kept as typed, blind until sent, counted by the ranking."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.enums import CallState
from o2r.calls.models import Call, Criterion
from o2r.calls.reading import services
from o2r.calls.reading.enums import AssignmentState, ReviewState, Unveiling
from o2r.calls.reading.errors import AlreadySent, NotReading, WrittenElsewhere
from o2r.calls.reading.models import Admissibility, Assignment, ReadingPlan, Review, Score
from o2r.calls.reading.recurring import remind
from o2r.calls.reading.selectors import ranking
from o2r.calls.reading.selectors.pages import examination, plan_of, proposal, reader_rows
from o2r.calls.reading.services import TypedReview, TypedScore
from o2r.core import clock
from o2r.core.agenda.registry import due_for
from o2r.core.notifications.models import Notification
from tests.accounts.factories import someone
from tests.calls.factories import ApplicationFactory
from tests.calls.reading import people


def two_readers(**fields: object) -> tuple[people.Table, Assignment, Assignment]:
    """The first application, open to Rose and Karim, admissible."""
    table = people.opened(**fields)
    for user in (table.helene, table.rose, table.karim):
        people.declare(table, user)
    first = people.confide(table, table.first, table.rose)
    second = people.confide(table, table.first, table.karim)
    people.admit(table, table.first)
    return table, first, second


def sees(user, review: Review) -> bool:
    return Review.objects.filter(pk=review.pk).visible_to(people.who(user)).exists()


def criteria(table: people.Table) -> list[Criterion]:
    return list(Criterion.objects.filter(call=table.call).order_by("position"))


def test_a_mark_out_of_bounds_is_kept_as_typed_and_counts_for_nothing() -> None:
    table, given, _ = two_readers()
    one, two = criteria(table)
    typed = TypedReview(
        recommendation="reserved",
        comment="Un texte long",
        scores={one.pk: TypedScore("7", comment="Pourquoi 7"), two.pk: TypedScore("3,5")},
    )
    review = services.save_review(by=people.who(table.rose), assignment=given, typed=typed)
    wrong, right = review.scores.order_by("criterion__position")
    assert (wrong.value, wrong.typed, wrong.comment) == (None, "7", "Pourquoi 7")
    assert (right.value, right.typed) == (Decimal("3.5"), "")
    with pytest.raises(DomainError, match="une note juste pour C1"):
        services.send_review(by=people.who(table.rose), assignment=given)
    review.refresh_from_db()
    assert (review.state, review.comment) == (ReviewState.DRAFT, "Un texte long")


@pytest.mark.parametrize("text", ["5,01", "-1", "6", "abc", "NaN", "1e9", "²"])
def test_what_is_not_a_mark_of_the_grid(text: str) -> None:
    table, given, _ = two_readers()
    (one, _two) = criteria(table)
    typed = TypedReview(scores={one.pk: TypedScore(text)})
    review = services.save_review(by=people.who(table.rose), assignment=given, typed=typed)
    score = review.scores.get()
    assert (score.value, score.typed) == (None, text)


def test_a_second_window_does_not_overwrite_the_first() -> None:
    table, given, _ = two_readers()
    rose = people.who(table.rose)
    first = services.save_review(
        by=rose, assignment=given, typed=TypedReview(comment="un"), revision=None
    )
    services.save_review(
        by=rose, assignment=given, typed=TypedReview(comment="deux"), revision=first.revision
    )
    with pytest.raises(WrittenElsewhere, match="Rien n’est perdu"):
        services.save_review(
            by=rose, assignment=given, typed=TypedReview(comment="trois"), revision=first.revision
        )
    assert Review.objects.get(assignment=given).comment == "deux"


def test_reviews_are_blind_until_ones_own_is_sent() -> None:
    table, mine, theirs = two_readers()
    sent = people.read(table, theirs, table.karim, "4", "4")
    assert sees(table.karim, sent)
    assert not sees(table.rose, sent)
    assert not sees(table.helene, sent)
    own = people.read(table, mine, table.rose, "2", "2")
    assert sees(table.rose, sent)
    assert sees(table.karim, own)
    assert sees(table.helene, sent)
    assert not sees(table.stranger, sent)


def test_marks_may_wait_for_the_committee() -> None:
    table, mine, theirs = two_readers()
    ReadingPlan.objects.update(unveiling=Unveiling.COMMITTEE)
    sent = people.read(table, theirs, table.karim, "4", "4")
    people.read(table, mine, table.rose, "2", "2")
    plan = plan_of(table.call)
    assert not sees(table.helene, sent)
    assert examination(table.call, plan, table.helene.pk)[0].mean is None
    people.in_committee(table)
    assert sees(table.helene, sent)
    assert examination(table.call, plan, table.helene.pk)[0].mean == Decimal("3.0000")


def test_an_officer_who_has_not_declared_reads_no_mark() -> None:
    table, mine, theirs = two_readers()
    sent = people.read(table, theirs, table.karim, "4", "4")
    people.read(table, mine, table.rose, "2", "2")
    lead = table.first.members.get(is_lead=True).name
    people.declare(table, table.helene, **{lead: "family"})
    assert not sees(table.helene, sent)
    row = examination(table.call, plan_of(table.call), table.helene.pk)[0]
    assert (row.is_open, row.mean, row.counts.sent) == (False, None, 2)


def test_a_gap_above_the_threshold_asks_for_a_third_reader() -> None:
    table, mine, theirs = two_readers()
    people.read(table, theirs, table.karim, "4", "4")
    assert not Notification.objects.filter(subject__contains="lecteur de plus").exists()
    people.read(table, mine, table.rose, "2", "2")
    found = ranking(table.call)[0]
    assert (found.mean, found.dispersion) == (Decimal("3.0000"), Decimal("2.0000"))
    assert found.needs_another_reader
    told = Notification.objects.filter(subject__contains="lecteur de plus")
    assert [one.recipient for one in told] == [table.helene.pk]
    row = examination(table.call, plan_of(table.call), table.helene.pk)[0]
    assert "third" in row.alerts


def test_once_the_third_reader_has_read_nobody_is_asked_for_and_the_end_is_told() -> None:
    table, mine, theirs = two_readers()
    people.read(table, theirs, table.karim, "4", "4")
    people.read(table, mine, table.rose, "2", "2")
    helene = people.who(table.helene)
    services.name_reader(by=helene, office=table.office, email=table.stranger.email)
    people.declare(table, table.stranger)
    third = people.confide(table, table.first, table.stranger)
    people.read(table, third, table.stranger, "3", "3")
    asked = Notification.objects.filter(subject__contains="lecteur de plus")
    assert asked.count() == 1
    assert Notification.objects.filter(kind="reading-all-sent").count() == 1
    row = examination(table.call, plan_of(table.call), table.helene.pk)[0]
    assert (row.dispersion, "third" in row.alerts) == (Decimal("2.0000"), False)
    assert not ranking(table.call)[0].needs_another_reader


def test_a_review_set_aside_hides_nothing_and_leaves_a_reader_to_be_named() -> None:
    """What the table, the page of the readings and the proposal say is the same."""
    table, mine, theirs = two_readers()
    people.read(table, theirs, table.karim, "4", "4")
    sent = people.read(table, mine, table.rose, "2", "2")
    helene = people.who(table.helene)
    services.exclude_review(
        by=helene, office=table.office, assignment=theirs, reason="Grille d’un autre appel"
    )
    assert sees(table.helene, sent)
    row = examination(table.call, plan_of(table.call), table.helene.pk)[0]
    assert (row.mean, row.counts.expected) == (Decimal("2.0000"), 1)
    assert "missing" in row.alerts
    wanting = next(one for one in proposal(table.office) if one.application.pk == table.first.pk)
    assert (wanting.wanted, [str(one) for one in wanting.already]) == (1, [str(table.rose)])
    assert str(table.karim) not in [str(one) for one in wanting.choices]
    counted = {one.reader.user_id: (one.sent, one.expected) for one in reader_rows(table.office)}
    assert counted == {table.rose.pk: (1, 1), table.karim.pk: (0, 0)}


def test_marks_stay_hidden_while_nothing_that_counts_is_sent() -> None:
    table, mine, theirs = two_readers()
    sent = people.read(table, theirs, table.karim, "4", "4")
    helene = people.who(table.helene)
    services.exclude_review(by=helene, office=table.office, assignment=theirs, reason="Erreur")
    assert not sees(table.helene, sent)
    services.end_assignment(by=helene, office=table.office, assignment=mine, reason="Absente")
    assert not sees(table.helene, sent)


def test_what_is_not_applicable_leaves_the_mean_and_a_whole_review_of_it_is_refused() -> None:
    table, mine, theirs = two_readers()
    people.read(table, theirs, table.karim, "4", "so")
    assert ranking(table.call)[0].mean == Decimal("4.0000")
    with pytest.raises(DomainError, match="une note au moins"):
        people.read(table, mine, table.rose, "so", "so")


def test_a_review_is_sent_once_with_an_advice() -> None:
    table, mine, _ = two_readers()
    with pytest.raises(DomainError, match="votre avis sur la candidature"):
        people.read(table, mine, table.rose, "4", "4", advice="")
    people.read(table, mine, table.rose, "4", "4")
    with pytest.raises(AlreadySent):
        people.read(table, mine, table.rose, "1", "1")
    with pytest.raises(NotAllowed):
        services.send_review(by=people.who(table.karim), assignment=mine)


def test_readings_are_written_during_the_examination_only() -> None:
    table, mine, _ = two_readers()
    Call.objects.filter(pk=table.call.pk).update(state=CallState.RESULTS)
    with pytest.raises(NotReading):
        people.read(table, mine, table.rose, "4", "4")


def test_a_review_set_aside_leaves_the_means_with_its_reason() -> None:
    table, mine, theirs = two_readers()
    people.read(table, theirs, table.karim, "4", "4")
    people.read(table, mine, table.rose, "2", "2")
    helene = people.who(table.helene)
    with pytest.raises(DomainError, match="Dites pourquoi"):
        services.exclude_review(by=helene, office=table.office, assignment=mine, reason=" ")
    services.exclude_review(
        by=helene, office=table.office, assignment=mine, reason="Grille d’un autre appel"
    )
    found = ranking(table.call)[0]
    assert (found.mean, found.reviews, found.expected) == (Decimal("4.0000"), 1, 1)
    with pytest.raises(NotAllowed):
        services.exclude_review(
            by=people.who(table.karim), office=table.office, assignment=theirs, reason="non"
        )


def test_an_application_is_taken_back_from_who_has_not_sent() -> None:
    table, mine, theirs = two_readers()
    helene = people.who(table.helene)
    services.end_assignment(by=helene, office=table.office, assignment=mine, reason="Absente")
    mine.refresh_from_db()
    assert mine.state == AssignmentState.ENDED
    people.read(table, theirs, table.karim, "4", "4")
    with pytest.raises(DomainError, match="écartez-la"):
        services.end_assignment(
            by=helene,
            office=table.office,
            assignment=Assignment.objects.get(pk=theirs.pk),
            reason="Trop tard",
        )
    again = people.confide(table, table.first, table.rose)
    assert (again.order, again.state) == (3, AssignmentState.DECLARED)


def test_two_hundred_applications_are_ranked_in_six_queries(
    django_assert_max_num_queries,
) -> None:
    table, mine, theirs = two_readers()
    people.read(table, mine, table.rose, "3", "3")
    people.read(table, theirs, table.karim, "4", "2,5")
    for number in range(3, 203):
        ApplicationFactory(call=table.call, number=number, state=ApplicationState.ADMISSIBLE)
    with django_assert_max_num_queries(6):
        rows = ranking(table.call)
    assert len(rows) == 201
    assert (rows[0].number, rows[0].rank) == (1, 1)
    assert {one.rank for one in rows[1:]} == {2}
    with django_assert_max_num_queries(12):
        assert len(examination(table.call, plan_of(table.call), table.helene.pk)) == 202
    with django_assert_max_num_queries(12):
        wanted = proposal(table.office)
    assert len(wanted) == 201
    # Karim may not read the second one, Rose alone may.
    second = next(one for one in wanted if one.application.pk == table.second.pk)
    assert [str(one) for one in second.choices] == [str(table.rose)]


def test_the_database_refuses_a_mark_that_is_also_not_applicable() -> None:
    table, mine, _ = two_readers()
    review = Review.objects.create(assignment=mine, changed_at=clock.now())
    with pytest.raises(IntegrityError, match="score_is_one_answer"), transaction.atomic():
        Score.objects.create(
            review=review, criterion=criteria(table)[0], value=3, is_not_applicable=True
        )
    review.state = ReviewState.SENT
    with pytest.raises(IntegrityError, match="review_sent_is_dated"), transaction.atomic():
        review.save()


def test_who_has_not_sent_is_reminded_a_week_before_and_when_late() -> None:
    table, mine, theirs = two_readers()
    today = clock.today()
    Assignment.objects.filter(pk__in=(mine.pk, theirs.pk)).update(due_on=today + timedelta(days=7))
    people.read(table, theirs, table.karim, "4", "4")
    assert remind(clock.now()) == "1 rappel(s) de lecture."
    told = Notification.objects.filter(kind="reading-due")
    assert [one.recipient for one in told] == [table.rose.pk]
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        assert remind(clock.now()) == "1 rappel(s) de lecture."
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert remind(clock.now()) == ""
    late = Notification.objects.filter(kind="reading-due", subject__contains="en retard")
    assert late.count() == 1


def test_the_agenda_tells_what_is_to_read_and_to_bring() -> None:
    table, mine, theirs = two_readers()
    day = clock.today() + timedelta(days=5)
    Assignment.objects.update(due_on=day)
    people.read(table, theirs, table.karim, "4", "4")
    found = [one for one in due_for(people.who(table.rose)) if one.kind == "reading"]
    assert [(one.day, one.title) for one in found] == [(day, f"Lire « {table.first} »")]
    # The calendar feed says nothing of the application.
    assert found[0].feed_title == "Candidature à lire"
    assert not [one for one in due_for(people.who(table.karim)) if one.kind == "reading"]
    lead = table.second.members.get(is_lead=True).organisation
    ines = someone(Role.COORDINATOR, lead).user
    services.ask_correction(
        by=people.who(table.helene),
        admissibility=Admissibility.objects.get(application=table.second),
        what="Les statuts",
        due_on=day,
    )
    asked = [one for one in due_for(people.who(ines)) if one.kind == "correction"]
    assert [(one.day, one.is_late) for one in asked] == [(day, False)]
