"""A partitioned organisation: set by its own manager, with notice, and nothing left outside."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts import outlets, services
from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Membership, Organisation
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from tests.accounts.factories import OrganisationFactory, actor, enter, someone


@pytest.fixture
def nadege() -> Membership:
    """Who manages the accounts of a refuge."""
    return someone(manages_accounts=True)


@pytest.fixture
def shared() -> Iterator[dict[UUID, int]]:
    """What an app says is out of each organisation."""
    held: dict[UUID, int] = {}

    def close(*, by: Actor, organisation: UUID) -> int:
        return held.pop(organisation, 0)

    outlets.outlet("test", "accords", count=lambda place: held.get(place, 0), close=close)
    yield held
    del outlets._plugged["test"]


def place_of(held: Membership) -> Organisation:
    return Organisation.objects.get(pk=held.organisation_id)


def test_the_manager_partitions_and_the_others_are_told(nadege: Membership) -> None:
    dpo = someone(organisation=nadege.organisation, is_dpo=True)
    services.partition(by=actor_for(nadege.user), organisation=nadege.organisation)
    place = place_of(nadege)
    assert place.is_partitioned
    assert place.partitioned_at is not None
    told = Notification.objects.get()
    assert told.recipient == dpo.user_id
    assert "cloisonnée" in told.subject
    assert JournalEntry.objects.filter(reason="partitioned", chain=place.pk).exists()
    services.end_partition(by=actor_for(nadege.user), organisation=place)
    again = place_of(nadege)
    assert (again.is_partitioned, again.partitioned_at) == (False, None)


def test_what_is_shared_is_taken_back_only_when_it_is_said(
    nadege: Membership, shared: dict[UUID, int]
) -> None:
    shared[nadege.organisation_id] = 3
    manager = actor_for(nadege.user)
    with pytest.raises(DomainError, match="3 accords"):
        services.partition(by=manager, organisation=nadege.organisation)
    assert not place_of(nadege).is_partitioned
    services.partition(by=manager, organisation=nadege.organisation, takes_back=True)
    assert place_of(nadege).is_partitioned
    assert not shared


@pytest.mark.parametrize(
    "role",
    [
        MembershipRole.OUTREACH_WORKER,
        MembershipRole.COORDINATOR,
        MembershipRole.STATE_OFFICER,
        MembershipRole.PLATFORM_MANAGER,
    ],
)
def test_nobody_else_decides_it(nadege: Membership, role: MembershipRole) -> None:
    inside = role in (MembershipRole.OUTREACH_WORKER, MembershipRole.COORDINATOR)
    who = actor(role, nadege.organisation if inside else None)
    for act in (services.partition, services.end_partition):
        with pytest.raises(NotAllowed):
            act(by=who, organisation=nadege.organisation)


def test_the_page_says_what_happens_then_does_it(
    client: Client, nadege: Membership, shared: dict[UUID, int]
) -> None:
    shared[nadege.organisation_id] = 2
    address = reverse("accounts:partition", args=[nadege.organisation_id])
    stranger = someone(organisation=OrganisationFactory(), manages_accounts=True)
    assert enter(Client(), stranger.user).get(address).status_code == 404
    enter(client, nadege.user)
    assert "2 accords" in client.get(address).content.decode()
    refused = client.post(address)
    assert refused.status_code == 200
    assert not place_of(nadege).is_partitioned
    assert client.post(address, {"takes_back": "on"}).status_code == 302
    assert place_of(nadege).is_partitioned
    page = client.get(reverse("accounts:organisation", args=[nadege.organisation_id]))
    assert "Structure cloisonnée" in page.content.decode()
    client.post(address)
    assert not place_of(nadege).is_partitioned
