"""An account suspended at once: by a colleague who manages accounts, by the operator."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from o2r.accounts import services
from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership
from o2r.accounts.signin.models import OpenSession
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.core.watch.models import Alert, Block
from o2r.core.watch.selectors import blocked
from o2r.core.watch.services import lift_block
from tests.accounts.factories import MembershipFactory, UserFactory, enter, someone

WHY = "Téléphone volé ce matin"


@pytest.fixture
def nadege() -> Membership:
    return someone(manages_accounts=True)


@pytest.fixture
def odile(nadege: Membership) -> Membership:
    return someone(organisation=nadege.organisation, is_dpo=True)


@pytest.fixture
def ines(nadege: Membership) -> Membership:
    return someone(MembershipRole.CASEWORKER, nadege.organisation)


def suspend(by: Membership, whom: Membership, reason: str = WHY) -> Block:
    return services.suspend_member(by=actor_for(by.user), membership=whom, reason=reason)


def told(kind: str) -> set[object]:
    rows = Notification.objects.filter(kind=kind).order_by("pk")
    return set(rows.values_list("recipient", flat=True))


def test_a_manager_suspends_a_colleague_by_the_page(
    client: Client, nadege: Membership, odile: Membership, ines: Membership
) -> None:
    theirs = enter(Client(), ines.user)
    assert OpenSession.objects.filter(user=ines.user).exists()
    assert theirs.get(reverse("accounts:people")).status_code == 200
    enter(client, nadege.user)
    person = reverse("accounts:person", args=[ines.pk])
    page = reverse("accounts:suspension", args=[ines.pk])
    assert page in client.get(person).content.decode()
    assert client.post(page, {"reason": " "}).status_code == 200
    assert blocked(ines.user_id) is None
    assert client.post(page, {"reason": WHY}).url == person
    after = client.get(person).content.decode()
    assert "Compte suspendu" in after
    assert page not in after
    # The session is closed, and a new one opens nothing.
    assert not OpenSession.objects.filter(user=ines.user).exists()
    assert theirs.get(reverse("accounts:people")).status_code == 302
    assert enter(Client(), ines.user).get(reverse("accounts:people")).status_code == 403
    assert told("abuse-alert") == {nadege.user_id, odile.user_id}
    entry = JournalEntry.objects.get(kind="membership", object_id=ines.pk, reason="suspended")
    assert (entry.user, entry.chain, entry.action) == (
        nadege.user_id,
        nadege.organisation_id,
        "update",
    )
    alert = Alert.objects.get()
    assert WHY in client.get(reverse("watch:alert", args=[alert.pk])).content.decode()


def test_a_suspension_is_lifted_and_may_come_again(nadege: Membership, ines: Membership) -> None:
    for reason in (WHY, "Encore volé"):
        block = suspend(nadege, ines, reason)
        assert block.reason == reason
        with pytest.raises(DomainError, match="déjà suspendu"):
            suspend(nadege, ines)
        lift_block(by=actor_for(nadege.user).author, block=block, reason="Rappelée, c’est elle")
        assert blocked(ines.user_id) is None


def test_nobody_suspends_themselves_a_candidate_nor_someone_elsewhere(
    client: Client, nadege: Membership, ines: Membership
) -> None:
    with pytest.raises(DomainError, match="son propre compte"):
        suspend(nadege, nadege)
    own = enter(client, nadege.user).get(reverse("accounts:person", args=[nadege.pk]))
    assert reverse("accounts:suspension", args=[nadege.pk]) not in own.content.decode()
    candidate = someone(MembershipRole.CANDIDATE, nadege.organisation)
    with pytest.raises(DomainError, match="inscrite seule"):
        suspend(nadege, candidate)
    colleague = someone(MembershipRole.COORDINATOR, nadege.organisation)
    for person in (colleague, someone(manages_accounts=True)):
        with pytest.raises(NotAllowed):
            suspend(person, ines)
    assert not Block.objects.exists()


def test_the_other_organisations_of_the_person_are_told(
    nadege: Membership, odile: Membership, ines: Membership
) -> None:
    camille = someone(MembershipRole.PLATFORM_MANAGER)
    there = MembershipFactory(user=ines.user)
    guardian = someone(organisation=there.organisation, is_dpo=True)
    suspend(nadege, ines)
    assert told("rights-changed") == {guardian.user_id}
    suspend(nadege, odile)
    assert told("rights-changed") == {guardian.user_id, camille.user_id}


def test_a_suspended_manager_does_not_count_as_a_manager(nadege: Membership) -> None:
    sami = someone(organisation=nadege.organisation, manages_accounts=True)
    suspend(nadege, sami)
    with pytest.raises(DomainError, match="la seule à gérer"):
        services.end_membership(by=actor_for(nadege.user), membership=nadege)


def test_the_operator_suspends_an_account_from_the_console(ines: Membership) -> None:
    camille = someone(MembershipRole.PLATFORM_MANAGER)
    theirs = enter(Client(), ines.user)
    output = io.StringIO()
    call_command("suspend_account", ines.user.email.upper(), "--reason", WHY, stdout=output)
    assert ines.user.display_name in output.getvalue()
    assert theirs.get(reverse("accounts:people")).status_code == 302
    block = blocked(ines.user_id)
    assert block.reason == WHY
    assert told("abuse-alert") == {camille.user_id}
    assert JournalEntry.objects.get(kind="account", action="update").role == "system:console"
    with pytest.raises(CommandError, match="déjà suspendu"):
        call_command("suspend_account", ines.user.email, "--reason", WHY)
    lift_block(by=actor_for(camille.user).author, block=block, reason="Vérifié")
    assert blocked(ines.user_id) is None


def test_a_manager_suspends_again_without_answering_the_alert_of_the_platform(
    nadege: Membership, ines: Membership
) -> None:
    camille = someone(MembershipRole.PLATFORM_MANAGER)
    call_command("suspend_account", ines.user.email, "--reason", WHY)
    lift_block(by=actor_for(camille.user).author, block=blocked(ines.user_id), reason="Vérifié")
    block = suspend(nadege, ines)
    assert (block.alert.organisation, block.alert.state) == (None, "new")
    assert blocked(ines.user_id) == block


def test_the_console_says_what_is_missing(ines: Membership) -> None:
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("suspend_account", "personne@nulle-part.example", "--reason", WHY)
    with pytest.raises(CommandError, match="en une phrase"):
        call_command("suspend_account", ines.user.email, "--reason", "  ")
    closed = UserFactory(is_active=False)
    with pytest.raises(CommandError, match="déjà fermé"):
        call_command("suspend_account", closed.email, "--reason", WHY)
    with pytest.raises(NotAllowed):
        services.suspend_account(by=actor_for(ines.user), user=closed, reason=WHY)
    assert not Block.objects.exists()
