"""The digest and the refusals, under the role that the web server has on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from o2r.accounts.enums import MembershipRole
from o2r.core import clock
from o2r.core.belt import roles
from o2r.core.journal.models import JournalEntry
from o2r.core.watch.enums import Action
from o2r.core.watch.models import ObservedEvent
from tests.accounts.factories import enter, someone


@contextmanager
def web_server() -> Iterator[None]:
    _become(roles.APP)
    yield
    _become("none")


def _become(role: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [role])


@pytest.mark.django_db
def test_one_reads_what_was_seen_in_a_place_that_one_has_left() -> None:
    me = someone(MembershipRole.MEMBER)
    colleague = someone(MembershipRole.CASEWORKER, me.organisation)
    reader, visitor = enter(Client(), colleague.user), enter(Client(), me.user)
    with web_server():
        reader.get(reverse("accounts:person", args=[me.pk]))
        reader.get(reverse("accounts:people"))
    me.ended_at = clock.now()
    me.save()
    with web_server():
        page = visitor.get(reverse("governance:own_digest")).content.decode()
    assert "a lu votre appartenance" in page
    assert f"a lu la liste des membres de {me.organisation}" in page


@pytest.mark.django_db
def test_a_refusal_is_written_and_told() -> None:
    me = someone(MembershipRole.CASEWORKER)
    visitor = enter(Client(), me.user)
    with web_server():
        answer = visitor.get(reverse("accounts:person", args=[uuid4()]))
    assert answer.status_code == 404
    entry = JournalEntry.objects.get(decision="deny")
    assert (entry.user, entry.chain, entry.kind) == (me.user_id, me.organisation_id, "membership")
    assert ObservedEvent.objects.filter(action=Action.REFUSED, user=me.user_id).count() == 1
