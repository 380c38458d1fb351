"""Whoever must answer a request about data is told the day it comes."""

from django.test import Client
from django.urls import reverse

from o2r.core.notifications.models import Notification
from tests.accounts.factories import enter, manager, someone


def test_the_platform_is_told_of_a_request_once_and_without_a_name(client: Client) -> None:
    camille, ines = manager(), someone()
    enter(client, ines.user)
    for details in ("mon nom est mal écrit", "et mon adresse aussi"):
        asked = {"right": "rectification", "details": details}
        assert client.post(reverse("retention:own_request"), asked).status_code == 302
    told = Notification.objects.get(recipient=camille.pk)
    assert "avant le" in told.body
    assert ines.user.display_name not in told.body
    assert enter(Client(), camille).get(told.link).status_code == 200
