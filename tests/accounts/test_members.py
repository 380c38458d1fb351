"""Rights of people, teams, the last manager, leaving."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from o2r.accounts import services
from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import COOLING, Membership, Team
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.services import Rights
from o2r.core import clock
from o2r.core.belt import system_scope
from o2r.core.journal.models import JournalEntry
from tests.accounts.factories import enter, someone

MEMBER = Rights(MembershipRole.MEMBER)
MANAGER = Rights(MembershipRole.MEMBER, manages_accounts=True)


@pytest.fixture
def nadege() -> Membership:
    return someone(manages_accounts=True)


@pytest.fixture
def sami(nadege: Membership) -> Membership:
    return someone(organisation=nadege.organisation, manages_accounts=True)


@pytest.fixture
def ines(nadege: Membership) -> Membership:
    return someone(MembershipRole.CASEWORKER, nadege.organisation)


def change(by: Membership, whom: Membership, rights: Rights) -> Membership:
    return services.change_rights(by=actor_for(by.user), membership=whom, rights=rights)


def test_the_last_manager_is_neither_lowered_nor_removed(nadege: Membership) -> None:
    with pytest.raises(DomainError, match="la seule à gérer"):
        change(nadege, nadege, MEMBER)
    with pytest.raises(DomainError, match="la seule à gérer"):
        services.end_membership(by=actor_for(nadege.user), membership=nadege)
    platform = someone(MembershipRole.PLATFORM_MANAGER)
    with pytest.raises(DomainError, match="la seule à gérer"):
        services.end_membership(by=actor_for(platform.user), membership=nadege)


@pytest.mark.parametrize(
    "more",
    [
        Rights(MembershipRole.COORDINATOR, manages_accounts=True),
        Rights(MembershipRole.MEMBER, manages_accounts=True, is_dpo=True),
    ],
)
def test_a_manager_does_not_raise_their_own_rights(
    nadege: Membership, sami: Membership, more: Rights
) -> None:
    with pytest.raises(DomainError, match="ses propres droits"):
        change(nadege, nadege, more)
    assert change(sami, nadege, more)


def test_a_manager_may_lower_their_own_rights(nadege: Membership, sami: Membership) -> None:
    assert change(nadege, nadege, MEMBER).manages_accounts is False


def test_the_platform_does_not_choose_the_rights_inside_an_organisation(
    nadege: Membership, ines: Membership
) -> None:
    platform = someone(MembershipRole.PLATFORM_MANAGER)
    with pytest.raises(DomainError, match="ne permet pas"):
        change(platform, ines, Rights(MembershipRole.COORDINATOR))


def test_who_starts_to_meet_people_waits_for_a_day(nadege: Membership, ines: Membership) -> None:
    tom = someone(organisation=nadege.organisation)
    changed = change(nadege, tom, Rights(MembershipRole.CASEWORKER))
    assert changed.personal_data_from > clock.now() + COOLING / 2
    before = ines.personal_data_from
    kept = change(nadege, ines, Rights(MembershipRole.OUTREACH_WORKER))
    assert kept.personal_data_from == before


def test_each_change_is_journaled_without_values(nadege: Membership, ines: Membership) -> None:
    change(nadege, ines, MEMBER)
    entry = JournalEntry.objects.get(kind="membership", action="update")
    assert (entry.user, entry.chain) == (nadege.user_id, nadege.organisation_id)
    assert ines.user.email not in str(vars(entry))


@pytest.mark.parametrize("role", [MembershipRole.COORDINATOR, MembershipRole.MEMBER])
def test_others_change_nobody(nadege: Membership, ines: Membership, role: MembershipRole) -> None:
    colleague = someone(role, nadege.organisation)
    stranger = someone(role, manages_accounts=True)
    for person in (colleague, stranger):
        with pytest.raises(NotAllowed):
            change(person, ines, MANAGER)
        with pytest.raises(NotAllowed):
            services.end_membership(by=actor_for(person.user), membership=ines)


def test_leaving_takes_effect_at_the_next_request(
    client: Client, nadege: Membership, ines: Membership
) -> None:
    enter(client, ines.user)
    people = reverse("accounts:people")
    assert client.get(people).status_code == 200
    services.end_membership(by=actor_for(nadege.user), membership=ines)
    assert client.get(people).status_code == 404
    with pytest.raises(DomainError, match="ne fait plus partie"):
        services.end_membership(by=actor_for(nadege.user), membership=ines)


def test_a_caseload_needs_a_receiver_before_its_holder_leaves(
    client: Client, nadege: Membership, ines: Membership
) -> None:
    hugo = someone(MembershipRole.CASEWORKER, nadege.organisation)
    record = SampleRecord.objects.create(organisation=nadege.organisation, referent=ines.user)
    enter(client, nadege.user)
    page = reverse("accounts:departure", args=[ines.pk])
    assert "1 dossiers suivis" in client.get(page).content.decode()
    assert client.post(page).status_code == 200
    assert Membership.objects.current().filter(pk=ines.pk).exists()
    assert client.post(page, {"receiver": str(hugo.user_id)}).status_code == 302
    record.refresh_from_db()
    assert record.referent == hugo.user
    assert not Membership.objects.current().filter(pk=ines.pk).exists()


def test_pages_of_people(client: Client, nadege: Membership, ines: Membership) -> None:
    enter(client, nadege.user)
    assert ines.user.email in client.get(reverse("accounts:people")).content.decode()
    rights = reverse("accounts:rights", args=[ines.pk])
    assert ines.user.email in client.get(rights).content.decode()
    given = {"role": MembershipRole.COORDINATOR, "is_dpo": "on"}
    assert client.post(rights, given).status_code == 302
    ines.refresh_from_db()
    assert (ines.role, ines.is_dpo) == (MembershipRole.COORDINATOR, True)
    colleague = someone(MembershipRole.CASEWORKER, nadege.organisation)
    seen = enter(Client(), colleague.user).get(reverse("accounts:person", args=[ines.pk]))
    assert str(ines.user) in seen.content.decode()
    assert ines.user.email not in seen.content.decode()
    stranger = someone(manages_accounts=True)
    hidden = enter(Client(), stranger.user).get(reverse("accounts:person", args=[ines.pk]))
    assert hidden.status_code == 404


def test_teams_are_made_filled_renamed_and_deleted(
    client: Client, nadege: Membership, ines: Membership
) -> None:
    enter(client, nadege.user)
    teams = reverse("accounts:teams")
    assert client.post(teams, {"name": "  Bus   de nuit "}).status_code == 302
    team = Team.objects.get(name="Bus de nuit")
    assert client.post(teams, {"name": "BUS DE NUIT"}).status_code == 200
    page = reverse("accounts:team", args=[team.pk])
    stranger = someone(MembershipRole.CASEWORKER)
    client.post(page, {"members": [str(ines.pk)]})
    assert list(team.memberships.order_by("pk")) == [ines]
    services.choose_members(by=actor_for(nadege.user), team=team, members=[stranger.pk])
    assert not team.memberships.exists()
    client.post(page, {"name": "Bus du soir"})
    assert Team.objects.get(pk=team.pk).name == "Bus du soir"
    assert enter(Client(), ines.user).post(page, {"name": "x"}).status_code == 404
    assert client.post(reverse("accounts:delete_team", args=[team.pk])).status_code == 302
    assert not Team.objects.exists()


class AlwaysAManager(TestCase):
    """Whatever managers do to one another, someone can still open the accounts."""

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans(), st.booleans()),
            max_size=8,
        )
    )
    def test_never_without_a_manager(self, acts: list[tuple[int, int, bool, bool]]) -> None:
        first = someone(manages_accounts=True)
        people = [first, *(someone(organisation=first.organisation) for _ in range(2))]
        for by, whom, leaves, manages in acts:
            try:
                if leaves:
                    services.end_membership(by=actor_for(people[by].user), membership=people[whom])
                else:
                    change(
                        people[by],
                        people[whom],
                        Rights(MembershipRole.MEMBER, manages_accounts=manages),
                    )
            except DomainError:
                pass
            place = first.organisation
            assert Membership.objects.managers().filter(organisation=place).exists()


def _at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Run acts together; one after the other on SQLite, which lets one transaction write."""
    refused: list[Exception] = []
    together = len(acts) if connection.vendor == "postgresql" else 1
    gate = threading.Barrier(together)

    def run(act: Callable[[], object]) -> None:
        gate.wait(timeout=30)
        try:
            with system_scope("test"):
                act()
        except DomainError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
        if together == 1:
            thread.join(timeout=60)
    for thread in threads:
        thread.join(timeout=60)
    return refused


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_remove_each_other_leave_one() -> None:
    nadege = someone(manages_accounts=True)
    sami = someone(organisation=nadege.organisation, manages_accounts=True)
    by_nadege, by_sami = actor_for(nadege.user), actor_for(sami.user)
    refused = _at_once(
        lambda: services.end_membership(by=by_nadege, membership=sami),
        lambda: services.end_membership(by=by_sami, membership=nadege),
    )
    assert len(refused) == 1
    managers = Membership.objects.managers().filter(organisation=nadege.organisation)
    assert managers.count() == 1
