"""A refusal leaves the same trace on every page about something personal, whoever raised it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole, OrganisationKind, OrganisationState
from o2r.accounts.models import Membership, Team
from o2r.accounts.refusals import UNREACHABLE
from o2r.core import clock
from o2r.core.journal.models import JournalEntry
from o2r.core.watch.enums import Action
from o2r.core.watch.models import ObservedEvent
from tests.accounts.factories import OrganisationFactory, enter, someone


@pytest.fixture
def odile() -> Membership:
    return someone(is_dpo=True)


@pytest.mark.parametrize(
    ("route", "kind"),
    [
        ("watch:alert", "alert"),
        ("retention:request", "rights-request"),
        ("accounts:person", "membership"),
    ],
)
def test_pages_of_core_and_of_the_door_alike(
    client: Client, odile: Membership, route: str, kind: str
) -> None:
    asked = uuid4()
    assert enter(client, odile.user).get(reverse(route, args=[asked])).status_code == 404
    entry = JournalEntry.objects.get(kind=kind, decision="deny")
    assert (entry.user, entry.chain) == (odile.user_id, odile.organisation_id)
    assert (entry.object_id, entry.reason) == (asked, UNREACHABLE)
    assert ObservedEvent.objects.filter(action=Action.REFUSED, user=odile.user_id).count() == 1


def test_a_door_that_no_rule_opens_too(client: Client) -> None:
    held = someone(MembershipRole.RESEARCHER)
    assert enter(client, held.user).get(reverse("watch:alerts")).status_code == 404
    entry = JournalEntry.objects.get(kind="alert", decision="deny")
    assert (entry.user, entry.object_id) == (held.user_id, None)


def test_a_visitor_and_what_is_not_personal_leave_none(client: Client, odile: Membership) -> None:
    client.get(reverse("accounts:person", args=[uuid4()]))
    enter(client, odile.user).get(reverse("accounts:organisation", args=[uuid4()]))
    assert not JournalEntry.objects.filter(decision="deny").exists()


def test_names_of_a_team_wait_for_the_first_day(client: Client) -> None:
    ines = someone(MembershipRole.OUTREACH_WORKER)
    team = Team.objects.create(organisation=ines.organisation, name="Maraude")
    ines.teams.add(team)
    page = reverse("accounts:team", args=[team.pk])
    tomorrow = clock.now() + timedelta(hours=24)
    newcomer = someone(MembershipRole.CASEWORKER, ines.organisation, personal_data_from=tomorrow)
    text = enter(client, newcomer.user).get(page).content.decode()
    assert ines.user.display_name not in text
    assert "vingt-quatre premières heures" in text
    colleague = someone(MembershipRole.CASEWORKER, ines.organisation)
    text = enter(Client(), colleague.user).get(page).content.decode()
    assert ines.user.display_name in text
    read = JournalEntry.objects.get(kind="membership", action="list")
    assert read.user == colleague.user_id


def test_who_asks_to_manage_is_read_by_decision_and_journaled(client: Client) -> None:
    place = OrganisationFactory(region="84", state=OrganisationState.DECLARED)
    asking = someone(organisation=place, asks_to_manage=True, approved_at=None)
    dreets = OrganisationFactory(kind=OrganisationKind.DREETS, region="84")
    helene = someone(MembershipRole.STATE_OFFICER, dreets)
    page = reverse("accounts:entrust", args=[place.pk])
    assert asking.user.email in enter(client, helene.user).get(page).content.decode()
    read = JournalEntry.objects.get(kind="membership", action="list")
    assert (read.user, read.basis) == (helene.user_id, "territory")
    # The person's own page stays closed to the State.
    person = reverse("accounts:person", args=[asking.pk])
    assert client.get(person).status_code == 404
