"""Nobody opens an application before having declared; a tie closes it at the next request."""

import pytest

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.calls.applications.models import Application, ReadingAccess
from o2r.calls.reading import services
from o2r.calls.reading.enums import (
    ASSIGNMENT_MOVES,
    REVIEW_MOVES,
    AlertKind,
    AssignmentState,
    ReviewState,
)
from o2r.calls.reading.errors import NoReader, Recused
from o2r.calls.reading.interests import Verdict, body_key, domain_of, verdict
from o2r.calls.reading.models import Assignment, InterestDeclaration, Review
from o2r.calls.reading.selectors import known, ranking
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.projects.models import FundedProject
from tests.accounts.factories import MembershipFactory, OrganisationFactory, someone
from tests.calls.factories import MemberFactory
from tests.calls.reading import people

SAME = AlertKind.SAME_ORGANISATION


def opens(user, application) -> bool:
    """Whether this person finds the application, asked as a page asks it."""
    rows = Application.objects.filter(pk=application.pk)
    actor = people.who(user)
    found = rows.visible_to(actor).first()
    return found is not None and "reader" in {one.value for one in found.relations_to(actor)}


@pytest.mark.parametrize(
    ("declared", "alerts", "expected"),
    [
        ({}, {}, Verdict.WAITING),
        ({"a": False}, {}, Verdict.WAITING),
        ({"a": False, "b": False}, {}, Verdict.CLEARED),
        ({"a": False, "b": False}, {"b": {AlertKind.SAME_DOMAIN}}, Verdict.CLEARED),
        ({"a": True}, {}, Verdict.RECUSED),
        ({"a": False, "b": False}, {"b": {SAME}}, Verdict.RECUSED),
        ({}, {"a": {SAME}}, Verdict.RECUSED),
    ],
)
def test_what_declarations_and_alerts_open(declared, alerts, expected) -> None:
    assert verdict(["a", "b"], declared, alerts) is expected
    assert verdict([], declared, alerts) is Verdict.WAITING


def test_a_body_has_one_name_in_all_applications() -> None:
    assert body_key(None, "", "Les  Éclaireurs") == body_key(None, "", "les eclaireurs")
    assert body_key(None, "12345678901234", "A") == body_key(None, "12345678901234", "B")
    assert domain_of("a@Mission.example") == "mission.example"
    assert domain_of("a@gmail.com") == ""


def test_every_state_is_in_its_table() -> None:
    assert set(ASSIGNMENT_MOVES) == set(AssignmentState)
    assert set(REVIEW_MOVES) == set(ReviewState)
    assert {s for s in AssignmentState if not ASSIGNMENT_MOVES[s]} == {
        AssignmentState.RECUSED,
        AssignmentState.ENDED,
    }
    for before in AssignmentState:
        for after in AssignmentState:
            given = Assignment(state=before, reason="essai")
            if after not in ASSIGNMENT_MOVES[before]:
                with pytest.raises(DomainError, match="ne change plus"):
                    services.gate.move_assignment(given, after)


def test_nothing_opens_before_every_body_is_declared() -> None:
    table = people.opened()
    given = people.confide(table, table.first, table.rose)
    assert given.state == AssignmentState.NAMED
    assert not opens(table.rose, table.first)
    assert not opens(table.helene, table.first)
    people.declare(table, table.rose)
    given.refresh_from_db()
    assert given.state == AssignmentState.DECLARED
    assert opens(table.rose, table.first)
    # A reader opens what is confided to them; an officer, all of what they may read.
    assert not opens(table.rose, table.second)
    people.declare(table, table.helene)
    assert opens(table.helene, table.first)
    assert opens(table.helene, table.second)
    assert JournalEntry.objects.filter(action="reading.open").count() == 3


def test_karim_whose_mission_locale_is_a_candidate_is_never_given_its_application() -> None:
    table = people.opened()
    with pytest.raises(Recused, match="un lien avec un organisme"):
        people.confide(table, table.second, table.karim)
    given = people.confide(table, table.first, table.karim)
    people.declare(table, table.karim)
    given.refresh_from_db()
    assert given.state == AssignmentState.DECLARED
    assert opens(table.karim, table.first)
    # What he declares does not change where he works.
    assert not opens(table.karim, table.second)


def test_a_tie_declared_later_closes_at_once_and_leaves_the_denominators() -> None:
    table = people.opened()
    people.declare(table, table.helene)
    for user in (table.rose, table.karim):
        people.declare(table, user)
    given = people.confide(table, table.first, table.rose)
    other = people.confide(table, table.first, table.karim)
    people.admit(table, table.first)
    people.read(table, given, table.rose, "5", "5")
    people.read(table, other, table.karim, "2", "2")
    before = ranking(table.call)[0]
    assert (before.reviews, before.expected, before.recused) == (2, 2, 0)
    lead = table.first.members.get(is_lead=True).name
    people.declare(table, table.rose, **{lead: "board"})
    assert not opens(table.rose, table.first)
    given.refresh_from_db()
    assert given.state == AssignmentState.RECUSED
    assert lead in given.reason
    assert Review.objects.get(assignment=given).state == ReviewState.EXCLUDED
    after = ranking(table.call)[0]
    assert (after.reviews, after.expected, after.recused) == (1, 1, 1)
    assert str(after.mean) == "2.0000"
    assert JournalEntry.objects.filter(action="reading.recuse", object_id=given.pk).exists()
    told = Notification.objects.filter(recipient=table.helene.pk, subject__contains="récusé")
    assert told.count() == 1
    with pytest.raises(Recused):
        people.confide(table, table.first, table.rose)


def test_a_body_that_enters_a_consortium_closes_until_it_is_declared() -> None:
    table = people.opened()
    given = people.confide(table, table.first, table.rose)
    people.declare(table, table.rose)
    entering = MemberFactory(application=table.first)
    assert not opens(table.rose, table.first)
    given.refresh_from_db()
    assert given.state == AssignmentState.NAMED
    assert people.declare(table, table.rose) == 1
    assert opens(table.rose, table.first)
    entering.delete()
    assert opens(table.rose, table.first)


def test_joining_a_candidate_organisation_recuses_at_once() -> None:
    table = people.opened()
    given = people.confide(table, table.second, table.rose)
    people.declare(table, table.rose)
    assert opens(table.rose, table.second)
    MembershipFactory(user=table.rose, organisation=table.mission, role=Role.MEMBER)
    assert not opens(table.rose, table.second)
    given.refresh_from_db()
    assert given.state == AssignmentState.RECUSED


def test_what_is_replaced_is_kept_and_what_is_the_same_is_not_written_again() -> None:
    table = people.opened()
    count = people.declare(table, table.rose)
    assert count == 3
    assert people.declare(table, table.rose) == 0
    assert people.declare(table, table.rose, **{table.mission.name: "funding"}) == 1
    rows = InterestDeclaration.objects.filter(user=table.rose, body_name=table.mission.name)
    said = sorted((one.has_interest, one.replaced_at is None) for one in rows)
    assert said == [(False, False), (True, True)]


def test_alerts_tell_what_is_known() -> None:
    table = people.opened()
    lead = table.first.members.get(is_lead=True).organisation
    old = OrganisationFactory(name="Ancien employeur")
    MemberFactory(application=table.first, organisation=old, name=old.name)
    MemberFactory(
        application=table.second,
        organisation=OrganisationFactory(),
        name="Voisins",
        contact_email="direction@labo.example",
    )
    rose = table.rose
    rose.email = "rose@labo.example"
    rose.save()
    MembershipFactory(user=rose, organisation=old, ended_at=table.call.created_at)
    laboratory = rose.memberships.get(ended_at=None).organisation
    project = FundedProject.objects.create(
        slug="commun",
        title="Projet commun",
        bearer=lead,
        zone_expression="dep:69",
        zone_vintage=2026,
        contact_is_relay_only=True,
        relay_mailbox="boite@porteur.example",
    )
    project.partnerships.create(organisation=laboratory, position=1)
    found = known(table.call, [rose.pk])
    named = {found.bodies[key].name: kinds for key, kinds in found.alerts[rose.pk].items()}
    assert named == {
        old.name: {AlertKind.PAST_MEMBERSHIP},
        "Voisins": {AlertKind.SAME_DOMAIN},
        lead.name: {AlertKind.COMMON_PROJECT},
    }


def test_an_earlier_tie_is_remembered_at_another_call() -> None:
    table = people.opened()
    people.declare(table, table.rose, **{table.mission.name: "board"})
    other = people.opened(slug="un-autre-appel")
    MemberFactory(application=other.first, organisation=table.mission, name=table.mission.name)
    services.name_reader(by=people.who(other.helene), office=other.office, email=table.rose.email)
    found = known(other.call, [table.rose.pk])
    assert list(found.alerts[table.rose.pk].values()) == [{AlertKind.EARLIER_DECLARATION}]


def test_a_stranger_declares_nothing_and_names_nobody() -> None:
    table = people.opened()
    with pytest.raises(NotAllowed):
        people.declare(table, table.stranger)
    with pytest.raises(NotAllowed):
        services.name_reader(
            by=people.who(table.karim), office=table.office, email=table.stranger.email
        )


def test_only_an_account_that_may_read_is_named() -> None:
    table = people.opened()
    helene = people.who(table.helene)
    candidate = someone(Role.CANDIDATE).user
    for email, words in (
        ("personne@nulle.example", "Aucun compte"),
        (candidate.email, "ne peut pas lire"),
        (table.rose.email, "lit déjà"),
    ):
        with pytest.raises(NoReader, match=words):
            services.name_reader(by=helene, office=table.office, email=email)


def test_who_is_ended_opens_nothing_more_but_what_they_sent_counts() -> None:
    table = people.opened()
    people.declare(table, table.helene)
    people.declare(table, table.rose)
    sent = people.confide(table, table.first, table.rose)
    other = people.confide(table, table.second, table.rose)
    people.admit(table, table.first, table.second)
    people.read(table, sent, table.rose, "4", "4")
    services.end_reader(by=people.who(table.helene), reader=people.reader_of(table, table.rose))
    assert not opens(table.rose, table.first)
    assert not ReadingAccess.objects.filter(user=table.rose).exists()
    other.refresh_from_db()
    assert other.state == AssignmentState.ENDED
    rows = {one.number: one for one in ranking(table.call)}
    assert (rows[1].reviews, rows[1].expected) == (1, 1)
    assert (rows[2].reviews, rows[2].expected) == (0, 0)
