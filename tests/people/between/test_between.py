"""The index between operators: the same answer for everyone, the referent alone is told."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, User
from o2r.accounts.services import partition
from o2r.core import clock
from o2r.core.crypto.models import DataKey
from o2r.core.jobs.services import run_due_jobs, run_pressing_jobs
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Mail, Notification
from o2r.core.retention.services import run
from o2r.core.watch.models import Alert, ObservedEvent
from o2r.core.watch.selectors import blocked
from o2r.core.watch.services import judge_waiting
from o2r.people.between import services
from o2r.people.between.client import Index, IndexUnavailable
from o2r.people.between.enums import NoticeState
from o2r.people.between.models import (
    IndexChange,
    IndexParticipation,
    Inquiry,
    InquiryAnswer,
    InquiryNotice,
    InquiryWords,
)
from o2r.people.between.recurring import upkeep
from o2r.people.between.selectors import answers_to, asked_in, left_for
from o2r.people.between.services.asking import SENTENCE, NoneLeft
from o2r.people.enums import Basis, ProtectionReason
from o2r.people.likeness import Identity
from o2r.people.models import Person
from o2r.people.services import anonymise, merge, undo_merge
from o2r.people.services.protecting import lift_protection, protect
from tests.accounts.factories import someone
from tests.people.between.people import (
    BORN,
    BY_PHONE,
    PHONE,
    TwoOperators,
    ask,
    momo,
    signed_in,
    work,
)
from tests.people.factories import Operator, acting, person


@pytest.fixture
def two(index: Index) -> TwoOperators:
    return TwoOperators().take_part()


def told(user: User) -> list[Notification]:
    rows = Notification.objects.filter(recipient=user.pk, kind__startswith="inquiry")
    return list(rows.order_by("created_at", "pk"))


def found(two: TwoOperators, asked: Identity = BY_PHONE) -> bool:
    """Whether asking now reaches somebody."""
    before = InquiryNotice.objects.count()
    ask(two.karim, asked)
    work()
    return InquiryNotice.objects.count() > before


# --- Who is told ----------------------------------------------------------------------------------


def test_the_referent_alone_is_told_and_who_asks_learns_nothing(two: TwoOperators) -> None:
    momo(two.ines)
    inquiry = ask(two.karim)
    assert not told(two.ines)
    work()
    (one,) = told(two.ines)
    assert "Karim Belaïd, de Le Pont" in one.body
    assert one.sensitive
    assert not {"Momo", "Mohamed", "Traoré", PHONE} & set((one.subject + one.body).split())
    for other in (two.karim, two.passerelles.bastien, two.passerelles.claire, two.pont.claire):
        assert not told(other)
    assert not any("Karim" in mail.subject + mail.body for mail in Mail.objects.all())
    assert answers_to(Inquiry.objects.get(pk=inquiry.pk)) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Identity("Mohamed", "Traoré", birth=BORN), ["full", "sound"]),
        (Identity("Traore", "Mohammed", birth=BORN), ["sound"]),
        (Identity("Mohamed", "Traoré", birth=BORN, phones=(PHONE,)), ["full", "phone", "sound"]),
        (Identity(phones=("+33 6 39 98 12 34",)), ["phone"]),
    ],
)
def test_a_file_is_found_by_each_composite(
    two: TwoOperators, asked: Identity, expected: list[str]
) -> None:
    momo(two.ines)
    work()
    ask(two.karim, asked)
    work()
    assert InquiryNotice.objects.get().agreed_on == expected


@pytest.mark.parametrize(
    "asked",
    [
        Identity("Mohamed", "Traoré", birth=date(2003, 5, 18)),
        Identity("Adama", "Traoré", birth=BORN),
        Identity(phones=("06 39 98 12 35",)),
    ],
)
def test_near_is_not_enough(two: TwoOperators, asked: Identity) -> None:
    momo(two.ines)
    assert not found(two, asked)


def test_one_s_own_organisation_is_never_found(two: TwoOperators) -> None:
    momo(two.karim)
    momo(two.pont.bastien)
    assert not found(two)


def test_each_referent_of_several_operators_is_told(two: TwoOperators) -> None:
    third = Operator()
    services.join(by=acting(third.claire), informs=True)
    momo(two.ines)
    momo(third.ines)
    ask(two.karim)
    work()
    assert len(told(two.ines)) == len(told(third.ines)) == 1


def test_an_example_never_meets_a_real_file(two: TwoOperators) -> None:
    Organisation.objects.filter(pk=two.passerelles.organisation.pk).update(is_example=True)
    momo(two.ines)
    Organisation.objects.filter(pk=two.pont.organisation.pk).update(is_example=False)
    assert not found(two)


# --- What is never there --------------------------------------------------------------------------


def test_a_protected_file_leaves_at_once_even_before_the_process_hears_of_it(
    two: TwoOperators,
) -> None:
    file = momo(two.ines)
    work()
    protect(by=acting(two.ines), person=file, reason=ProtectionReason.VIOLENCE)
    index = Index.of_instance()
    assert index.state().files == 1, "the process has not heard of it yet"
    inquiry = ask(two.karim)
    IndexChange.objects.all().delete()
    work()
    assert not InquiryNotice.objects.filter(inquiry=inquiry).exists()


def test_a_protected_file_is_taken_out_and_put_back(two: TwoOperators) -> None:
    file = momo(two.ines)
    work()
    protect(by=acting(two.ines), person=file, reason=ProtectionReason.VIOLENCE)
    work()
    assert Index.of_instance().state().files == 0
    lift_protection(by=acting(two.ines), person=file, words="Le danger est passé.")
    work()
    assert found(two)


def test_what_was_received_about_a_file_goes_when_it_becomes_protected(two: TwoOperators) -> None:
    file = momo(two.ines)
    inquiry = ask(two.karim)
    work()
    notice = InquiryNotice.objects.get()
    services.accept(
        by=acting(two.ines), notice=notice, ground=Basis.CONSENT, contact="01 39 98 00 00"
    )
    answer = InquiryAnswer.objects.get()
    protect(by=acting(two.ines), person=file, reason=ProtectionReason.VIOLENCE)
    assert not InquiryNotice.objects.exists()
    assert not InquiryAnswer.objects.exists()
    assert not DataKey.objects.filter(subject=answer.pk).exists()
    assert answers_to(inquiry) == []


@pytest.mark.parametrize("how", ["erased", "objects", "merged", "leaves", "partitioned", "closed"])
def test_a_file_leaves_at_once(two: TwoOperators, how: str) -> None:
    file = momo(two.ines)
    work()
    inside = Index.of_instance().state().files
    by = acting(two.ines)
    if how == "erased":
        anonymise(by=by, person=file)
    elif how == "objects":
        services.object_to_index(by=by, person=file)
    elif how == "merged":
        merge(by=by, kept=person(two.ines, "Moussa"), gone=file)
    elif how == "leaves":
        services.leave(by=acting(two.passerelles.claire))
    elif how == "partitioned":
        manager = someone(organisation=two.passerelles.organisation, manages_accounts=True)
        place = Organisation.objects.get(pk=two.passerelles.organisation.pk)
        partition(by=acting(manager.user), organisation=place, takes_back=True)
    else:
        Organisation.objects.filter(pk=two.passerelles.organisation.pk).update(
            state="closed", closed_at=clock.now()
        )
        upkeep(clock.now())
    by_name = Identity("Mohamed", "Traoré", birth=BORN)
    if how == "merged":
        assert not found(two, by_name)
    else:
        assert not found(two)
    work()
    assert (inside, Index.of_instance().state().files) == (1, 1 if how == "merged" else 0)


def test_a_merge_undone_puts_the_file_back(two: TwoOperators) -> None:
    file, other = momo(two.ines), person(two.ines, "Moussa")
    made = merge(by=acting(two.ines), kept=other, gone=file)
    work()
    undo_merge(by=acting(two.ines), merge=made)
    assert found(two)
    assert InquiryNotice.objects.get().person == file


def test_who_was_not_informed_is_not_looked_for(two: TwoOperators) -> None:
    file = momo(two.ines)
    file.information.all().delete()
    assert not found(two)


def test_an_objection_is_taken_back(two: TwoOperators) -> None:
    file = momo(two.ines)
    services.object_to_index(by=acting(two.ines), person=file)
    assert not found(two)
    services.allow_again(by=acting(two.ines), person=file)
    assert found(two)


def test_nothing_is_in_the_index_of_who_does_not_take_part(index: Index) -> None:
    two = TwoOperators()
    services.join(by=acting(two.pont.claire), informs=True)
    momo(two.ines)
    assert not IndexChange.objects.filter(organisation=two.ines.pk).exists()
    assert not found(two)


def test_files_of_before_are_in_the_index_once_an_operator_joins(index: Index) -> None:
    two = TwoOperators()
    momo(two.ines)
    two.take_part()
    assert found(two)


# --- Who may ask ----------------------------------------------------------------------------------


def test_who_does_not_take_part_does_not_ask(index: Index) -> None:
    with pytest.raises(DomainError, match="ne participe pas"):
        ask(TwoOperators().karim)


def test_a_partitioned_organisation_neither_joins_nor_asks(two: TwoOperators) -> None:
    place = two.pont.organisation
    Organisation.objects.filter(pk=place.pk).update(is_partitioned=True, partitioned_at=clock.now())
    with pytest.raises(DomainError, match="ne participe pas"):
        ask(two.karim)
    IndexParticipation.objects.filter(organisation=place).delete()
    with pytest.raises(DomainError, match="cloisonnée"):
        services.join(by=acting(two.pont.claire), informs=True)


def test_only_who_coordinates_opens_the_index_and_not_without_informing(index: Index) -> None:
    two = TwoOperators()
    with pytest.raises(NotAllowed):
        services.join(by=acting(two.karim), informs=True)
    with pytest.raises(DomainError, match="informées"):
        services.join(by=acting(two.pont.claire), informs=False)
    assert not IndexParticipation.objects.exists()


def test_the_instance_decides_first(index: Index, settings: object) -> None:
    settings.INDEX_BETWEEN = False  # type: ignore[attr-defined]
    with pytest.raises(DomainError, match="n’a pas d’index"):
        services.join(by=acting(TwoOperators().pont.claire), informs=True)


@pytest.mark.parametrize(
    "asked",
    [
        Identity(),
        Identity("Mohamed", "Traoré"),
        Identity("Mohamed", birth=BORN),
        Identity("Mohamed", "Traoré", birth=date(2003, 1, 1)),
        Identity(phones=("01 39 98 12 34",)),
    ],
)
def test_what_names_nobody_is_refused(two: TwoOperators, asked: Identity) -> None:
    with pytest.raises(DomainError, match="ne suffit pas"):
        ask(two.karim, asked)
    assert not Inquiry.objects.exists()


def test_one_does_not_ask_from_a_protected_file(two: TwoOperators) -> None:
    file = momo(two.karim)
    protect(by=acting(two.karim), person=file, reason=ProtectionReason.VIOLENCE)
    held = Person.objects.get(pk=file.pk)
    with pytest.raises(DomainError, match="protégé"):
        services.ask_between(by=acting(two.karim), asked=BY_PHONE, person=held)


def test_twenty_a_day_and_one_more_blocks(two: TwoOperators) -> None:
    for number in range(20):
        ask(two.karim, Identity(phones=(f"06 39 98 20 {number:02}",)))
    assert left_for(acting(two.karim)) == 0
    assert blocked(two.karim.pk, now=clock.now()) is None
    with pytest.raises(NoneLeft):
        ask(two.karim)
    assert blocked(two.karim.pk, now=clock.now()) is not None
    assert Inquiry.objects.count() == 20
    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        assert left_for(acting(two.karim)) == 20


@pytest.mark.parametrize(
    "variants",
    [
        [Identity(name, "Traoré", birth=BORN) for name in ("Mohamed", "Adama", "Fatou")],
        [Identity("Mohamed", "Traoré", birth=date(2003, 5, day)) for day in (17, 18, 19)],
        [Identity("Mohamed", name, birth=BORN) for name in ("Traoré", "Traore B", "Traoret")],
    ],
)
def test_three_variants_alert(two: TwoOperators, variants: list[Identity]) -> None:
    for asked in variants[:2] * 2:
        ask(two.karim, asked)
    judge_waiting()
    assert not Alert.objects.exists()
    ask(two.karim, variants[2])
    judge_waiting()
    assert {one.rule for one in Alert.objects.order_by("pk")} == {"duplicate-variants"}
    assert all("Traor" not in str(one.search) for one in ObservedEvent.objects.order_by("pk"))


def test_different_people_alert_nobody(two: TwoOperators) -> None:
    for day in range(1, 6):
        ask(two.karim, Identity(f"Awa {day}", f"Diallo{'x' * day}", birth=date(2000, 2, day)))
    judge_waiting()
    assert not Alert.objects.exists()


# --- The same answer for everyone -----------------------------------------------------------------


def page(two: TwoOperators, **typed: str) -> str:
    """What who asks reads, without what changes at every page."""
    client = signed_in(two.karim)
    answer = client.post(reverse("between:ask"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    work_or_not()
    read = client.get(answer["Location"])
    key = answer["Location"].rstrip("/").rsplit("/", 1)[-1]
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", read.content.decode())
    return text.replace(key, "").replace(typed["phone"], "")


def work_or_not() -> None:
    for _ in run_due_jobs(only="index-between"):
        pass


def test_the_page_is_the_same_whoever_is_found_and_when_the_process_is_away(
    two: TwoOperators, settings: object
) -> None:
    momo(two.ines)
    momo(two.ines)
    work()
    with clock.stopped_at(clock.now()):
        known = page(two, phone=PHONE)
        assert len(told(two.ines)) == 2
        unknown = page(two, phone="06 39 98 99 99")
        for file in Person.objects.filter(referent=two.ines):
            protect(by=acting(two.ines), person=file, reason=ProtectionReason.VIOLENCE)
        protected = page(two, phone=PHONE)
        settings.INDEX_SOCKET = settings.INDEX_DIR / "nobody.sock"  # type: ignore[attr-defined]
        away = page(two, phone=PHONE)
    assert known == unknown == protected == away
    assert SENTENCE in known


def test_asking_asks_the_database_the_same_whoever_is_there(
    two: TwoOperators,
) -> None:
    ask(two.karim, Identity(phones=("06 39 98 55 55",)))
    counts = set()
    for prepared in (False, True):
        if prepared:
            momo(two.ines)
            work()
        with CaptureQueriesContext(connection) as seen:
            ask(two.karim)
        counts.add(len(seen))
    assert len(counts) == 1


# --- The process is away --------------------------------------------------------------------------


def test_nothing_is_lost_while_the_process_is_away(two: TwoOperators, settings: object) -> None:
    momo(two.ines)
    there = settings.INDEX_SOCKET  # type: ignore[attr-defined]
    settings.INDEX_SOCKET = there.with_name("nobody.sock")  # type: ignore[attr-defined]
    ask(two.karim)
    with pytest.raises(IndexUnavailable):
        work()
    assert IndexChange.objects.exists()
    assert Inquiry.objects.waiting().count() == 1
    (failed,) = run_pressing_jobs()
    assert failed.state == "failed"
    assert not list(run_pressing_jobs()), "it waits for its slot, and does not insist"
    settings.INDEX_SOCKET = there  # type: ignore[attr-defined]
    with clock.stopped_at(clock.now() + timedelta(hours=1)):
        list(run_due_jobs(only="index-between"))
    assert len(told(two.ines)) == 1
    assert not Inquiry.objects.waiting().exists()


def test_carrying_twice_tells_once(two: TwoOperators) -> None:
    momo(two.ines)
    ask(two.karim)
    work()
    work()
    assert len(told(two.ines)) == 1


def test_a_change_made_while_one_is_carried_is_not_lost(
    two: TwoOperators, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = momo(two.ines)
    put = Index.put

    def slow(self: Index, **given: object) -> None:
        put(self, **given)  # type: ignore[arg-type]
        monkeypatch.setattr(Index, "put", put)
        services.object_to_index(by=acting(two.ines), person=file)

    monkeypatch.setattr(Index, "put", slow)
    work()
    assert IndexChange.objects.filter(file=file.pk).exists()
    work()
    assert Index.of_instance().state().files == 0


# --- The key --------------------------------------------------------------------------------------


def test_the_key_changes_each_year_and_files_are_found_meanwhile(two: TwoOperators) -> None:
    momo(two.ines)
    work()
    index = Index.of_instance()
    upkeep(clock.now())
    assert index.state().version == 1
    with clock.stopped_at(clock.now() + timedelta(days=366)):
        assert "Nouvelle clé" in upkeep(clock.now())
        assert index.state().rotating
        ask(two.karim)
        assert IndexChange.objects.exists()
        work()
        assert len(told(two.ines)) == 1
        work()
    state = index.state()
    assert (state.version, state.rotating, state.files) == (2, False, 1)


def test_a_key_in_use_is_never_destroyed(two: TwoOperators) -> None:
    momo(two.ines)
    work()
    index = Index.of_instance()
    index.renew()
    with pytest.raises(IndexUnavailable, match="stale"):
        index.retire()


def test_a_lost_index_is_made_again(two: TwoOperators, capsys: pytest.CaptureFixture[str]) -> None:
    file = momo(two.ines)
    work()
    index = Index.of_instance()
    index.put(file=file.pk, place=file.organisation_id, composites=())
    ghost = Inquiry().pk
    index.put(file=ghost, place=file.organisation_id, composites=(("phone", "639981234"),))
    call_command("index", "rebuild")
    while work():
        pass
    assert found(two)
    state = index.state()
    assert (state.files, state.rotating) == (1, False)
    call_command("index", "status")
    assert "1 dossier(s), clé n° 2" in capsys.readouterr().out


def test_the_command_says_what_to_do_when_the_process_is_away(
    folder: object,
) -> None:
    with pytest.raises(CommandError, match="Lancez « o2r indexd »"):
        call_command("index", "status")


# --- Answers --------------------------------------------------------------------------------------


def received(two: TwoOperators) -> InquiryNotice:
    momo(two.ines)
    ask(two.karim)
    work()
    return InquiryNotice.objects.get()


def test_the_referent_says_what_they_choose_and_nothing_else(two: TwoOperators) -> None:
    notice = received(two)
    services.accept(
        by=acting(two.ines),
        notice=notice,
        ground=Basis.CONSENT,
        contact="ines@passerelles.example",
        words="Il préfère qu’on s’appelle.",
    )
    row = InquiryAnswer.objects.get()
    assert b"passerelles" not in bytes(row.contact)
    (one,) = told(two.karim)
    assert one.sensitive
    content = signed_in(two.karim).get(one.link).content.decode()
    assert "ines@passerelles.example" in content
    assert "s’appelle" in content
    for word in ("Momo", "Mohamed", "Traoré", "2003"):
        assert word not in content


def test_without_an_answer_nothing_changes(two: TwoOperators) -> None:
    notice = received(two)
    before = Inquiry.objects.values().get()
    services.decline(by=acting(two.ines), notice=notice)
    assert Inquiry.objects.values().get() == before
    assert not told(two.karim)
    assert InquiryNotice.objects.get().state == NoticeState.DECLINED
    again = InquiryNotice.objects.get()
    services.accept(by=acting(two.ines), notice=again, ground=Basis.CONSENT, contact="01")
    with pytest.raises(DomainError, match="déjà répondu"):
        services.accept(by=acting(two.ines), notice=again, ground=Basis.CONSENT, contact="01")


def test_shared_secrecy_is_not_made_up(two: TwoOperators) -> None:
    with pytest.raises(DomainError, match="Aucun secret partagé"):
        services.accept(
            by=acting(two.ines),
            notice=received(two),
            ground=Basis.SHARED_SECRECY,
            contact="01",
        )


def test_only_the_referent_answers(two: TwoOperators) -> None:
    notice = received(two)
    for other in (two.passerelles.bastien, two.passerelles.claire, two.karim):
        with pytest.raises(NotAllowed):
            services.decline(by=acting(other), notice=notice)
        client = signed_in(other)
        assert client.get(reverse("between:received-one", args=[notice.pk])).status_code == 404


def test_a_month_later_nothing_is_left(two: TwoOperators) -> None:
    notice = received(two)
    services.accept(by=acting(two.ines), notice=notice, ground=Basis.CONSENT, contact="01")
    keys = [Inquiry.objects.get().pk, InquiryAnswer.objects.get().pk]
    assert DataKey.objects.filter(subject__in=keys).count() == 2
    with clock.stopped_at(clock.now() + timedelta(days=31)):
        list(run(by=Author.system("test"), now=clock.now()))
    assert not Inquiry.objects.exists()
    assert not InquiryAnswer.objects.exists()
    assert not DataKey.objects.filter(subject__in=keys).exists()


def test_what_is_asked_is_sealed_and_journaled_without_words(two: TwoOperators) -> None:
    inquiry = ask(two.karim, replace(BY_PHONE, first_name="Mohamed"))
    row = InquiryWords.objects.get()
    assert b"Mohamed" not in bytes(row.text)
    assert asked_in(inquiry).first_name == "Mohamed"
    entry = JournalEntry.objects.get(kind="inquiry", action="create")
    assert entry.user == two.karim.pk
