"""Comments that leave the readers, and the opinions of instances: who reads them, and when."""

import pytest

from o2r.accounts.enums import MembershipRole as Role
from o2r.calls.enums import CallState
from o2r.calls.models import Call, Criterion
from o2r.calls.reading import services
from o2r.calls.reading.enums import OpinionSense, Visibility
from o2r.calls.reading.models import Assignment
from o2r.calls.reading.selectors import (
    SharedComment,
    comments_for_candidate,
    comments_for_committee,
    comments_of_committee,
    opinions_of,
    opinions_on,
)
from o2r.calls.reading.services import TypedReview, TypedScore
from tests.accounts.factories import someone
from tests.calls.behind import behind_the_belt
from tests.calls.reading import people
from tests.calls.reading.test_admissibility import meeting

SHARED = (Visibility.APPLICANT, Visibility.COMMITTEE, Visibility.READERS)


def commented() -> tuple[people.Table, Assignment, Assignment]:
    """Rose tells the candidate of the whole, the committee of C1, the readers of C2; Karim tells
    the candidate of C1, and readers alone of the rest."""
    table = people.opened()
    for user in (table.helene, table.rose, table.karim):
        people.declare(table, user)
    mine = people.confide(table, table.first, table.rose)
    theirs = people.confide(table, table.first, table.karim)
    people.admit(table, table.first)
    _written(table, mine, table.rose, *SHARED)
    readers = Visibility.READERS
    _written(table, theirs, table.karim, readers, Visibility.APPLICANT, readers)
    return table, mine, theirs


def _written(table: people.Table, given: Assignment, user, whole, *marks: Visibility) -> None:
    grid = Criterion.objects.filter(call=table.call).order_by("position")
    name = user.display_name
    scores = {
        one.pk: TypedScore("3", comment=f"{name} sur {one.code}", visibility=said)
        for one, said in zip(grid, marks, strict=True)
    }
    typed = TypedReview("favourable", f"{name} sur tout", whole, scores)
    services.save_review(by=people.who(user), assignment=given, typed=typed)
    services.send_review(by=people.who(user), assignment=given)


def published(table: people.Table) -> None:
    Call.objects.filter(pk=table.call.pk).update(state=CallState.RESULTS)
    table.first.call.refresh_from_db()


def test_the_committee_reads_what_is_shared_with_it_reader_by_reader(
    django_assert_num_queries,
) -> None:
    table, _, theirs = commented()
    first = str(Criterion.objects.get(call=table.call, code="C1"))
    rose, karim = table.rose.display_name, table.karim.display_name
    with behind_the_belt(table.helene):
        found = comments_for_committee(table.first)
    assert found == [
        SharedComment("", f"{rose} sur tout", 1),
        SharedComment(first, f"{rose} sur C1", 1),
        SharedComment(first, f"{karim} sur C1", 2),
    ]
    with django_assert_num_queries(2):
        assert comments_of_committee(table.call) == {table.first.pk: found}
    services.exclude_review(
        by=people.who(table.helene), office=table.office, assignment=theirs, reason="Erreur"
    )
    assert comments_for_committee(table.first) == found[:2]


def test_a_draft_is_read_by_nobody() -> None:
    table = people.opened()
    people.declare(table, table.rose)
    given = people.confide(table, table.first, table.rose)
    typed = TypedReview("favourable", "À suivre", Visibility.APPLICANT)
    services.save_review(by=people.who(table.rose), assignment=given, typed=typed)
    published(table)
    assert comments_for_committee(table.first) == []
    assert comments_for_candidate(table.first) == []


def test_the_candidate_reads_its_comments_after_the_results_and_never_whose_they_are() -> None:
    table, _, _ = commented()
    people.in_committee(table)
    table.first.call.refresh_from_db()
    lead = table.first.members.get(is_lead=True).organisation
    ines = someone(Role.COORDINATOR, lead).user
    with behind_the_belt(ines):
        assert comments_for_candidate(table.first) == []
    published(table)
    with behind_the_belt(ines):
        found = comments_for_candidate(table.first)
    first = str(Criterion.objects.get(call=table.call, code="C1"))
    assert found == [
        SharedComment("", f"{table.rose.display_name} sur tout"),
        SharedComment(first, f"{table.karim.display_name} sur C1"),
    ]
    Call.objects.filter(pk=table.call.pk).update(grid_is_published=False)
    table.first.call.refresh_from_db()
    assert {one.about for one in comments_for_candidate(table.first)} == {""}


@pytest.mark.parametrize("on_the_call", [False, True])
def test_opinions_are_found_by_application_and_by_call(*, on_the_call: bool) -> None:
    table = people.opened()
    made = services.record_opinion(
        by=people.who(table.helene),
        office=table.office,
        meeting=meeting(),
        sense=OpinionSense.FAVOURABLE,
        application=None if on_the_call else table.first,
    )
    assert list(opinions_on(table.call)) == [made]
    assert list(opinions_of(table.first)) == ([] if on_the_call else [made])
    assert not opinions_of(table.second)
