"""The home, the header, the welcome, the organisation acted for, who is told of what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from o2r.accounts import answers, demo, services
from o2r.accounts.acting import actor_for
from o2r.accounts.actors import CONSOLE
from o2r.accounts.enums import MembershipRole
from o2r.accounts.guardians import guardians_of
from o2r.accounts.helping import may_help
from o2r.accounts.models import Membership, Organisation, User
from o2r.core import clock
from o2r.core.journal import words
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.directory import directory
from o2r.core.watch.enums import Standing
from o2r.core.watch.quota import standing_of
from o2r.core.watch.registry import guardians
from o2r.core.watch.thresholds import DEFAULTS
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


def test_an_old_account_that_is_let_in_is_not_a_trusted_one() -> None:
    """What the watch knows is the access acted by, not the age of the account."""
    now = clock.now()
    long_ago = now - timedelta(days=900)
    yann = UserFactory()
    User.objects.filter(pk=yann.pk).update(created_at=long_ago)
    someone(MembershipRole.CANDIDATE, user=yann, approved_at=long_ago)
    nadege = someone(manages_accounts=True)
    alone = answers.ACCOUNTS.facts([yann.pk])[yann.pk]
    assert (alone.created_at, alone.created_by) == (long_ago, None)
    joined = someone(
        MembershipRole.CASEWORKER,
        nadege.organisation,
        user=yann,
        created_at=long_ago,
        approved_at=now,
        approved_by=nadege.user,
    )
    facts = guardians().facts([yann.pk])[yann.pk]
    assert (facts.created_at, facts.created_by) == (now, nadege.user_id)
    standing = standing_of(facts, newest_network=None, now=now, limits=DEFAULTS)
    assert standing == Standing.COOLING
    # Elsewhere, where the same person has worked for years, they are the person of years.
    known = someone(
        MembershipRole.CASEWORKER, user=yann, approved_at=long_ago, approved_by=nadege.user
    )
    for held, since in ((known, long_ago), (joined, now)):
        there = answers.ACCOUNTS.facts([yann.pk], held.organisation_id)[yann.pk]
        assert there.created_at == since
    # Who has left keeps the approver that the rules look for.
    Membership.objects.filter(user=yann).update(ended_at=now)
    assert guardians().facts([yann.pk])[yann.pk].created_by == nadege.user_id


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


def test_someone_of_the_demonstration_works_for_two_organisations(
    client: Client, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    services.create_demo_accounts(by=CONSOLE)
    client.post(reverse("accounts:demo_login"), {"email": "karim.tessier@mission-locale.example"})
    choose = reverse("accounts:choose")
    first = client.get(HOME).content.decode()
    assert "Mission locale d’Aubrelieu (conseil chez un partenaire)" in first
    assert choose in first
    karim = User.objects.get(email="karim.tessier@mission-locale.example")
    there = Membership.objects.get(user=karim, organisation__name=demo.OBSERVATORY)
    assert str(there.pk) in client.get(choose).content.decode()
    assert client.post(choose, {"membership": str(there.pk)}).url == HOME
    after = client.get(HOME).content.decode()
    assert "Observatoire du Val d’Essai (équipe, sans accès aux personnes)" in after


def test_people_and_organisations_are_decided_on_page_by_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("o2r.accounts.views.rows.PER_PAGE", 2)
    nadege = someone(MembershipRole.MEMBER, manages_accounts=True)
    for _ in range(4):
        someone(organisation=nadege.organisation)
    enter(client, nadege.user)
    people = reverse("accounts:people")
    pages = [client.get(people, {"page": page}) for page in (1, 2, 3)]
    shown = [[row.obj.pk for row in one.context["rows"]] for one in pages]
    assert [len(one) for one in shown] == [2, 2, 1]
    assert len({pk for one in shown for pk in one}) == 5
    assert "?page=2" in pages[0].content.decode()
    counts = JournalEntry.objects.filter(kind="membership", action="list").order_by("number")
    assert list(counts.values_list("count", flat=True)) == [2, 2, 1]

    enter(client, someone(MembershipRole.NATIONAL_OFFICER).user)
    someone()
    decided: list[object] = []
    subject = Organisation.subject
    monkeypatch.setattr(
        Organisation, "subject", lambda one, by: decided.append(one.pk) or subject(one, by)
    )
    page = client.get(reverse("accounts:organisations"))
    assert len(page.context["rows"]) == 2
    assert set(decided) == {row.obj.pk for row in page.context["rows"]}


@pytest.mark.parametrize(
    ("role", "shown"), [(MembershipRole.STATE_OFFICER, False), (MembershipRole.CASEWORKER, True)]
)
def test_emergencies_are_offered_where_people_are_followed(
    client: Client, role: MembershipRole, shown: bool
) -> None:
    """Who manages the accounts of the DREETS has no opening to review, and makes none."""
    manager = someone(role, manages_accounts=True).user
    page = enter(client, manager).get(HOME).content.decode()
    assert ("Ouvertures en urgence" in page) == shown
    assert client.get(reverse("emergency:ask")).status_code == (200 if shown else 404)


def test_the_index_is_offered_where_the_platform_has_one(
    client: Client, settings: Settings
) -> None:
    enter(client, someone(MembershipRole.COORDINATOR).user)
    cards = ("Déjà accompagnée ailleurs", "Index entre opérateurs")
    for allowed in (True, False):
        settings.INDEX_BETWEEN = allowed
        page = client.get(HOME).content.decode()
        assert all((card in page) == allowed for card in cards)
