"""Signals: sent by a link or from an account, taken, answered in neutral words, taken back."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core import mail

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.models import DestroyedKey
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Mail, Notification
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import erase_subject, run, run_export
from o2r.outreach.enums import SIGNAL_MOVES, SignalAnswer, SignalState
from o2r.outreach.models import PartnerSignal, Round, SignalLink, SignalMove, SignalWords
from o2r.outreach.selectors.radar_facts import radar_of
from o2r.outreach.selectors.signals import (
    WaitingSignals,
    as_sent,
    followed,
    operators_covering,
    signals_waiting,
    waiting_for,
    words_of,
)
from o2r.outreach.services import signal_answering as acts
from o2r.outreach.services.signal_holding import hold, move
from o2r.outreach.services.signal_links import end_link, make_link
from o2r.outreach.services.signalling import withdraw_by_code, withdraw_signal
from o2r.outreach.signal_words import ARRIVED, READ, WITHDRAWN
from o2r.people.enums import AgreementProof, ProtectionReason, Purpose, SharedField, Support
from o2r.people.models import Agreement, Person
from o2r.people.services import (
    Given,
    Terms,
    anonymise,
    give,
    inform,
    merge,
    open_person,
    propose,
    undo_merge,
    withdraw,
)
from o2r.people.services.protecting import protect
from tests.accounts.factories import someone
from tests.outreach.factories import VENISSIEUX, PlaceFactory, RoundFactory
from tests.outreach.noted import momo
from tests.outreach.signalled import (
    NAME,
    PHONE,
    WORRY,
    a_link,
    by_link,
    from_account,
    link,
    project,
)
from tests.projects.factories import ProjectFactory

__all__ = ["link", "momo", "project"]

SECRET = "c" * 43


def state_of(signal: PartnerSignal) -> str:
    return PartnerSignal.objects.get(pk=signal.pk).state


# --- Links ----------------------------------------------------------------------------------------


def test_a_link_made_twice_with_one_code_is_made_once(sami: User) -> None:
    assert a_link(sami, SECRET)[0] == a_link(sami, SECRET)[0]
    assert SECRET not in str(list(SignalLink.objects.values()))


def test_only_who_coordinates_gives_and_closes_links(
    ines: User, karim: User, lina: User, link: SignalLink
) -> None:
    for other in (ines, karim, lina):
        with pytest.raises(NotAllowed):
            a_link(other)
        with pytest.raises(NotAllowed):
            end_link(by=actor_for(other), link=link)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_link_serves_from_today_and_a_year_at_most(sami: User, days: int) -> None:
    until = clock.today() + timedelta(days=days)
    with pytest.raises(DomainError) as refused:
        make_link(by=actor_for(sami), partner="Collège", until=until, code=SECRET)
    assert refused.value.field == "until"


def test_a_closed_link_sends_nothing_and_what_it_sent_stays(sami: User, link: SignalLink) -> None:
    sent = by_link(link)
    end_link(by=actor_for(sami), link=link)
    with pytest.raises(DomainError):
        by_link(link)
    assert PartnerSignal.objects.get() == sent


def test_a_link_past_its_day_sends_nothing(link: SignalLink) -> None:
    with clock.stopped_at(clock.now() + timedelta(days=201)), pytest.raises(DomainError):
        by_link(link)


# --- Sending --------------------------------------------------------------------------------------


def test_what_is_sent_is_sealed_for_the_operator_and_told_to_its_team(
    ines: User, hugo: User, sami: User, lina: User, link: SignalLink
) -> None:
    sent = by_link(link)
    said = words_of(sent)
    assert said
    assert (said.words, said.sender_name, said.sender_contact) == (WORRY, NAME, PHONE)
    stored = str(list(PartnerSignal.objects.values())) + str(list(SignalWords.objects.values()))
    assert WORRY not in stored
    told = set(Notification.objects.values_list("recipient", flat=True))
    assert told == {ines.pk, hugo.pk, sami.pk}


def test_a_double_click_sends_once_and_a_second_message_is_not_swallowed(
    link: SignalLink,
) -> None:
    assert by_link(link, SECRET) == by_link(link, SECRET)
    with pytest.raises(DomainError, match="déjà envoyé un autre message"):
        by_link(link, SECRET, words="Quelqu’un d’autre, à la gare.")
    assert PartnerSignal.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": " \n "}, "words"),
        ({"words": "a" * 2001}, "words"),
        ({"words": "Yanis, né le 14 mars 2007"}, "words"),
        ({"called": "a" * 400}, "called"),
        ({"sender_name": "é" * 400}, "sender_name"),
        ({"commune": "99999"}, "commune"),
        ({"commune": ""}, "commune"),
        ({"seen_on": "tomorrow"}, "seen_on"),
        ({"seen_on": "long ago"}, "seen_on"),
    ],
)
def test_what_cannot_be_and_what_is_too_much_is_refused_at_its_field(
    link: SignalLink, changes: dict[str, Any], field: str
) -> None:
    days = {"tomorrow": clock.today() + timedelta(days=1), "long ago": clock.today().replace(2020)}
    given = {name: days.get(value, value) for name, value in changes.items()}
    with pytest.raises(DomainError) as refused:
        by_link(link, **given)
    assert refused.value.field == field
    assert not PartnerSignal.objects.exists()


def test_emoji_and_right_to_left_are_kept_and_marks_that_turn_text_are_not(
    link: SignalLink,
) -> None:
    said = words_of(by_link(link, words="😀 جانب المحطة", called="Mo\u202emo\x00"))
    assert said
    assert said.words == "😀 جانب المحطة"
    assert said.called == "Momo"


def test_an_adviser_chooses_among_the_teams_whose_project_covers_the_commune(
    karim: User, passerelles: Organisation, ines: User, project: Any
) -> None:
    ProjectFactory(zone="com:69259", title="Sans équipe ici")
    ProjectFactory(bearer=passerelles, zone="com:38185", title="Ailleurs")
    mine = Organisation.objects.get(pk=actor_for(karim).organisation)
    found = operators_covering(VENISSIEUX, mine)
    assert [(one.organisation, one.projects) for one in found] == [
        (passerelles, ["Aller vers Vénissieux"])
    ]
    sent = from_account(karim, passerelles)
    assert (sent.sender, sent.sent_by, sent.organisation) == (mine, karim, passerelles)
    with pytest.raises(DomainError) as refused:
        from_account(karim, passerelles, commune="38185" if not found else "01004")
    assert refused.value.field == "operator"


def test_examples_and_real_organisations_never_meet(
    karim: User, passerelles: Organisation, ines: User, project: Any
) -> None:
    mine = Organisation.objects.get(pk=actor_for(karim).organisation)
    mine.is_example = True
    assert operators_covering(VENISSIEUX, mine) == []


def test_a_partitioned_structure_lets_nothing_out(
    karim: User, passerelles: Organisation, ines: User, project: Any
) -> None:
    here = actor_for(karim).organisation
    Organisation.objects.filter(pk=here).update(is_partitioned=True, partitioned_at=clock.now())
    with pytest.raises(DomainError, match="cloisonnée"):
        from_account(karim, passerelles)


def test_who_has_no_role_for_it_sends_nothing_from_an_account(
    passerelles: Organisation, ines: User, project: Any
) -> None:
    for role in (Role.MEMBER, Role.STATE_OFFICER, Role.OUTREACH_WORKER):
        with pytest.raises(NotAllowed):
            from_account(someone(role).user, passerelles)


# --- The team -------------------------------------------------------------------------------------


def test_the_table_of_moves_is_walked_and_each_move_is_logged(by: Actor, link: SignalLink) -> None:
    for left, reached in SIGNAL_MOVES.items():
        for to in SignalState:
            one = by_link(link)
            PartnerSignal.objects.filter(pk=one.pk).update(state=left)
            held = hold(by, one, "essayer")
            if to in reached:
                move(by.author, held, to)
                log = SignalMove.objects.get(signal=one)
                assert (log.left, log.reached, log.by_id) == (left, to, by.user)
            else:
                with pytest.raises(DomainError):
                    move(by.author, held, to)
                assert not SignalMove.objects.filter(signal=one).exists()


def test_somebody_goes_then_somebody_else_then_nobody(
    by: Actor, hugo: User, link: SignalLink, passerelles: Organisation
) -> None:
    one, place = by_link(link), PlaceFactory(organisation=passerelles)
    assert by.user is not None
    acts.acknowledge_signal(by=by, signal=one)
    acts.take_signal(by=by, signal=one, who=by.user, place=place)
    assert waiting_for(by) == WaitingSignals(for_anybody=0, for_me=1)
    acts.take_signal(by=by, signal=one, who=hugo.pk, place=place)
    acts.take_signal(by=by, signal=one, who=hugo.pk, place=place)
    assert (signals_waiting(by), signals_waiting(actor_for(hugo))) == (0, 1)
    left = acts.reopen_signal(by=by, signal=one)
    assert left.taken_by is None
    assert list(SignalMove.objects.filter(signal=one).values_list("reached", flat=True)) == [
        *("lu", "pris", "pris", "lu")
    ]


def test_the_radar_proposes_the_place_until_somebody_has_gone(
    by: Actor, link: SignalLink, passerelles: Organisation
) -> None:
    place = PlaceFactory(organisation=passerelles)
    coming = RoundFactory(organisation=passerelles, guests=2)
    assert by.user is not None
    one = acts.take_signal(by=by, signal=by_link(link), who=by.user, place=place)

    def says_so() -> bool:
        (stop,) = radar_of(Round.objects.with_members().get(pk=coming.pk)).proposal.stops
        return "un signalement attend ici" in stop.reasons

    assert says_so()
    acts.signal_not_met(by=by, signal=one)
    assert not says_so()


def test_neither_a_stranger_nor_a_place_of_elsewhere_goes(
    by: Actor, lina: User, link: SignalLink
) -> None:
    one = by_link(link)
    assert by.user is not None
    with pytest.raises(DomainError):
        acts.take_signal(by=by, signal=one, who=lina.pk)
    with pytest.raises(NotAllowed):
        acts.take_signal(by=by, signal=one, who=by.user, place=PlaceFactory())


def test_another_operator_a_partner_and_the_sender_change_nothing(
    lina: User, karim: User, passerelles: Organisation, ines: User, project: Any
) -> None:
    one = from_account(karim, passerelles)
    for other in (lina, karim):
        actor = actor_for(other)
        for act in (acts.acknowledge_signal, acts.signal_not_met, acts.signal_met):
            with pytest.raises(NotAllowed):
                act(by=actor, signal=one)
        with pytest.raises(NotAllowed):
            acts.answer_signal(by=actor, signal=one, answer=SignalAnswer.PASSED)


def test_once_it_led_to_somebody_a_signal_is_of_their_file(
    by: Actor, hugo: User, sami: User, link: SignalLink, momo: Person
) -> None:
    one = acts.signal_met(by=by, signal=by_link(link), person=momo.pk)

    def sees(user: User) -> bool:
        return PartnerSignal.objects.all().visible_to(actor_for(user)).filter(pk=one.pk).exists()

    assert sees(User.objects.get(pk=by.user))
    assert not sees(hugo)
    assert sees(sami)
    protect(by=by, person=momo, reason=ProtectionReason.VIOLENCE)
    assert not sees(sami)


def test_nobody_names_a_person_whom_they_do_not_follow(
    hugo: User, link: SignalLink, momo: Person
) -> None:
    one = by_link(link)
    with pytest.raises(NotAllowed):
        acts.signal_met(by=actor_for(hugo), signal=one, person=momo.pk)
    assert state_of(one) == SignalState.RECEIVED


def test_a_meeting_noted_by_mistake_is_taken_back(
    by: Actor, link: SignalLink, momo: Person
) -> None:
    one = acts.signal_met(by=by, signal=by_link(link), person=momo.pk)
    left = acts.reopen_signal(by=by, signal=one)
    assert (left.state, left.person) == (SignalState.ACKNOWLEDGED, None)


# --- The answer -----------------------------------------------------------------------------------


def agreed(by: Actor, person: Person, to: Organisation, *fields: SharedField) -> Agreement:
    """Momo said yes, aloud."""
    inform(by=by, person=person, support=Support.SPOKEN, language="fr")
    terms = Terms(purpose=Purpose.ACCOMPANY, recipient=to, fields=list(fields))
    made = propose(by=by, person=person, terms=terms)
    return give(by=by, agreement=made, proof=AgreementProof.VOICE)


def test_met_or_not_the_sender_reads_the_same(
    by: Actor, karim: User, passerelles: Organisation, project: Any, momo: Person
) -> None:
    one, other = (from_account(karim, passerelles, called=name) for name in ("Tito", "Lou"))
    assert {row.told for row in as_sent([one, other])} == {ARRIVED}
    acts.signal_met(by=by, signal=one, person=momo.pk)
    acts.signal_not_met(by=by, signal=acts.acknowledge_signal(by=by, signal=other))
    rows = list(PartnerSignal.objects.order_by("pk"))
    assert {row.told for row in as_sent(rows)} == {READ}
    for row in rows:
        acts.answer_signal(by=by, signal=row, answer=SignalAnswer.PASSED)
    rows = list(PartnerSignal.objects.order_by("pk"))
    assert {row.told for row in as_sent(rows)} == {"Une équipe est passée."}


def test_that_somebody_was_met_is_told_by_their_agreement_and_untold_without_it(
    by: Actor, karim: User, passerelles: Organisation, project: Any, momo: Person
) -> None:
    mine = Organisation.objects.get(pk=actor_for(karim).organisation)
    one = acts.signal_met(by=by, signal=from_account(karim, passerelles), person=momo.pk)
    with pytest.raises(DomainError, match="n’a pas donné d’accord"):
        acts.answer_signal(by=by, signal=one, answer=SignalAnswer.AGREED)
    first = agreed(by, momo, mine, SharedField.FIRST_NAME)
    with pytest.raises(DomainError):
        acts.answer_signal(by=by, signal=one, answer=SignalAnswer.AGREED)
    withdraw(by=by, agreement=first)
    given = agreed(by, momo, mine, SharedField.FIRST_NAME, SharedField.ROUTE)
    acts.answer_signal(by=by, signal=one, answer=SignalAnswer.AGREED)

    def told() -> str:
        return as_sent(PartnerSignal.objects.filter(pk=one.pk))[0].told

    assert told() == SignalAnswer.AGREED.label
    withdraw(by=by, agreement=given)
    assert told() == SignalAnswer.DONE.label


def test_an_agreement_with_another_partner_tells_this_one_nothing(
    by: Actor, karim: User, passerelles: Organisation, project: Any, momo: Person
) -> None:
    elsewhere = someone(Role.PARTNER_ADVISER).organisation
    agreed(by, momo, elsewhere, SharedField.FIRST_NAME, SharedField.ROUTE)
    one = acts.signal_met(by=by, signal=from_account(karim, passerelles), person=momo.pk)
    with pytest.raises(DomainError):
        acts.answer_signal(by=by, signal=one, answer=SignalAnswer.AGREED)


def test_who_holds_a_link_is_never_told_that_somebody_was_met(
    by: Actor, link: SignalLink, momo: Person
) -> None:
    one = acts.signal_met(by=by, signal=by_link(link, SECRET), person=momo.pk)
    with pytest.raises(DomainError):
        acts.answer_signal(by=by, signal=one, answer=SignalAnswer.AGREED)
    PartnerSignal.objects.filter(pk=one.pk).update(answer=SignalAnswer.AGREED)
    shown = followed(SECRET)
    assert shown
    assert shown.told == SignalAnswer.DONE.label


def test_an_answer_sent_by_mistake_is_taken_back_and_the_sender_is_told_once(
    by: Actor, karim: User, passerelles: Organisation, project: Any
) -> None:
    one = from_account(karim, passerelles)
    for _ in range(2):
        acts.answer_signal(by=by, signal=one, answer=SignalAnswer.GOING)
    assert Notification.objects.filter(recipient=karim.pk, kind="signal-answer").count() == 1
    left = acts.answer_signal(by=by, signal=one, answer=None)
    assert (left.answer, left.answered_at, left.state) == ("", None, SignalState.ACKNOWLEDGED)


# --- Taking back ----------------------------------------------------------------------------------


def test_who_sent_by_a_link_takes_it_back_and_the_words_are_gone_for_ever(
    by: Actor, ines: User, link: SignalLink
) -> None:
    one = by_link(link, SECRET)
    acts.take_signal(by=by, signal=one, who=ines.pk)
    before = Notification.objects.filter(recipient=ines.pk).count()
    for _ in range(2):
        withdraw_by_code(code=SECRET)
    assert Notification.objects.filter(recipient=ines.pk).count() == before + 1
    assert words_of(one) is None
    assert DestroyedKey.objects.count() == 1
    shown = followed(SECRET)
    assert shown
    assert (shown.told, shown.may_be_withdrawn) == (WITHDRAWN, False)
    assert withdraw_by_code(code="d" * 43) is None


def test_what_the_team_has_settled_is_no_longer_taken_back(by: Actor, link: SignalLink) -> None:
    one = by_link(link, SECRET)
    acts.signal_met(by=by, signal=one)
    with pytest.raises(DomainError):
        withdraw_by_code(code=SECRET)
    assert words_of(one)


def test_an_organisation_takes_back_what_it_sent_and_nobody_elses(
    karim: User, lina: User, passerelles: Organisation, ines: User, project: Any
) -> None:
    one = from_account(karim, passerelles)
    stranger = someone(Role.PARTNER_ADVISER).user
    for other in (stranger, lina, ines):
        with pytest.raises(NotAllowed):
            withdraw_signal(by=actor_for(other), signal=one)
    withdraw_signal(by=actor_for(karim), signal=one)
    assert (state_of(one), words_of(one)) == (SignalState.WITHDRAWN, None)


# --- What remains ---------------------------------------------------------------------------------


def test_six_months_later_nothing_remains_and_a_backup_reads_nothing(link: SignalLink) -> None:
    by_link(link)
    job = Author.system("retention")
    for days, left in ((181, 1), (190, 0)):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            list(run(by=job, now=clock.now(), only="outreach.PartnerSignal"))
            assert PartnerSignal.objects.count() == left
    assert (SignalWords.objects.count(), DestroyedKey.objects.count()) == (0, 1)


def test_the_words_go_with_the_person_and_the_figure_stays(
    by: Actor, link: SignalLink, momo: Person
) -> None:
    one = acts.signal_met(by=by, signal=by_link(link), person=momo.pk)
    anonymise(by=by, person=momo)
    left = PartnerSignal.objects.get(pk=one.pk)
    assert (left.person, left.state, words_of(left)) == (None, SignalState.MET, None)


def test_a_right_of_the_person_erases_the_words(by: Actor, link: SignalLink, momo: Person) -> None:
    one = acts.signal_met(by=by, signal=by_link(link), person=momo.pk)
    erase_subject(by=by.author, subject=Subject(SubjectKind.PERSON, str(momo.pk)))
    assert words_of(one) is None


def copy_for(by: Author, person: Person) -> str:
    """All the files of the archive handed to a person."""
    export = run_export(by=by, subject=Subject(SubjectKind.PERSON, str(person.pk)))
    with ZipFile(BytesIO(export.content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_the_copy_of_the_person_says_what_was_said_of_them_and_not_by_whom(
    by: Actor, lina: User, link: SignalLink, momo: Person
) -> None:
    acts.signal_met(by=by, signal=by_link(link), person=momo.pk)
    copy = copy_for(by.author, momo)
    assert WORRY in copy
    assert "Momo" in copy
    for hidden in (NAME, PHONE, "Collège Moulin"):
        assert hidden not in copy
    for other in (actor_for(lina).author, Author.system("rights")):
        assert WORRY not in copy_for(other, momo)


def test_a_signal_follows_two_files_that_become_one_and_part(
    by: Actor, link: SignalLink, momo: Person
) -> None:
    other = open_person(by=by, given=Given(known_as="Momo du marché"))
    one = acts.signal_met(by=by, signal=by_link(link), person=momo.pk)
    done = merge(by=by, kept=other, gone=momo)
    assert PartnerSignal.objects.get(pk=one.pk).person_id == other.pk
    undo_merge(by=by, merge=done)
    assert PartnerSignal.objects.get(pk=one.pk).person_id == momo.pk


def test_no_word_of_it_leaves_in_a_mail_the_journal_or_a_notification(
    by: Actor,
    karim: User,
    passerelles: Organisation,
    project: Any,
    link: SignalLink,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        one = by_link(link, SECRET)
        other = from_account(karim, passerelles)
        acts.take_signal(by=by, signal=one, who=by.user or one.pk)
        acts.answer_signal(by=by, signal=other, answer=SignalAnswer.GOING)
        withdraw_by_code(code=SECRET)
        withdraw_signal(by=actor_for(karim), signal=other)
    told = [
        str([one.message().as_string() for one in mail.outbox]),
        str(list(Mail.objects.values())),
        str(list(Notification.objects.values())),
        str(list(JournalEntry.objects.values())),
        caplog.text,
    ]
    for text in told:
        for canary in (WORRY, NAME, PHONE, "Tito", SECRET, "dort dans sa voiture"):
            assert canary not in text
