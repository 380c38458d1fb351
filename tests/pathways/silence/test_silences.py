"""Alerts on silences: opened once, closed by a contact, answered by who follows the person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.agenda.registry import due_for
from o2r.core.notifications.models import Notification
from o2r.outreach.enums import PromisedBy
from o2r.outreach.services.promising import Promised, make_promise
from o2r.pathways.silence.enums import ACTIVE, ALERT_MOVES, AlertState, Dismissal
from o2r.pathways.silence.models import ExpectedContact, SilenceAlert, SilenceAlertMove
from o2r.pathways.silence.services import (
    dismiss,
    expect,
    let_sleep,
    notice_silences,
    resolve,
    take,
)
from o2r.pathways.silence.services.moving import move
from o2r.people.models import FollowUp, Person
from o2r.people.services import anonymise
from tests.accounts.factories import enter
from tests.outreach.noted import note
from tests.people.factories import Operator, acting, person
from tests.statements import statements

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
LIST = "/espace/alertes-silence/"


@pytest.fixture(autouse=True)
def _june() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def momo(operator: Operator) -> Person:
    """Somebody met on the first of June, who was to come back on the fifth."""
    made = person(operator.ines)
    expect(by=acting(operator.ines), person=made, on=clock.today() + timedelta(days=4))
    return Person.objects.get(pk=made.pk)


def alert(of: Person) -> SilenceAlert:
    return SilenceAlert.objects.get(person=of)


def page(of: Person) -> str:
    return f"/espace/personnes-suivies/{of.pk}/silence/"


def test_an_alert_opens_once_says_why_and_tells_the_referent_alone(
    operator: Operator, momo: Person
) -> None:
    with clock.stopped_at(NOON + timedelta(days=10)):
        assert notice_silences() == (0, 0)
    with clock.stopped_at(NOON + timedelta(days=20)):
        assert notice_silences() == (1, 0)
        assert notice_silences() == (0, 0)
        assert [one["code"] for one in alert(momo).reasons] == ["jour-convenu"]
        told = Notification.objects.order_by("pk")
        assert [one.recipient for one in told] == [operator.ines.pk]
        assert "Momo" not in told[0].body
        (due,) = [one for one in due_for(acting(operator.ines)) if one.kind == "silence-alert"]
        assert due.title == "Un signe à faire"
        assert not [one for one in due_for(acting(operator.claire)) if one.kind == "silence-alert"]


def test_a_contact_closes_it_and_a_new_silence_opens_another(
    operator: Operator, momo: Person
) -> None:
    with clock.stopped_at(NOON + timedelta(days=20)):
        notice_silences()
        note(acting(operator.ines), momo)
    with clock.stopped_at(NOON + timedelta(days=21)):
        assert notice_silences() == (0, 1)
    assert alert(momo).state == AlertState.RESOLVED
    with clock.stopped_at(NOON + timedelta(days=100)):
        assert notice_silences() == (1, 0)
    assert SilenceAlert.objects.filter(person=momo).count() == 2


def test_set_aside_it_does_not_come_back_for_the_same_silence(
    operator: Operator, momo: Person
) -> None:
    by = acting(operator.ines)
    with clock.stopped_at(NOON + timedelta(days=20)):
        notice_silences()
        dismiss(by=by, alert=alert(momo), because=Dismissal.KNOWN_ABSENCE)
        dismiss(by=by, alert=alert(momo), because=Dismissal.KNOWN_ABSENCE)
    with clock.stopped_at(NOON + timedelta(days=80)):
        assert notice_silences() == (0, 0)
    assert SilenceAlertMove.objects.filter(alert=alert(momo)).count() == 1


def test_promises_of_both_sides_are_read(operator: Operator) -> None:
    by, made = acting(operator.ines), person(operator.ines)
    soon = clock.today() + timedelta(days=3)
    for giver in (PromisedBy.TEAM, PromisedBy.PERSON):
        make_promise(by=by, person=made, promised=Promised("Rappeler", soon, giver))
    expect(by=by, person=made, on=soon)
    with clock.stopped_at(NOON + timedelta(days=30)):
        notice_silences()
    assert {one["code"] for one in alert(made).reasons} == {"jour-convenu", "sans-suite-ecrite"}


def test_every_move_is_that_of_the_table_and_leaves_a_line(momo: Person) -> None:
    row = SilenceAlert.objects.create(person=momo, silent_since=clock.today())
    for left in AlertState:
        for reached in AlertState:
            row.state = left
            row.set_aside_because = "erreur" if reached == AlertState.DISMISSED else ""
            many = SilenceAlertMove.objects.count()
            if reached in ALERT_MOVES[left]:
                move(None, row, reached)
                assert SilenceAlertMove.objects.count() == many + 1
            else:
                with pytest.raises(DomainError):
                    move(None, row, reached)
    assert set(ACTIVE) == {AlertState.OPEN, AlertState.TAKEN}


def test_taken_put_to_sleep_and_over(operator: Operator, momo: Person) -> None:
    by = acting(operator.ines)
    FollowUp.objects.create(person=momo, user=operator.bastien)
    row = SilenceAlert.objects.create(person=momo, silent_since=clock.today())
    take(by=by, alert=row)
    assert take(by=by, alert=row).owner_id == operator.ines.pk
    assert take(by=acting(operator.bastien), alert=row).owner_id == operator.bastien.pk
    week = clock.today() + timedelta(days=7)
    let_sleep(by=by, alert=row, until=week)
    assert not SilenceAlert.objects.awake().exists()
    with clock.stopped_at(NOON + timedelta(days=7)):
        assert SilenceAlert.objects.awake().exists()
    assert resolve(by=by, alert=row).state == resolve(by=by, alert=row).state
    for wrong in (clock.today(), clock.today() + timedelta(days=99)):
        with pytest.raises(DomainError):
            let_sleep(by=by, alert=row, until=wrong)
    with pytest.raises(NotAllowed):
        resolve(by=acting(Operator().ines), alert=row)


def test_a_day_said_twice_is_one_and_said_again_replaces(operator: Operator, momo: Person) -> None:
    by, day = acting(operator.ines), clock.today() + timedelta(days=9)
    first = expect(by=by, person=momo, on=day)
    assert expect(by=by, person=momo, on=day) == first
    assert ExpectedContact.objects.get(person=momo).expected_on == day
    with pytest.raises(DomainError):
        expect(by=by, person=momo, on=clock.today() - timedelta(days=1))


def test_the_list_and_the_caseload_say_why_to_who_follows_them_alone(
    client: Client, operator: Operator, momo: Person
) -> None:
    with clock.stopped_at(NOON + timedelta(days=20)):
        notice_silences()
        enter(client, operator.ines)
        client.get(LIST)
        for where in (LIST, "/espace/personnes-suivies/", page(momo)):
            with statements() as asked:
                told = client.get(where).content.decode()
            assert "5\u00a0juin 2026" in told, where
            assert "Momo" in told
            assert len(asked) <= 15, (where, "\n".join(asked))
        for other in (operator.bastien, operator.claire):
            assert "5\u00a0juin 2026" not in enter(client, other).get(LIST).content.decode()
        team = "/espace/personnes-suivies/?voir=equipe"
        assert "5\u00a0juin 2026" not in client.get(team).content.decode()
        for user in (operator.claire, Operator().ines):
            enter(client, user)
            for of in (momo, Person(pk=uuid4())):
                assert client.get(page(of)).status_code == 404
                assert client.post(page(of), {"act": "take"}).status_code == 404


def test_the_page_of_a_silence_answers_it(client: Client, operator: Operator, momo: Person) -> None:
    row = SilenceAlert.objects.create(person=momo, silent_since=clock.today())
    enter(client, operator.ines)
    assert client.post(page(momo), {"act": "autre"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "ouverte"
    refused = client.post(page(momo), {"act": "sleep", "until": "hier"})
    assert refused.status_code == 200
    assert "until" in refused.context["forms"]["sleep"].errors
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for sent in (
        {"act": "take"},
        {"act": "sleep", "until": tomorrow},
        {"act": "expect", "on": tomorrow, "is_absence": "on"},
        {"act": "dismiss", "because": "erreur"},
    ):
        assert client.post(page(momo), sent).status_code == 302, sent
    row.refresh_from_db()
    assert (row.state, row.set_aside_because) == ("ecartee", "erreur")
    late = client.post(page(momo), {"act": "take"}, follow=True)
    assert "Cette alerte est déjà close" in late.content.decode()
    assert "Absence dite jusqu’au" in client.get(page(momo)).content.decode()


def test_nothing_of_a_silence_is_left_of_who_is_erased(operator: Operator, momo: Person) -> None:
    SilenceAlert.objects.create(person=momo, silent_since=clock.today())
    anonymise(by=acting(operator.ines), person=momo)
    assert not SilenceAlert.objects.exists()
    assert not ExpectedContact.objects.exists()
