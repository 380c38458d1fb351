import pytest
from pytest_django import Settings

from o2r.accounts import demo
from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole, OrganisationKind
from o2r.accounts.errors import DemonstrationOnly, DomainError, NotAllowed
from o2r.accounts.models import Membership, Organisation, User
from o2r.accounts.selectors import demo_account, demo_accounts
from o2r.accounts.services import (
    create_demo_accounts,
    create_organisation,
    create_user,
    join_organisation,
)
from tests.accounts.factories import OrganisationFactory, UserFactory, actor, someone

PASSWORD = "un long mot de passe rare"


def test_an_account_is_opened_with_a_password_that_is_never_stored() -> None:
    user = create_user(
        by=CONSOLE, email="Nora@Exemple.example", display_name="Nora", password=PASSWORD
    )
    assert user.email == "nora@exemple.example"
    assert user.check_password(PASSWORD)
    assert PASSWORD not in user.password


def test_an_account_without_password_cannot_sign_in() -> None:
    user = create_user(by=CONSOLE, email="nora@exemple.example", display_name="Nora", password=None)
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"password": "trop court"}, "au moins 14"),
        ({"email": "nora"}, "adresse"),
        ({"display_name": ""}, "vide"),
    ],
)
def test_a_wrong_account_is_refused(fields: dict[str, str], reason: str) -> None:
    given = {"email": "nora@exemple.example", "display_name": "Nora", "password": PASSWORD}
    with pytest.raises(DomainError, match=reason):
        create_user(by=CONSOLE, **{**given, **fields})
    assert not User.objects.exists()


def test_an_address_is_taken_once() -> None:
    UserFactory(email="nora@exemple.example")
    with pytest.raises(DomainError):
        create_user(by=CONSOLE, email="NORA@exemple.example", display_name="N", password=PASSWORD)


def test_a_colleague_neither_records_an_organisation_nor_gives_rights() -> None:
    colleague = actor(MembershipRole.COORDINATOR)
    with pytest.raises(NotAllowed, match="enregistrer une organisation"):
        create_organisation(by=colleague, name="Le Fil", kind=OrganisationKind.ASSOCIATION)
    with pytest.raises(NotAllowed, match="changer les droits"):
        join_organisation(
            by=colleague,
            user=UserFactory(),
            organisation=OrganisationFactory(),
            role=MembershipRole.MEMBER,
        )


def test_who_runs_the_platform_cannot_skip_the_first_day() -> None:
    membership = someone(MembershipRole.PLATFORM_MANAGER)
    with pytest.raises(NotAllowed):
        join_organisation(
            by=actor_for(membership.user),
            user=UserFactory(),
            organisation=OrganisationFactory(),
            role=MembershipRole.MEMBER,
            settled=True,
        )


def test_an_operator_never_holds_a_role_of_the_state() -> None:
    with pytest.raises(DomainError, match="n’existe pas"):
        join_organisation(
            by=CONSOLE,
            user=UserFactory(),
            organisation=OrganisationFactory(),
            role=MembershipRole.STATE_OFFICER,
        )


def test_an_organisation_is_recorded_or_refused_with_its_reason() -> None:
    create_organisation(by=CONSOLE, name="Le Fil", kind=OrganisationKind.ASSOCIATION)
    with pytest.raises(DomainError, match="porte déjà ce nom"):
        create_organisation(by=CONSOLE, name="le fil", kind=OrganisationKind.ASSOCIATION)
    with pytest.raises(DomainError, match="clé de contrôle"):
        create_organisation(
            by=CONSOLE, name="Autre", kind=OrganisationKind.ASSOCIATION, siret="13003013300017"
        )


def test_joining_twice_changes_the_role_only() -> None:
    user, organisation = UserFactory(), OrganisationFactory()
    for role in (MembershipRole.MEMBER, MembershipRole.COORDINATOR):
        join_organisation(by=CONSOLE, user=user, organisation=organisation, role=role)
    assert Membership.objects.get().role == MembershipRole.COORDINATOR


def test_demonstration_accounts_exist_in_a_demonstration_only(settings: Settings) -> None:
    with pytest.raises(DemonstrationOnly):
        create_demo_accounts(by=CONSOLE)
    assert not User.objects.exists()

    settings.DEMONSTRATION = True
    users = create_demo_accounts(by=CONSOLE)
    assert create_demo_accounts(by=CONSOLE) == users
    assert [user.email for user in users] == [account.email for account in demo.ACCOUNTS]
    assert all(user.is_example and not user.has_usable_password() for user in users)
    assert [offered.email for offered in demo_accounts()] == [user.email for user in users]
    assert Organisation.objects.filter(is_example=True).count() == len(demo.ORGANISATIONS)
    assert demo_account(users[0].email.upper()) == users[0]

    settings.DEMONSTRATION = False
    assert demo_accounts() == []
    assert demo_account(users[0].email) is None


def test_invented_people_live_in_domains_that_lead_nowhere() -> None:
    assert all(account.email.endswith(".example") for account in demo.ACCOUNTS)
