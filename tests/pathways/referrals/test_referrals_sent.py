"""A referral is prepared with the person, leaves once, and is answered."""

from datetime import timedelta

import pytest

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.core import clock
from o2r.core.notifications.models import Notification
from o2r.network.directory.models import UnmetNeed
from o2r.pathways.referrals.enums import (
    CLOSED,
    FAILED,
    Answer,
    Channel,
    EndReason,
    ReferralState,
)
from o2r.pathways.referrals.models import Referral, ReferralMove
from o2r.pathways.referrals.selectors.reading import read_shared
from o2r.pathways.referrals.services import (
    Said,
    answer_for_structure,
    answer_received,
    cancel,
    prepare,
    rework,
    see,
    send,
    withdraw_consent,
)
from o2r.pathways.referrals.services.passing import pass_days
from o2r.people.enums import ProtectionReason, SharedField
from o2r.people.models import Agreement, Person
from o2r.people.services.protecting import protect
from tests.pathways.referrals.sent import (
    MAILBOX,
    REACH,
    WORDS,
    again,
    days_later,
    draft,
    mails,
    prepared,
    sent,
    service,
)
from tests.people.agreeing import PHONE, World, another, followed_by, told

S = ReferralState


def refuse(world: World, row: Referral) -> Referral:
    said = Said(Answer.REFUSED, reason=EndReason.CAPACITY)
    return answer_for_structure(by=world.by, referral=row, said=said)


# --- Prepared and sent ----------------------------------------------------------------------------


def test_it_leaves_once_whatever_is_clicked_twice(world: World) -> None:
    to = service(mail=MAILBOX)
    first = prepared(world, to, code="c" * 43)
    assert prepared(world, to, code="c" * 43).pk == first.pk
    for _ in range(3):
        send(by=world.by, referral=first)
    assert again(first).state == S.SENT
    assert len(mails()) == 1
    assert ReferralMove.objects.filter(reached=S.SENT).count() == 1
    with pytest.raises(DomainError, match="déjà préparé"):
        prepared(world, service(), code="c" * 43)


def test_the_mail_names_nobody(world: World) -> None:
    sent(world, service(mail=MAILBOX))
    (mail,) = mails()
    for told_word in ("Yanis", "Aubry", "Yaya", PHONE, "vélo"):
        assert told_word not in f"{mail.subject}{mail.body}"


def test_the_surest_way_is_taken(world: World) -> None:
    ways = {
        Channel.ACCOUNT: service(account=world.partner, mail=MAILBOX),
        Channel.MAIL: service(mail=MAILBOX),
        Channel.LETTER: service(),
    }
    for channel, to in ways.items():
        assert prepared(world, to, fields=()).channel == channel


def test_an_account_reads_what_the_agreement_names_until_it_is_taken_back(world: World) -> None:
    row = sent(world, service(account=world.partner))
    assert Agreement.objects.get().purpose == "orienter"
    shown = read_shared(again(row), organisation=world.partner.pk)
    assert shown.file
    assert (shown.file.name, shown.words) == ("Yaya", WORDS)
    assert [one.value for one in shown.file.means] == [PHONE]
    assert not shown.file.facts
    withdraw_consent(by=world.by, referral=row)
    shown = read_shared(again(row), organisation=world.partner.pk)
    assert (shown.file, shown.words) == (None, "")


def test_without_identity_the_words_alone_travel(world: World) -> None:
    row = sent(world, service(account=world.partner), fields=())
    assert not Agreement.objects.exists()
    shown = read_shared(again(row), organisation=world.partner.pk)
    assert (shown.file, shown.words) == (None, WORDS)


def test_what_is_read_ends_with_a_referral_that_leads_nowhere(world: World) -> None:
    first, second = (sent(world, service(account=world.partner)) for _ in range(2))
    assert first.agreement_id == second.agreement_id
    said = Said(Answer.REFUSED, reason=EndReason.CAPACITY)
    answer_for_structure(by=world.by, referral=first, said=said)
    assert Agreement.objects.get().is_in_force()
    cancel(by=world.by, referral=second)
    assert not Agreement.objects.get().is_in_force()
    assert read_shared(again(first), organisation=world.partner.pk).file is None


def test_who_was_received_is_still_read(world: World) -> None:
    row = sent(world, service(account=world.partner))
    answer_for_structure(by=world.by, referral=row, said=Said(Answer.ENTERED))
    assert Agreement.objects.get().is_in_force()


def test_a_second_referral_asks_no_second_agreement(world: World) -> None:
    for _ in range(2):
        sent(world, service(account=world.partner))
    assert Agreement.objects.count() == 1


def test_a_closed_service_and_an_agreement_that_is_over_keep_the_draft(world: World) -> None:
    closed, over = prepared(world, service(mail=MAILBOX)), prepared(world, service(mail=MAILBOX))
    assert closed.service
    closed.service.closed_on = clock.today()
    closed.service.save()
    with pytest.raises(DomainError, match="a fermé depuis"):
        send(by=world.by, referral=closed)
    with days_later(200):
        with pytest.raises(DomainError, match="n’est plus en vigueur"):
            send(by=world.by, referral=over)
        rework(by=world.by, referral=over, draft=draft(over.service))
        send(by=world.by, referral=over)
    assert again(closed).state == S.DRAFT
    assert again(over).state == S.SENT
    assert len(mails()) == 1


def test_an_agreement_taken_back_before_sending_keeps_the_draft(world: World) -> None:
    row = prepared(world, service(account=world.partner))
    withdraw_consent(by=world.by, referral=row)
    with pytest.raises(DomainError, match="n’est plus en vigueur"):
        send(by=world.by, referral=row)
    rework(by=world.by, referral=row, draft=draft(row.service, fields=()))
    assert send(by=world.by, referral=row).state == S.SENT


def test_a_structure_reached_otherwise_since_is_asked_again(world: World) -> None:
    row = prepared(world, service(mail=MAILBOX))
    structure = row.service.structure
    structure.contact_mail = "autre@mission.example"
    structure.save()
    with pytest.raises(DomainError, match="ne se joint plus de la même façon"):
        send(by=world.by, referral=row)
    assert not mails()
    assert not mails("autre@mission.example")


@pytest.mark.parametrize("kind", ["protected", "partitioned"])
def test_nothing_leaves_of_a_protected_file_nor_of_a_partitioned_organisation(
    world: World, kind: str
) -> None:
    row = prepared(world, service(mail=MAILBOX), fields=())
    if kind == "protected":
        Person.objects.filter(pk=world.person.pk).update(is_protected=True)
    else:
        world.operator.is_partitioned, world.operator.partitioned_at = True, clock.now()
        world.operator.save()
    with pytest.raises(DomainError, match="protégé|cloisonnée"):
        send(by=world.by, referral=row)
    with pytest.raises(DomainError, match="protégé|cloisonnée"):
        prepared(world, service(mail=MAILBOX), fields=())
    assert not mails()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"fields": (SharedField.HEALTH,)}, "un accord à part"),
        ({"words": "x" * 1501}, "dépasse 1500"),
        ({"words": "Il est né le 3 mars 2007"}, "date de naissance"),
    ],
)
def test_what_may_not_travel_is_refused(world: World, given: dict[str, object], said: str) -> None:
    with pytest.raises(DomainError, match=said):
        prepared(world, service(mail=MAILBOX), **given)
    assert not Referral.objects.exists()


def test_identity_goes_to_a_checked_mailbox_alone_and_with_a_proof(world: World) -> None:
    unchecked = service(mail=MAILBOX, checked=False)
    with pytest.raises(DomainError, match="n’est pas vérifiée"):
        prepared(world, unchecked)
    assert prepared(world, unchecked, fields=()).channel == Channel.MAIL
    one = draft(service(mail=MAILBOX))
    without = type(one)(service=one.service, fields=REACH)
    with pytest.raises(DomainError, match="comment la personne"):
        prepare(by=world.by, person=world.person, draft=without, code="d" * 43)


def test_who_was_not_informed_shares_nothing(world: World) -> None:
    fresh = another(world)
    with pytest.raises(DomainError, match="informée"):
        prepared(fresh, service(mail=MAILBOX))
    assert prepared(fresh, service(mail=MAILBOX), fields=())


def test_who_accompanies_refers_without_identity_and_a_stranger_nothing(world: World) -> None:
    followed_by(world, world.bastien)
    one = draft(service(mail=MAILBOX))
    with pytest.raises(NotAllowed):
        prepare(by=world.actor("bastien"), person=world.person, draft=one, code="e" * 43)
    plain = draft(service(mail=MAILBOX), fields=())
    assert prepare(by=world.actor("bastien"), person=world.person, draft=plain, code="f" * 43)
    with pytest.raises(NotAllowed):
        prepare(by=world.actor("franck"), person=world.person, draft=plain, code="g" * 43)


# --- Answered -------------------------------------------------------------------------------------


def test_a_partner_answers_and_the_referent_is_told_once(world: World) -> None:
    row = sent(world, service(account=world.partner))
    elodie = world.actor("elodie")
    for _ in range(2):
        see(by=elodie, referral=row)
        answer_received(by=elodie, referral=row, said=Said(Answer.RECEIVED))
    now = again(row)
    assert (now.state, now.received_on) == (S.RECEIVED, clock.today())
    moved = [one.reached for one in ReferralMove.objects.order_by("pk")]
    assert moved == [S.SENT, S.SEEN, S.CONTACTED, S.APPOINTED, S.RECEIVED]
    notices = Notification.objects.filter(kind="referral-followed", recipient=world.ines.pk)
    assert notices.count() == 1


def test_a_stranger_answers_nothing(world: World) -> None:
    row = sent(world, service(account=world.partner))
    for name in ("franck", "bastien"):
        with pytest.raises(NotAllowed):
            answer_received(by=world.actor(name), referral=row, said=Said(Answer.CONTACTED))
    assert again(row).state == S.SENT


@pytest.mark.parametrize(
    ("said", "told_error"),
    [
        (Said(Answer.REFUSED), "Dites pourquoi"),
        (Said(Answer.REFUSED, reason=EndReason.SILENCE), "Dites pourquoi"),
        (Said(Answer.APPOINTED), "jour du rendez-vous"),
    ],
)
def test_an_answer_says_what_is_needed(world: World, said: Said, told_error: str) -> None:
    row = sent(world, service())
    with pytest.raises(DomainError, match=told_error):
        answer_for_structure(by=world.by, referral=row, said=said)


@pytest.mark.parametrize(
    ("answer", "days", "told_error"),
    [
        (Answer.APPOINTED, -1, "précède"),
        (Answer.RECEIVED, 1, "à venir"),
        (Answer.APPOINTED, 46, "trop loin"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    world: World, answer: Answer, days: int, told_error: str
) -> None:
    row, day = sent(world, service()), clock.today() + timedelta(days=days)
    with pytest.raises(DomainError, match=told_error):
        answer_for_structure(by=world.by, referral=row, said=Said(answer, on=day))
    assert again(row).state == S.SENT


def test_an_appointment_is_moved_and_a_referral_cancelled(world: World) -> None:
    row, today = sent(world, service()), clock.today()
    for days in (3, 5):
        said = Said(Answer.APPOINTED, on=today + timedelta(days=days))
        row = answer_for_structure(by=world.by, referral=row, said=said)
    assert row.appointment_on == today + timedelta(days=5)
    for _ in range(2):
        assert cancel(by=world.by, referral=row).state == S.CANCELLED
    with pytest.raises(DomainError, match="ne peut plus devenir"):
        answer_for_structure(by=world.by, referral=row, said=Said(Answer.RECEIVED))


# --- The days that pass ---------------------------------------------------------------------------


def test_one_reminder_then_silence_then_a_late_answer(world: World) -> None:
    row = sent(world, service(mail=MAILBOX))
    for day, many, state in (
        (9, 1, S.SENT),
        (10, 2, S.SENT),
        (20, 2, S.SENT),
        (30, 2, S.UNANSWERED),
    ):
        with days_later(day):
            pass_days(now=clock.now())
            assert pass_days(now=clock.now()) == 0
        assert (len(mails()), again(row).state) == (many, state)
    assert again(row).reason == EndReason.SILENCE
    with days_later(40):
        answer_for_structure(by=world.by, referral=row, said=Said(Answer.CONTACTED))
    assert (again(row).state, again(row).reason) == (S.CONTACTED, "")
    with days_later(50):
        pass_days(now=clock.now())
    assert again(row).state == S.CONTACTED
    with days_later(85):
        pass_days(now=clock.now())
    assert (again(row).state, again(row).reason) == (S.NOT_FOLLOWED, EndReason.NO_NEWS)


def test_at_day_45_every_loop_is_closed_and_another_service_proposed(world: World) -> None:
    """The hour runs ahead: every state that a referral may be left in is closed at the latest."""
    left = [
        [],
        [Said(Answer.CONTACTED)],
        [Said(Answer.APPOINTED, on=clock.today() + timedelta(days=44))],
        [Said(Answer.RECEIVED)],
        [Said(Answer.WAITING)],
        [Said(Answer.ENTERED)],
        [Said(Answer.REFUSED, reason=EndReason.COST)],
    ]
    rows = []
    for said in left:
        row = sent(world, service())
        for one in said:
            answer_for_structure(by=world.by, referral=row, said=one)
        rows.append(row)
    with days_later(45):
        pass_days(now=clock.now())
    for row in rows:
        now = again(row)
        assert now.state in CLOSED
        if now.state in FAILED:
            assert now.reason
            assert now.next_service_id


def test_after_two_failures_the_need_is_written_down_once_without_anybody(world: World) -> None:
    first = refuse(world, sent(world, service()))
    assert not UnmetNeed.objects.exists()
    second = sent(world, service(), follows=first)
    with days_later(30):
        pass_days(now=clock.now())
    third = sent(world, service(), follows=again(second))
    refuse(world, third)
    (need,) = UnmetNeed.objects.order_by("pk")
    assert (need.commune, need.theme, need.source) == ("69259", "mobilite", "referral")
    assert len(need.attempts) == 2
    assert str(world.person.pk) not in str(vars(need))


# --- What becomes of the file ---------------------------------------------------------------------


def test_a_file_that_becomes_protected_is_met_by_nobody_else(world: World) -> None:
    row = sent(world, service(account=world.partner))
    elodie = world.actor("elodie")
    assert Referral.objects.all().visible_to(elodie).exists()
    protect(
        by=world.by,
        person=world.person,
        reason=ProtectionReason.ASKED,
        stops_sharing=True,
    )
    assert not Referral.objects.all().visible_to(elodie).exists()
    with pytest.raises(NotAllowed):
        answer_received(by=elodie, referral=row, said=Said(Answer.CONTACTED))


def test_it_is_told_to_who_reads_nothing_yet(world: World) -> None:
    told(world)
    sent(world, service(account=world.partner))
    notices = Notification.objects.filter(kind="referral-received")
    assert set(notices.values_list("recipient", flat=True)) == {world.elodie.pk, world.marc.pk}
    assert "Yanis" not in "".join(one.subject + one.body for one in notices.order_by("pk"))
