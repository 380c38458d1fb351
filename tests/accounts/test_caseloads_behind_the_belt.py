"""Hand-over, leaving and closing by someone who may meet no file, under the role of the web server.

On PostgreSQL the policies hide the files from who manages accounts; on SQLite the same acts run in
the same scope, where nothing hides them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from o2r.accounts import caseload, services
from o2r.accounts.acting import actor_for
from o2r.accounts.enums import InvitationState, MembershipRole
from o2r.accounts.errors import DomainError
from o2r.accounts.models import Handover, Invitation, Membership, Substitution
from o2r.accounts.sample.models import SampleRecord
from o2r.core import clock
from o2r.core.belt import open_scope, roles, scope
from tests.accounts.factories import enter, someone

only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")


@pytest.fixture
def manager() -> Membership:
    """Someone who manages accounts and follows nobody; a colleague could do it too."""
    mine = someone(MembershipRole.MEMBER, manages_accounts=True)
    someone(MembershipRole.MEMBER, mine.organisation, manages_accounts=True)
    return mine


@pytest.fixture
def ines(manager: Membership) -> Membership:
    return someone(MembershipRole.CASEWORKER, manager.organisation)


@pytest.fixture
def hugo(manager: Membership) -> Membership:
    return someone(MembershipRole.CASEWORKER, manager.organisation)


@pytest.fixture
def record(ines: Membership) -> SampleRecord:
    """A protected file: not even who coordinates meets it."""
    return SampleRecord.objects.create(
        organisation=ines.organisation, referent=ines.user, is_protected=True
    )


@contextmanager
def behind_the_belt(held: Membership) -> Iterator[None]:
    """The scope of a request of this person, under the role of the web server."""
    with open_scope(user=held.user_id, organisation=held.organisation_id):
        _become(roles.APP)
        yield
        _become("none")


def _become(role: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")


def hand_over(by: Membership, giver: Membership, receiver: Membership) -> Handover:
    return services.hand_over(by=actor_for(by.user), giver=giver.user, receiver=receiver.user)


@only_postgresql
def test_who_hands_over_meets_no_file(manager: Membership, record: SampleRecord) -> None:
    with behind_the_belt(manager):
        assert not SampleRecord.objects.exists()
        assert caseload.held_by(record.referent, manager.organisation_id)
        # The errand is over: the person is again who they were.
        assert not SampleRecord.objects.exists()


def test_a_manager_hands_over_what_they_cannot_meet(
    manager: Membership, ines: Membership, hugo: Membership, record: SampleRecord
) -> None:
    elsewhere = someone(MembershipRole.CASEWORKER)
    other = SampleRecord.objects.create(organisation=elsewhere.organisation, referent=ines.user)
    with behind_the_belt(manager):
        made = hand_over(manager, ines, hugo)
    record.refresh_from_db()
    other.refresh_from_db()
    assert made.moved == {"dossiers suivis": 1}
    assert record.referent == hugo.user
    assert other.referent == ines.user


def test_a_coordinator_hands_over_protected_files_too(
    ines: Membership, hugo: Membership, record: SampleRecord
) -> None:
    sami = someone(MembershipRole.COORDINATOR, ines.organisation)
    with behind_the_belt(sami):
        hand_over(sami, ines, hugo)
    record.refresh_from_db()
    assert record.referent == hugo.user


def test_pages_count_and_hand_over_for_the_manager(
    client: Client, manager: Membership, ines: Membership, hugo: Membership, record: SampleRecord
) -> None:
    enter(client, manager.user)
    _become(roles.APP)
    page = client.get(reverse("accounts:handovers")).content.decode()
    given = {"giver": str(ines.user_id), "receiver": str(hugo.user_id)}
    answer = client.post(reverse("accounts:new_handover"), given)
    _become("none")
    assert "1 dossiers suivis" in page
    assert answer.status_code == 302
    record.refresh_from_db()
    assert record.referent == hugo.user


def test_nobody_leaves_with_files_that_nobody_takes(
    manager: Membership, ines: Membership, hugo: Membership, record: SampleRecord
) -> None:
    by = actor_for(manager.user)
    with behind_the_belt(manager):
        with pytest.raises(DomainError, match="suit encore 1 dossiers suivis"):
            services.end_membership(by=by, membership=ines)
        services.end_membership(by=by, membership=ines, receiver=hugo.user)
    record.refresh_from_db()
    ines.refresh_from_db()
    assert record.referent == hugo.user
    assert ines.ended_at is not None


def test_an_organisation_does_not_close_on_files_that_someone_follows(
    manager: Membership, record: SampleRecord
) -> None:
    with behind_the_belt(manager), pytest.raises(DomainError, match="suit encore"):
        services.close_organisation(by=actor_for(manager.user), organisation=manager.organisation)


@only_postgresql
def test_without_the_errand_files_would_be_orphaned(
    manager: Membership,
    ines: Membership,
    hugo: Membership,
    record: SampleRecord,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the errand is for is real: the planted bug keeps the role of the web server."""
    monkeypatch.setattr(scope, "_TAKE_ROLE", "SELECT 'none', 'none'")
    with behind_the_belt(manager):
        with pytest.raises(DomainError, match="ne suit rien"):
            hand_over(manager, ines, hugo)
        services.end_membership(by=actor_for(manager.user), membership=ines)
    record.refresh_from_db()
    assert record.referent == ines.user


def test_closing_stops_the_replacements(
    manager: Membership, ines: Membership, hugo: Membership
) -> None:
    today = clock.today()
    with behind_the_belt(manager):
        services.substitute(
            by=actor_for(manager.user),
            absent=ines.user,
            replacement=hugo.user,
            first_day=today,
            last_day=today + timedelta(days=7),
        )
        services.close_organisation(by=actor_for(manager.user), organisation=manager.organisation)
    assert Membership.objects.filter(ended_at=None).count() == 0
    assert Substitution.objects.get().ended_at is not None


def test_who_leaves_by_themselves_leaves_no_open_invitation(manager: Membership) -> None:
    sent = Invitation.objects.create(
        organisation=manager.organisation,
        email="attendue@organisation.example",
        role=MembershipRole.MEMBER,
        invited_by=manager.user,
        on_behalf_of=manager.organisation,
        token_hash="empreinte",
        expires_at=clock.now() + timedelta(days=7),
    )
    with behind_the_belt(manager):
        services.end_membership(by=actor_for(manager.user), membership=manager)
    sent.refresh_from_db()
    assert sent.state == InvitationState.WITHDRAWN
