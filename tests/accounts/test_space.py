"""The home, the header, the welcome, the organisation acted for, who is told of what."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts import services
from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole
from o2r.accounts.guardians import guardians_of
from o2r.accounts.helping import may_help
from o2r.accounts.models import Organisation, User
from o2r.core.journal import words
from o2r.core.notifications.directory import directory
from o2r.core.watch.registry import guardians
from tests.accounts.factories import MembershipFactory, UserFactory, enter, someone

HOME = reverse("accounts:home")


@pytest.mark.parametrize("role", list(MembershipRole))
def test_no_home_is_empty(client: Client, role: MembershipRole) -> None:
    enter(client, someone(role).user)
    page = client.get(HOME).content.decode()
    assert 'class="card__title"' in page or 'class="empty__title"' in page


def test_without_an_organisation_the_home_says_whom_to_ask(client: Client) -> None:
    enter(client, UserFactory())
    assert "Demandez une invitation" in client.get(HOME).content.decode()


def test_the_first_visit_is_welcomed_in_three_steps(client: Client) -> None:
    nora = someone(MembershipRole.CASEWORKER, user=UserFactory(welcomed_at=None)).user
    enter(client, nora)
    first = client.get(HOME)
    assert first.url == reverse("accounts:welcome")
    second = client.post(first.url, {"display_name": "Nora Vidal"})
    assert second.url == reverse("accounts:welcome_rules")
    assert "Chaque lecture" in client.get(second.url).content.decode()
    assert client.post(reverse("accounts:welcome_protection")).url == HOME
    assert client.get(HOME).status_code == 200
    assert User.objects.get(pk=nora.pk).display_name == "Nora Vidal"


def test_the_header_says_for_whom_one_acts_and_one_may_choose(client: Client) -> None:
    here = someone(MembershipRole.CASEWORKER)
    there = MembershipFactory(user=here.user, role=MembershipRole.MEMBER)
    elsewhere = someone()
    enter(client, here.user)
    choose = reverse("accounts:choose")
    for one in (there, here):
        client.post(choose, {"membership": str(one.pk)})
        assert f"{one.organisation.name} ({one.get_role_display()})" in (
            client.get(HOME).content.decode()
        )
    client.post(choose, {"membership": str(elsewhere.pk)})
    assert str(elsewhere.organisation) not in client.get(HOME).content.decode()


def test_a_public_page_knows_nobody(client: Client) -> None:
    nora = someone(MembershipRole.CASEWORKER).user
    enter(client, nora)
    assert "acting-bar" not in client.get(reverse("public_map:help")).content.decode()


def test_who_answers_for_an_organisation() -> None:
    nadege = someone(manages_accounts=True)
    odile = someone(organisation=nadege.organisation, is_dpo=True)
    someone(MembershipRole.CASEWORKER, nadege.organisation)
    camille = someone(MembershipRole.PLATFORM_MANAGER)
    both = {nadege.user_id, odile.user_id}
    assert {one.user for one in guardians().guardians_of(nadege.organisation_id)} == both
    assert [one.user for one in guardians_of(None)] == [camille.user_id]
    assert words.user_names([nadege.user_id]) == {nadege.user_id: nadege.user.display_name}
    facts = guardians().facts([nadege.user_id])[nadege.user_id]
    assert facts.name.surname
    Organisation.objects.filter(pk=nadege.organisation_id).update(time_zone="Indian/Reunion")
    assert str(directory().time_zone(nadege.user_id)) == "Indian/Reunion"


def test_who_may_take_off_a_lost_second_factor() -> None:
    nadege = someone(manages_accounts=True)
    ines = someone(MembershipRole.CASEWORKER, nadege.organisation)
    stranger = someone(manages_accounts=True)
    assert may_help(actor_for(nadege.user), ines.user)
    assert not may_help(actor_for(stranger.user), ines.user)
    assert not may_help(actor_for(ines.user), nadege.user)


def test_the_demonstration_shows_something_on_each_screen(
    client: Client, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    for _ in range(2):
        services.create_demo_accounts(by=CONSOLE)
    for email, name, text in (
        ("helene.aubry@dreets.example", "organisations", "Les Lisières"),
        ("nadege.colin@passerelles.example", "teams", "Maraude du soir"),
        ("nadege.colin@passerelles.example", "invitations", "clara.nivelle"),
    ):
        enter(client, User.objects.get(email=email))
        assert text in client.get(reverse(f"accounts:{name}")).content.decode()
