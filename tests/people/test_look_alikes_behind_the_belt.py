"""The hint of a likeness under the role of the web server: tokens are written, and read by nobody.

On SQLite the same acts run in the same scopes, where nothing hides them.
"""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from o2r.core.belt import errand, open_scope, roles
from o2r.people.enums import IdentityLevel
from o2r.people.models import LikenessToken, Person
from tests.accounts.factories import enter
from tests.people.factories import Operator
from tests.people.test_agreements_behind_the_belt import as_the_site

AWA = {"first_name": "Awa", "last_name": "Koné", "level": IdentityLevel.DECLARED.value}
HINT = "Vous suivez peut-être déjà cette personne"


def test_a_file_opened_on_the_site_is_hinted_at_to_who_follows_it_alone() -> None:
    place = Operator()
    ines, bastien = enter(Client(), place.ines), enter(Client(), place.bastien)
    typed = {"first_name": "Hawa", "last_name": "Coné"}
    with as_the_site():
        assert ines.post(reverse("people:open"), AWA).status_code == 302
        assert HINT in ines.post(reverse("people:look_alikes"), typed).text
        assert HINT not in bastien.post(reverse("people:look_alikes"), typed).text
        bastien.post(reverse("people:open"), AWA)
    assert Person.objects.count() == 2
    assert LikenessToken.objects.exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_no_page_reads_the_tokens() -> None:
    place = Operator()
    enter(Client(), place.ines).post(reverse("people:open"), AWA)
    with open_scope(user=place.ines.pk, organisation=place.organisation.pk):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {roles.APP}")
        assert not LikenessToken.objects.exists()
        with errand("likeness"):
            assert LikenessToken.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE none")
