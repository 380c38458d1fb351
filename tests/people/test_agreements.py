"""Agreements: what is refused, what moves, whose key goes and comes."""

from datetime import date, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationState
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto.errors import NoKey
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.models import Wrap
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.people.enums import (
    AGREEMENT_MOVES,
    AgreementProof,
    AgreementState,
    Basis,
    Purpose,
    SharedField,
)
from o2r.people.models import Agreement, AgreementMove, Identity, Person
from o2r.people.selectors.agreements import recipients_named
from o2r.people.services import close_ended, give, propose, refuse, stop_sharing, withdraw
from o2r.people.sharing import beyond, necessary
from tests.accounts.factories import OrganisationFactory, someone
from tests.people.agreeing import World, a_world, followed_by, given, terms, told


@pytest.fixture
def world() -> World:
    made = a_world()
    told(made)
    return made


def holds_key(world: World) -> bool:
    return Wrap.objects.filter(
        data_key__subject=world.person.pk, organisation=world.partner.pk
    ).exists()


def opened_by_partner(world: World) -> str:
    row = Identity.objects.get(person=world.person)
    return read_sealed(row, "known_as", organisation=world.partner.pk)["known_as"]


# --- What is refused ------------------------------------------------------------------------------


def test_nothing_is_proposed_before_the_person_was_informed() -> None:
    world = a_world()
    with pytest.raises(DomainError, match="informée"):
        propose(by=world.by, person=world.person, terms=terms(world))
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recipient": None}, "à qui"),
        ({"fields": ()}, "au moins une chose"),
        ({"language": " "}, "langue|vide|champ"),
        ({"until": date(2020, 1, 1)}, "passé"),
        ({"until": date(2099, 1, 1)}, r"12 mois \(provisoire\) au plus"),
    ],
)
def test_terms_that_cannot_be(world: World, changes: dict[str, object], words: str) -> None:
    with pytest.raises(DomainError, match=words):
        propose(by=world.by, person=world.person, terms=terms(world, **changes))


def test_who_cannot_receive(world: World) -> None:
    closed = OrganisationFactory(
        kind=world.partner.kind, state=OrganisationState.CLOSED, closed_at=clock.now()
    )
    walled = OrganisationFactory(
        kind=world.partner.kind, is_partitioned=True, partitioned_at=clock.now()
    )
    state_service = someone(Role.STATE_OFFICER).organisation
    example = OrganisationFactory(kind=world.partner.kind, example=True)
    for recipient in (closed, walled, state_service, example):
        with pytest.raises(DomainError, match="ne peut recevoir"):
            propose(by=world.by, person=world.person, terms=terms(world, recipient=recipient))
    with pytest.raises(DomainError, match="votre organisation"):
        propose(by=world.by, person=world.person, terms=terms(world, recipient=world.operator))


def test_only_those_who_read_are_found(world: World) -> None:
    OrganisationFactory(name="Mission locale vide", kind=world.partner.kind)
    walled = someone(Role.PARTNER_ADVISER).organisation
    Organisation.objects.filter(pk=walled.pk).update(
        name="Mission locale cloisonnée", is_partitioned=True, partitioned_at=clock.now()
    )
    assert recipients_named("mission locale", world.person) == [world.partner]
    assert recipients_named("passerelles", world.person) == []


def test_a_protected_file_is_shared_with_no_organisation(world: World) -> None:
    waiting = propose(by=world.by, person=world.person, terms=terms(world))
    Person.objects.filter(pk=world.person.pk).update(is_protected=True)
    with pytest.raises(DomainError, match="protégé"):
        propose(by=world.by, person=world.person, terms=terms(world))
    with pytest.raises(DomainError, match="protégé"):
        give(by=world.by, agreement=waiting, proof=AgreementProof.VOICE)
    assert not holds_key(world)


def test_a_partitioned_organisation_shares_nothing(world: World) -> None:
    Organisation.objects.filter(pk=world.operator.pk).update(
        is_partitioned=True, partitioned_at=clock.now()
    )
    with pytest.raises(DomainError, match="cloisonnée"):
        propose(by=world.by, person=world.person, terms=terms(world))


def test_a_proposal_that_is_over_is_not_given(world: World) -> None:
    until = clock.today() + timedelta(days=3)
    waiting = propose(by=world.by, person=world.person, terms=terms(world, until=until))
    with (
        clock.stopped_at(clock.now() + timedelta(days=4)),
        pytest.raises(DomainError, match="ne se donne plus"),
    ):
        give(by=world.by, agreement=waiting, proof=AgreementProof.VOICE)
    assert not holds_key(world)


def test_a_consent_needs_a_proof_and_shared_secrecy_none(world: World) -> None:
    waiting = propose(by=world.by, person=world.person, terms=terms(world))
    with pytest.raises(DomainError, match="comment la personne"):
        give(by=world.by, agreement=waiting)
    assert given(world, basis=Basis.SHARED_SECRECY).proof == ""


def test_who_follows_decides_nothing_alone(world: World) -> None:
    """Neither a colleague nor a partner decides; who accompanies hears, and shares nothing."""
    waiting = propose(by=world.by, person=world.person, terms=terms(world))
    for name in ("bastien", "elodie", "franck"):
        with pytest.raises(NotAllowed):
            propose(by=world.actor(name), person=world.person, terms=terms(world))
        with pytest.raises(NotAllowed):
            withdraw(by=world.actor(name), agreement=waiting)
    followed_by(world, world.bastien)
    with pytest.raises(NotAllowed):
        give(by=world.actor("bastien"), agreement=waiting, proof=AgreementProof.VOICE)
    assert refuse(by=world.actor("bastien"), agreement=waiting).state == AgreementState.REFUSED


# --- The two grounds ------------------------------------------------------------------------------


def test_shared_secrecy_carries_the_necessary_alone(world: World) -> None:
    for field in (SharedField.NARRATIVE, SharedField.HEALTH, SharedField.BIRTH):
        with pytest.raises(DomainError, match="strictement nécessaire"):
            given(world, basis=Basis.SHARED_SECRECY, fields=(SharedField.FIRST_NAME, field))
    assert given(world, fields=(SharedField.NARRATIVE,)).is_consent


@pytest.mark.parametrize("purpose", Purpose)
def test_what_was_told_is_never_necessary(purpose: Purpose) -> None:
    assert not {SharedField.NARRATIVE, SharedField.HEALTH} & necessary(purpose)


@drawn(st.sampled_from(Purpose), st.sets(st.sampled_from(SharedField)))
def test_consent_bounds_nothing_and_secrecy_its_list(
    purpose: Purpose, fields: set[SharedField]
) -> None:
    assert beyond(Basis.CONSENT, purpose, fields) == []
    refused = set(beyond(Basis.SHARED_SECRECY, purpose, fields))
    assert refused == fields - necessary(purpose)


# --- Moves, numbers, log --------------------------------------------------------------------------


@pytest.mark.parametrize("left", AgreementState)
@pytest.mark.parametrize(
    "reached", [AgreementState.GIVEN, AgreementState.REFUSED, AgreementState.WITHDRAWN]
)
def test_every_move_is_that_of_the_table(
    world: World, left: AgreementState, reached: AgreementState
) -> None:
    one = propose(by=world.by, person=world.person, terms=terms(world))
    if left in (AgreementState.GIVEN, AgreementState.WITHDRAWN):
        one = give(by=world.by, agreement=one, proof=AgreementProof.SIGNATURE)
    if left == AgreementState.WITHDRAWN:
        one = withdraw(by=world.by, agreement=one)
    if left == AgreementState.REFUSED:
        one = refuse(by=world.by, agreement=one)
    acts = {
        AgreementState.GIVEN: lambda: give(by=world.by, agreement=one, proof=AgreementProof.VOICE),
        AgreementState.REFUSED: lambda: refuse(by=world.by, agreement=one),
        AgreementState.WITHDRAWN: lambda: withdraw(by=world.by, agreement=one),
    }
    before = AgreementMove.objects.count()
    if reached in AGREEMENT_MOVES[left]:
        assert acts[reached]().state == reached
        assert AgreementMove.objects.count() == before + 1
        return
    with pytest.raises(DomainError, match="Cet accord est"):
        acts[reached]()
    assert Agreement.objects.get(pk=one.pk).state == left
    assert AgreementMove.objects.count() == before


def test_what_was_never_given_is_not_withdrawn(world: World) -> None:
    waiting = propose(by=world.by, person=world.person, terms=terms(world))
    with pytest.raises(DomainError, match="rien à retirer"):
        withdraw(by=world.by, agreement=waiting)


def test_numbers_follow_what_was_given_and_never_change(world: World) -> None:
    first = given(world)
    waiting = propose(by=world.by, person=world.person, terms=terms(world))
    assert waiting.number is None
    withdraw(by=world.by, agreement=first)
    second = given(world, fields=(SharedField.ROUTE,))
    assert (first.number, second.number) == (1, 2)


def test_an_agreement_ends_twelve_months_later_unless_sooner(world: World) -> None:
    with clock.stopped_at(clock.now().replace(year=2027, month=1, day=31, hour=12)):
        assert given(world).until == date(2028, 1, 31)


# --- The key, the notice, the journal -------------------------------------------------------------


def test_giving_shares_the_key_and_withdrawing_takes_it_away(world: World) -> None:
    with pytest.raises(NoKey):
        opened_by_partner(world)
    first, second = given(world), given(world, fields=(SharedField.ROUTE,))
    assert opened_by_partner(world) == "Yaya"
    withdraw(by=world.by, agreement=first)
    assert holds_key(world)
    assert Person.objects.visible_to(world.actor("elodie")).exists()
    withdraw(by=world.by, agreement=second)
    assert not holds_key(world)
    assert not Person.objects.visible_to(world.actor("elodie")).exists()
    with pytest.raises(NoKey):
        opened_by_partner(world)


def test_what_is_written_after_the_share_opens_with_another_key(world: World) -> None:
    before = Wrap.objects.filter(organisation=world.operator.pk).count()
    withdraw(by=world.by, agreement=given(world))
    assert Wrap.objects.filter(organisation=world.operator.pk).count() == before + 1


def test_withdrawing_consent_leaves_shared_secrecy(world: World) -> None:
    given(world, basis=Basis.SHARED_SECRECY)
    withdraw(by=world.by, agreement=given(world))
    assert holds_key(world)


def test_a_share_ends_on_its_day_without_a_job_and_its_key_in_the_night(world: World) -> None:
    until = clock.today() + timedelta(days=2)
    given(world, until=until)
    with clock.stopped_at(clock.now() + timedelta(days=2)):
        assert Person.objects.visible_to(world.actor("elodie")).exists()
        assert close_ended(Author.system("test")) == 0
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        assert not Person.objects.visible_to(world.actor("elodie")).exists()
        assert holds_key(world)
        assert close_ended(Author.system("test")) == 1
        assert not holds_key(world)
        assert close_ended(Author.system("test")) == 0


def test_recipients_are_told_without_a_name_and_once(world: World) -> None:
    one, two = given(world), given(world, fields=(SharedField.ROUTE,))
    told_to = Notification.objects.filter(kind="shared-files").order_by("recipient")
    assert {row.recipient for row in told_to} == {world.elodie.pk, world.marc.pk}
    assert len(told_to) == 2
    withdraw(by=world.by, agreement=one)
    withdraw(by=world.by, agreement=two)
    rows = Notification.objects.filter(recipient=world.elodie.pk).order_by("created_at", "pk")
    said = " ".join(f"{row.subject} {row.body} {row.link}" for row in rows)
    assert "Un partage a pris fin" in said
    for secret in ("Yanis", "Yaya", "Aubry", "Passerelles", "Garnier", str(world.person.pk)):
        assert secret not in said
    assert all(row.sensitive for row in rows)


def test_each_act_leaves_its_line_in_the_journal(world: World) -> None:
    withdraw(by=world.by, agreement=given(world))
    written = JournalEntry.objects.filter(
        kind="person-file", object_id=world.person.pk, action__startswith="agreement."
    ).order_by("number")
    assert [row.action.removeprefix("agreement.") for row in written] == [
        "propose",
        "give",
        "withdraw",
    ]
    assert written[1].fields == "contact,identity"


def test_everything_outside_stops_at_once(world: World) -> None:
    given(world)
    given(world, basis=Basis.SHARED_SECRECY)
    assert stop_sharing(by=world.by, person=world.person) == 2
    assert not holds_key(world)
