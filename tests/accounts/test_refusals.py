"""A refusal leaves the same trace on every page about something personal, whoever raised it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import Membership
from o2r.accounts.refusals import UNREACHABLE
from o2r.core.journal.models import JournalEntry
from o2r.core.watch.enums import Action
from o2r.core.watch.models import ObservedEvent
from tests.accounts.factories import enter, someone


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
