"""Signals under the role of the web server, whose policies hide the rows of others.

On SQLite the same acts run in the same scopes, where nothing hides them.
"""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from o2r.accounts.acting import actor_for
from o2r.accounts.models import Organisation, User
from o2r.outreach.enums import SignalState
from o2r.outreach.models import PartnerSignal, SignalLink
from o2r.outreach.services import signal_answering as acts
from o2r.outreach.services.signalling import withdraw_signal
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.outreach.noted import momo
from tests.outreach.signalled import a_link, by_link, from_account, link, project
from tests.outreach.test_signal_pages import CODE, OTHER, typed
from tests.people.test_agreements_behind_the_belt import acting, as_the_site

__all__ = ["connection", "link", "momo", "project"]

only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")


def seen(user: User) -> set[UUID]:
    """What the database alone lets somebody reach."""
    organisation = actor_for(user).organisation
    assert organisation
    with acting(user, organisation):
        return set(PartnerSignal.objects.order_by("pk").values_list("pk", flat=True))


def test_without_an_account_one_sends_follows_and_takes_back(client: Client, sami: User) -> None:
    address = reverse("signal:write", args=[a_link(sami, CODE)[1]])
    with as_the_site():
        assert client.post(address, typed()).status_code == 302
        assert client.get(reverse("signal:follow", args=[OTHER])).status_code == 200
        assert client.post(reverse("signal:withdraw", args=[OTHER])).status_code == 302
    assert PartnerSignal.objects.get().state == SignalState.WITHDRAWN


def test_an_adviser_sends_and_takes_back_and_the_team_answers(
    karim: User, ines: User, passerelles: Organisation, project: Any
) -> None:
    here = actor_for(karim).organisation
    assert here
    with acting(karim, here):
        one = from_account(karim, passerelles)
    with acting(ines, passerelles.pk):
        acts.take_signal(by=actor_for(ines), signal=one, who=ines.pk)
    with acting(karim, here):
        withdraw_signal(by=actor_for(karim), signal=one)
    assert PartnerSignal.objects.get().state == SignalState.WITHDRAWN


def test_the_team_works_from_its_pages(
    client: Client, ines: User, link: SignalLink, momo: Person
) -> None:
    one = by_link(link)
    enter(client, ines)
    with as_the_site():
        assert client.get(reverse("outreach:signal", args=[one.pk])).status_code == 200
        client.post(reverse("outreach:signal_met", args=[one.pk]), {"person": str(momo.pk)})
        assert client.get(reverse("outreach:signal", args=[one.pk])).status_code == 200
    assert PartnerSignal.objects.get().person == momo


@only_postgresql
def test_the_database_alone_hides_them(
    karim: User,
    lina: User,
    hugo: User,
    ines: User,
    passerelles: Organisation,
    project: Any,
    momo: Person,
) -> None:
    one = from_account(karim, passerelles)
    assert [seen(user) for user in (ines, hugo, karim, lina)] == [
        {one.pk},
        {one.pk},
        {one.pk},
        set(),
    ]
    acts.signal_met(by=actor_for(ines), signal=one, person=momo.pk)
    assert seen(ines) == {one.pk}
    assert not seen(hugo)
