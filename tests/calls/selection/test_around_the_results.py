"""What happens beside the plain road: results held back, a convention given up, opinions told."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import User
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import ApplicationMove
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.reading.enums import (
    AssignmentState,
    OpinionSense,
    Recommendation,
    ReviewState,
    Visibility,
)
from o2r.calls.reading.models import Admissibility, Assignment, Opinion, Reader, Review
from o2r.calls.selection import services
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.errors import NotReady
from o2r.calls.selection.models import Decision, Letter, Minutes, ResultsPublication
from o2r.calls.selection.services import DecisionFields
from o2r.core import clock
from o2r.core.agenda.registry import due_for
from o2r.core.notifications.models import Notification
from o2r.projects.conventions.models import Convention
from o2r.projects.conventions.services import abandon_convention
from tests.accounts.factories import someone
from tests.calls.selection.conftest import Committee
from tests.calls.selection.test_deciding import WORKER, decided, published, refuse, scenario_keeping
from tests.network.committees.factories import MeetingFactory

BrowserOf = Callable[[User], Client]
FIRST, LAST = "Cap Deux Rives", "Jeunes d’Allier"


def at_an_hour(committee: Committee):
    """Everything is ready for an hour from now."""
    decided(committee)
    services.write_letters(by=committee.by, room=committee.room)
    soon = clock.now() + timedelta(hours=1)
    services.schedule_results(
        by=committee.by, room=committee.room, day=soon.date(), hour=soon.time(), time_zone="UTC"
    )
    Notification.objects.all().delete()
    return soon


def held() -> list[Notification]:
    return list(Notification.objects.filter(kind="call-results-held").order_by("pk"))


def test_results_held_back_are_told_once_with_what_is_missing(
    helene: Client, committee: Committee
) -> None:
    soon = at_an_hour(committee)
    Letter.objects.filter(application__title__in=(FIRST, LAST)).delete()
    for _ in range(2):
        assert services.publish_due_results(by=WORKER, now=soon) == []
    assert {one.recipient for one in held()} == {committee.helene.pk, committee.karim.pk}
    assert len(held()) == 2
    assert "2 courriers ne sont pas écrits." in held()[0].body
    page = reverse("selection:publication", args=[committee.call.slug])
    assert held()[0].link == page
    assert "sans que les résultats paraissent" in helene.get(page).content.decode()
    services.write_letters(by=committee.by, room=committee.room)
    assert services.publish_due_results(by=WORKER, now=soon)
    assert len(held()) == 2
    assert ResultsPublication.objects.get().held_for == ""


def test_results_of_a_call_that_left_its_committee_are_said_to_wait(committee: Committee) -> None:
    soon = at_an_hour(committee)
    Call.objects.filter(pk=committee.call.pk).update(state=CallState.EXAMINATION)
    assert services.publish_due_results(by=WORKER, now=soon) == []
    assert "n’est plus" in held()[0].body


def test_another_convention_follows_one_that_was_given_up(
    helene: Client, committee: Committee
) -> None:
    published(committee)
    address = reverse("selection:convention", args=[committee.call.slug, committee[FIRST].pk])
    listed = reverse("selection:decisions", args=[committee.call.slug])
    replace = reverse("selection:replace", args=[committee.call.slug, committee[FIRST].pk])
    helene.post(address, {"starts_on": "2027-01-01"})
    first = Convention.objects.get()
    assert replace not in helene.get(listed).content.decode()
    abandon_convention(by=committee.by, convention=first, reason="Le porteur hésite.")
    assert committee[FIRST].state == ApplicationState.AWARDED
    move = ApplicationMove.objects.order_by("moved_at").last()
    assert move is not None
    assert first.reference in move.reason
    assert "Le porteur hésite." in move.reason
    page = helene.get(listed).content.decode()
    assert address in page
    assert replace in page
    helene.post(address, {"starts_on": "2027-03-01"})
    assert committee[FIRST].state == ApplicationState.CONTRACTED
    second = Convention.objects.get(source=committee[FIRST].pk)
    assert second != first
    assert second.reference == f"{first.reference}-2"
    assert second.starts_on == date(2027, 3, 1)
    first.refresh_from_db()
    assert first.source is None
    again = services.open_convention_of(
        by=committee.by,
        room=committee.room,
        application=committee[FIRST],
        starts_on=date(2027, 3, 1),
    )
    assert again == second


def test_a_laureate_without_its_convention_may_be_replaced(committee: Committee) -> None:
    published(committee)
    made = services.open_convention_of(
        by=committee.by,
        room=committee.room,
        application=committee[FIRST],
        starts_on=date(2027, 1, 1),
    )
    abandon_convention(by=committee.by, convention=made, reason="Le porteur renonce.")
    services.replace_decision(
        by=committee.by,
        room=committee.room,
        decision=Decision.objects.current().get(application=committee[FIRST]),
        fields=DecisionFields(
            Outcome.REJECTION, reasons="Le porteur renonce.", departure_reason="Désistement."
        ),
    )
    assert committee[FIRST].state == ApplicationState.REJECTED


def opinion(committee: Committee, title: str = "") -> Opinion:
    whose = "CDE de la Loire" if title else "CRE d’essai"
    meeting = MeetingFactory(instance__name=whose)
    return Opinion.objects.create(
        call=committee.call,
        application=committee[title] if title else None,
        meeting=meeting,
        sense=OpinionSense.RESERVED,
        text="Le nord reste loin.",
        given_on=meeting.day,
        recorded_at=clock.now(),
    )


def comment(committee: Committee, title: str, text: str, visibility: Visibility) -> None:
    now, user = clock.now(), someone(MembershipRole.RESEARCHER).user
    given = Assignment.objects.create(
        application=committee[title],
        reader=Reader.objects.create(call=committee.call, user=user, named_at=now),
        state=AssignmentState.DECLARED,
        named_at=now,
        changed_at=now,
    )
    Review.objects.create(
        assignment=given,
        state=ReviewState.SENT,
        recommendation=Recommendation.FAVOURABLE,
        comment=text,
        visibility=visibility,
        changed_at=now,
        sent_at=now,
    )


def test_the_committee_reads_comments_and_opinions_where_it_decides(
    helene: Client, committee: Committee
) -> None:
    scenario = committee.scenario()
    opinion(committee, FIRST)
    comment(committee, FIRST, "Équipe solide.", Visibility.COMMITTEE)
    comment(committee, FIRST, "Entre nous.", Visibility.READERS)
    Admissibility.objects.create(application=committee[FIRST])
    slug, key = committee.call.slug, committee[FIRST].pk
    room = helene.get(reverse("selection:scenario", args=[slug, scenario.pk])).content.decode()
    assert "CDE de la Loire : avis favorable avec réserves" in room
    for name in ("applications:read", "reading:reviews"):
        assert reverse(name, args=[key]) in room
        assert helene.get(reverse(name, args=[key])).status_code == 200
    page = helene.get(reverse("selection:decision", args=[slug, key])).content.decode()
    assert "Équipe solide." in page
    assert "Le nord reste loin." in page
    assert "Entre nous." not in page
    committee.declare(committee.helene, FIRST)
    room = helene.get(reverse("selection:scenario", args=[slug, scenario.pk])).content.decode()
    assert "CDE de la Loire" not in room
    assert reverse("reading:reviews", args=[key]) not in room
    page = helene.get(reverse("selection:decision", args=[slug, key])).content.decode()
    assert "Équipe solide." not in page


def test_the_minutes_list_the_opinions(helene: Client, committee: Committee) -> None:
    opinion(committee, FIRST)
    opinion(committee)
    decided(committee)
    made = services.generate_minutes(by=committee.by, room=committee.room)
    lines = {line[0]: line for line in made.content["opinions"]}
    assert lines[f"n° 1 {FIRST}"][3:] == ["favorable avec réserves", "Le nord reste loin."]
    assert "L’appel" in lines
    address = reverse("selection:minutes_version", args=[committee.call.slug, made.pk])
    assert "Le nord reste loin." in helene.get(address).content.decode()
    # A version written before opinions were listed says nothing of them.
    content = {key: value for key, value in made.content.items() if key != "opinions"}
    Minutes.objects.filter(pk=made.pk).update(content=content)
    assert "Avis des instances" not in helene.get(address).content.decode()


def test_the_candidate_reads_what_readers_wrote_for_it(
    committee: Committee, browser_of: BrowserOf
) -> None:
    comment(committee, LAST, "Précisez le partenariat.", Visibility.APPLICANT)
    comment(committee, LAST, "Fragile.", Visibility.COMMITTEE)
    published(committee)
    lead = committee[LAST].members.get(is_lead=True).organisation
    theirs = browser_of(someone(MembershipRole.COORDINATOR, lead).user)
    letter = Letter.objects.get(application=committee[LAST])
    address = reverse("selection:my_letter", args=[letter.pk])
    assert "Précisez le partenariat." not in theirs.get(address).content.decode()
    Call.objects.filter(pk=committee.call.pk).update(results_at=clock.now())
    page = theirs.get(address).content.decode()
    assert "Précisez le partenariat." in page
    assert "Fragile." not in page


def test_decisions_then_letters_wait_for_the_service(committee: Committee) -> None:
    def waiting() -> list[str]:
        return [one.title for one in due_for(committee.by) if one.kind == "call-results"]

    title = committee.call.title
    assert waiting() == []
    services.decide_all(by=committee.by, scenario=scenario_keeping(committee, FIRST))
    assert waiting() == [f"5 décisions à confirmer : {title}"]
    for other in ("Pas à pas Savoie", "Horizon Limagne", "Nord-Isère Rebond", LAST):
        refuse(committee, other)
    services.confirm_decisions(by=committee.by, room=committee.room)
    assert waiting() == [f"5 courriers à écrire : {title}"]
    services.write_letters(by=committee.by, room=committee.room)
    assert not [words for words in waiting() if "à écrire" in words or "à confirmer" in words]


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, " et 1 autre."), (5, " et 2 autres.")])
def test_what_is_missing_is_counted_in_words(count: int, more: str) -> None:
    said = str(NotReady([f"Projet {rank}" for rank in range(count)]))
    assert (more or "Projet 2\xa0».") in said
    assert ("autre" in said) is bool(more)
