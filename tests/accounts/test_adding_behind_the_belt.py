"""Rows that give rights: who may add one, under the role of the web server (PostgreSQL)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from o2r.accounts import services
from o2r.accounts.acting import actor_for
from o2r.accounts.enums import MembershipRole
from o2r.accounts.governance.agreements import ask_for_agreement
from o2r.accounts.governance.models import ExportApproval
from o2r.accounts.models import Handover, Invitation, Membership, Substitution
from o2r.accounts.services.members import Rights
from o2r.core import clock
from o2r.core.belt import open_scope, roles
from tests.accounts.factories import OrganisationFactory, someone

pytestmark = pytest.mark.skipif("connection.vendor != 'postgresql'")


@pytest.fixture
def manager() -> Membership:
    return someone(MembershipRole.MEMBER, manages_accounts=True)


@pytest.fixture
def ines(manager: Membership) -> Membership:
    return someone(MembershipRole.CASEWORKER, manager.organisation)


@pytest.fixture
def stranger() -> Membership:
    return someone(MembershipRole.CASEWORKER)


def behind_the_belt(held: Membership, act: Callable[[], Any]) -> Any:
    """Act in the scope of a request of this person, under the role of the web server."""
    with open_scope(user=held.user_id, organisation=held.organisation_id), transaction.atomic():
        _become(roles.APP)
        done = act()
        _become("none")
    return done


def _become(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")


def is_refused(held: Membership, row: Any) -> bool:
    """Whether the database itself refuses that this person adds ``row``, whatever the services."""
    try:
        behind_the_belt(held, row.save)
    except ProgrammingError as error:
        return "row-level security" in str(error)
    return False


def substitution(absent: Membership, substitute: Membership) -> Substitution:
    today = clock.today()
    return Substitution(
        organisation=absent.organisation,
        absent=absent.user,
        substitute=substitute.user,
        first_day=today,
        last_day=today + timedelta(days=7),
    )


def handover(giver: Membership, receiver: Membership) -> Handover:
    return Handover(organisation=giver.organisation, giver=giver.user, receiver=receiver.user)


def invitation(by: Membership) -> Invitation:
    return Invitation(
        organisation=by.organisation,
        email="attendue@organisation.example",
        role=MembershipRole.MEMBER,
        invited_by=by.user,
        on_behalf_of=by.organisation,
        token_hash="empreinte",
        expires_at=clock.now() + timedelta(days=7),
    )


def approval(by: Membership, **fields: object) -> ExportApproval:
    return ExportApproval(
        organisation=by.organisation,
        asked_by=by.user,
        asked_at=clock.now(),
        persons=3,
        purpose="essai",
        **fields,
    )


@pytest.mark.parametrize("make", [substitution, handover])
def test_only_who_organises_the_work_of_the_organisation_adds(
    make: Callable[[Membership, Membership], Any],
    manager: Membership,
    ines: Membership,
    stranger: Membership,
) -> None:
    hugo = someone(MembershipRole.CASEWORKER, ines.organisation)
    sami = someone(MembershipRole.COORDINATOR, ines.organisation)
    for other in (ines, hugo, stranger):
        assert is_refused(other, make(ines, hugo))
    # Who organises one organisation organises no other.
    assert is_refused(manager, make(stranger, ines))
    assert not is_refused(manager, make(ines, hugo))
    assert not is_refused(sami, make(hugo, ines))


def test_nobody_invites_in_the_name_of_another(
    manager: Membership, ines: Membership, stranger: Membership
) -> None:
    assert is_refused(ines, invitation(by=manager))
    assert is_refused(ines, invitation(by=ines))
    assert is_refused(manager, invitation(by=stranger))
    assert not is_refused(manager, invitation(by=manager))


def test_one_asks_to_export_for_oneself_and_agrees_to_nothing(
    ines: Membership, stranger: Membership
) -> None:
    assert is_refused(ines, approval(by=stranger))
    assert is_refused(ines, approval(by=ines, decided_at=clock.now(), is_approved=True))
    assert not is_refused(ines, approval(by=ines))


def test_services_add_what_they_must(manager: Membership, ines: Membership) -> None:
    hugo = someone(MembershipRole.CASEWORKER, ines.organisation)
    today = clock.today()
    behind_the_belt(
        manager,
        lambda: services.substitute(
            by=actor_for(manager.user),
            absent=ines.user,
            replacement=hugo.user,
            first_day=today,
            last_day=today,
        ),
    )
    behind_the_belt(
        ines, lambda: ask_for_agreement(by=actor_for(ines.user), persons=3, purpose="essai")
    )
    assert Substitution.objects.count() == ExportApproval.objects.count() == 1


@pytest.mark.parametrize(
    "role",
    [MembershipRole.MEMBER, MembershipRole.STATE_OFFICER, MembershipRole.PLATFORM_MANAGER],
)
def test_everyone_who_may_invite_still_does(role: MembershipRole) -> None:
    opens = role != MembershipRole.MEMBER
    by = someone(role, manages_accounts=not opens)
    place = OrganisationFactory(region=by.organisation.region) if opens else by.organisation
    rights = Rights(MembershipRole.MEMBER, manages_accounts=opens)
    behind_the_belt(
        by,
        lambda: services.invite(
            by=actor_for(by.user),
            organisation=place,
            email="attendue@organisation.example",
            rights=rights,
        ),
    )
    assert Invitation.objects.get().invited_by == by.user
