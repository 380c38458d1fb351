"""Who follows a person, two files made one and made two again, a file opened by mistake."""

from datetime import timedelta

import pytest

from o2r.accounts import caseload
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.services import hand_over
from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.notifications.models import Notification
from o2r.core.retention.periods import period
from o2r.people.enums import (
    AgreementProof,
    AgreementState,
    ContactKind,
    NoteLevel,
    Purpose,
    Standing,
)
from o2r.people.models import Agreement, ContactMeans, FollowUp, Identity, Merge, Note, Person
from o2r.people.models.person import UNDO_MERGE
from o2r.people.services import (
    Means,
    accompany,
    add_contact,
    anonymise,
    cancel_opening,
    entrust,
    keep_draft,
    merge,
    stop_accompanying,
    undo_merge,
    write_note,
)
from o2r.people.services.anonymising import settle_merges
from tests.accounts.factories import MembershipFactory, OrganisationFactory, someone
from tests.people.factories import Operator, acting, person, said


@pytest.fixture
def place() -> Operator:
    return Operator()


@pytest.fixture
def momo(place: Operator) -> Person:
    return person(place.ines)


def meets(user: object, one: Person) -> bool:
    return Person.objects.visible_to(acting(user)).filter(pk=one.pk).exists()  # type: ignore[arg-type]


def reads(user: object, one: Person) -> bool:
    """Whether somebody meets the file as one who follows it."""
    actor = acting(user)  # type: ignore[arg-type]
    return Person.objects.followed_by(actor).filter(pk=one.pk).exists()


def test_a_file_is_entrusted_and_both_are_told_without_a_name(
    place: Operator, momo: Person
) -> None:
    entrust(by=acting(place.ines), person=momo, to=place.bastien, stays=True)
    momo.refresh_from_db()
    assert momo.referent == place.bastien
    assert reads(place.ines, momo)
    told = Notification.objects.filter(recipient=place.bastien.pk).get()
    assert "Momo" not in told.subject + told.body
    assert told.sensitive
    with pytest.raises(NotAllowed):
        entrust(by=acting(place.ines), person=momo, to=place.ines)


def test_who_coordinates_entrusts_without_reading(place: Operator, momo: Person) -> None:
    claire = acting(place.claire)
    assert not reads(place.claire, momo)
    entrust(by=claire, person=momo, to=place.bastien)
    momo.refresh_from_db()
    assert momo.referent == place.bastien
    assert not meets(place.ines, momo)
    guardian = someone(Role.MEMBER, place.organisation, manages_accounts=True).user
    entrust(by=claire, person=momo, to=place.claire)
    assert Notification.objects.filter(recipient=guardian.pk).exists()


def test_a_protected_file_is_not_given_by_who_does_not_follow_it(
    place: Operator, momo: Person
) -> None:
    Person.objects.filter(pk=momo.pk).update(is_protected=True)
    with pytest.raises(NotAllowed):
        entrust(by=acting(place.claire), person=momo, to=place.bastien)
    with pytest.raises(NotAllowed):
        accompany(by=acting(place.claire), person=momo, colleague=place.claire)


def test_only_who_follows_people_here_and_now_may_take_a_file(
    place: Operator, momo: Person
) -> None:
    elsewhere = someone(Role.CASEWORKER, OrganisationFactory()).user
    member = someone(Role.MEMBER, place.organisation).user
    newcomer = someone(
        Role.CASEWORKER,
        place.organisation,
        personal_data_from=clock.now() + timedelta(hours=20),
    ).user
    for other in (elsewhere, member, newcomer, place.ines):
        with pytest.raises(DomainError) as refused:
            entrust(by=acting(place.ines), person=momo, to=other)
        assert refused.value.field == "to"


def test_a_colleague_accompanies_until_it_stops_at_once(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    beside = accompany(by=ines, person=momo, colleague=place.bastien)
    assert reads(place.bastien, momo)
    with pytest.raises(DomainError, match="déjà"):
        accompany(by=ines, person=momo, colleague=place.bastien)
    with pytest.raises(NotAllowed):
        accompany(by=acting(place.bastien), person=momo, colleague=place.claire)
    stop_accompanying(by=acting(place.bastien), follow_up=beside)
    assert not meets(place.bastien, momo)
    later = clock.now() + timedelta(days=5)
    beside = accompany(by=ines, person=momo, colleague=place.bastien)
    with clock.stopped_at(later):
        stop_accompanying(by=ines, follow_up=beside)
        stop_accompanying(by=ines, follow_up=beside)
        assert not meets(place.bastien, momo)
    beside.refresh_from_db()
    assert beside.until is not None


def test_acting_for_another_organisation_meets_nothing_of_this_one(
    place: Operator, momo: Person
) -> None:
    held = place.ines.memberships.get()
    MembershipFactory(user=place.ines, role=Role.CASEWORKER)
    assert meets(place.ines, momo)
    held.ended_at = clock.now()
    held.save(update_fields=["ended_at"])
    assert not meets(place.ines, momo)


def test_a_caseload_passes_with_what_one_accompanies(place: Operator, momo: Person) -> None:
    other = person(place.bastien, "Sami")
    accompany(by=acting(place.bastien), person=other, colleague=place.ines)
    held = caseload.held_by(place.ines, place.organisation.pk)
    assert [(one.label, one.count) for one in held] == [("personnes suivies", 2)]
    lea = someone(Role.CASEWORKER, place.organisation).user
    moved = hand_over(by=acting(place.claire), giver=place.ines, receiver=lea).moved
    assert moved == {"personnes suivies": 2}
    assert reads(lea, momo)
    assert reads(lea, other)
    assert not meets(place.ines, momo)
    assert not meets(place.ines, other)
    # Who becomes the referent of a file no longer accompanies it beside.
    hand_over(by=acting(place.claire), giver=lea, receiver=place.bastien)
    assert not FollowUp.objects.on(clock.today()).exists()


def write(by: object, one: Person, text: str) -> Note:
    actor = acting(by)  # type: ignore[arg-type]
    return write_note(by=actor, person=one, text=text, level=NoteLevel.TEAM)


def test_two_files_become_one_and_two_again(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    twin = person(place.bastien, "Mohamed")
    accompany(by=acting(place.bastien), person=twin, colleague=place.ines)
    note = write(place.bastien, twin, "Vu à la gare")
    add_contact(by=ines, person=twin, means=Means(ContactKind.PHONE, "0612345678"))
    keep_draft(by=ines, person=twin, text="À finir")
    long_ago = clock.today() - timedelta(days=40)
    Person.objects.filter(pk=twin.pk).update(opened_on=long_ago)
    made = merge(by=ines, kept=momo, gone=twin)
    momo.refresh_from_db()
    twin.refresh_from_db()
    assert (twin.standing, momo.opened_on) == (Standing.MERGED, long_ago)
    assert said(twin)["known_as"] == "Mohamed"
    # Bastien, who followed the other, accompanies; the note opens with the key of the file kept.
    assert reads(place.bastien, momo)
    note.refresh_from_db()
    assert (note.person, note.subject) == (momo, momo.pk)
    shown = read_sealed(note, "text", organisation=place.organisation.pk)
    assert shown["text"] == "Vu à la gare"
    with pytest.raises(DomainError, match="n’est plus ouvert"):
        write(place.bastien, twin, "Encore")
    after = write(place.ines, momo, "Écrit depuis")
    undo_merge(by=ines, merge=made)
    for one in (momo, twin, note, after):
        one.refresh_from_db()
    assert twin.standing == Standing.FOLLOWED
    assert (note.person, note.subject, after.person) == (twin, twin.pk, momo)
    assert momo.opened_on == clock.today()
    assert not meets(place.bastien, momo)
    assert ContactMeans.objects.get().person == twin
    with pytest.raises(DomainError, match="ne se défait plus"):
        undo_merge(by=ines, merge=made)


def test_what_may_not_be_merged_is_refused(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    twin = person(place.ines, "Mohamed")
    with pytest.raises(DomainError, match="différents"):
        merge(by=ines, kept=momo, gone=momo)
    Person.objects.filter(pk=twin.pk).update(is_protected=True)
    with pytest.raises(DomainError, match="Gardez celui-là"):
        merge(by=ines, kept=momo, gone=twin)
    Person.objects.filter(pk=momo.pk).update(is_protected=True)
    with pytest.raises(DomainError, match="jamais"):
        merge(by=ines, kept=momo, gone=twin)
    with pytest.raises(NotAllowed):
        merge(by=ines, kept=momo, gone=person(place.bastien, "Sami"))


def test_a_shared_file_does_not_disappear_in_another(place: Operator, momo: Person) -> None:
    twin = person(place.ines, "Mohamed")
    Agreement.objects.create(
        person=twin,
        purpose=Purpose.REFER,
        recipient=OrganisationFactory(),
        fields=["prenom"],
        proof=AgreementProof.VOICE,
        state=AgreementState.GIVEN,
        asked_by=place.ines,
        given_on=clock.today(),
        until=clock.today() + timedelta(days=30),
    )
    with pytest.raises(DomainError, match="partagé"):
        merge(by=acting(place.ines), kept=momo, gone=twin)
    merge(by=acting(place.ines), kept=twin, gone=momo)


def test_after_a_month_a_merge_stays_and_what_was_left_is_forgotten(
    place: Operator, momo: Person
) -> None:
    twin = person(place.ines, "Mohamed")
    made = merge(by=acting(place.ines), kept=momo, gone=twin)
    row = Identity.objects.get(person=twin)
    with clock.stopped_at(clock.now() + UNDO_MERGE + timedelta(minutes=1)):
        with pytest.raises(DomainError, match="ne se défait plus"):
            undo_merge(by=acting(place.ines), merge=made)
        settle_merges(acting(place.ines).author, Merge.objects.all())
    twin.refresh_from_db()
    assert twin.standing == Standing.ANONYMISED
    with pytest.raises(NoKey):
        read_sealed(row, "known_as", organisation=place.organisation.pk)
    assert said(momo)["known_as"] == "Momo"
    # Figures count the person once.
    assert list(Person.objects.each_once()) == [momo]
    assert period("merged-file", clock.today()).duration.days == UNDO_MERGE.days


def test_a_person_erased_takes_the_files_merged_into_theirs(place: Operator, momo: Person) -> None:
    twin = person(place.ines, "Mohamed")
    merge(by=acting(place.ines), kept=momo, gone=twin)
    anonymise(by=acting(place.ines), person=momo)
    assert not Identity.objects.exists()


def test_a_file_opened_by_mistake_leaves_nothing(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    row = Identity.objects.get(person=momo)
    with pytest.raises(NotAllowed):
        cancel_opening(by=acting(place.bastien), person=momo)
    cancel_opening(by=ines, person=momo)
    assert not Person.objects.exists()
    with pytest.raises(NoKey):
        read_sealed(row, "known_as", organisation=place.organisation.pk)


def test_a_file_that_is_used_or_a_day_old_is_not_cancelled(place: Operator, momo: Person) -> None:
    ines = acting(place.ines)
    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        with pytest.raises(DomainError, match="plus de 24 heures"):
            cancel_opening(by=ines, person=momo)
    write(place.ines, momo, "Vu ce matin")
    with pytest.raises(DomainError, match="déjà été complété"):
        cancel_opening(by=ines, person=momo)
