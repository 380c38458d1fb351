"""Documents and safes under the role of the web server, where the database hides the rest.

On SQLite the same acts run in the same scopes, where nothing hides them.
"""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from o2r.core.belt import open_scope, roles
from o2r.core.files.models import StoredFile
from o2r.core.files.services import INSPECTOR, inspect
from o2r.pathways.papers.models import IssuedDocument, SafeContent, SafeDocument
from o2r.pathways.papers.services import settle
from o2r.people.models import Person
from tests.accounts.factories import enter
from tests.pathways.papers.test_safe import picture
from tests.pathways.papers.test_templates_and_documents import letter
from tests.people.factories import Operator
from tests.people.test_agreements_behind_the_belt import as_the_site

pytestmark = pytest.mark.django_db


def test_papers_are_made_kept_lent_and_read_on_the_site(place: Operator, momo: Person) -> None:
    template = letter(place)
    ines, anybody = enter(Client(), place.ines), Client()
    with as_the_site():
        sent = {"key": uuid4(), "message": "À mardi."}
        made = ines.post(reverse("papers:new_document", args=[template.pk, momo.pk]), sent)
        given = {"key": uuid4(), "kind": "identite", "title": "Passeport", "wanted": "on"}
        add = reverse("papers:add_paper", args=[momo.pk])
        kept = ines.post(add, given | {"file": picture()})
    assert (made.status_code, kept.status_code) == (302, 302)
    row = SafeDocument.objects.get()
    inspect(by=INSPECTOR, file=StoredFile.objects.get())
    settle(document=row)
    with as_the_site():
        shown = ines.get(reverse("papers:safe", args=[momo.pk]))
        read = ines.post(reverse("papers:read_paper", args=[row.pk, momo.pk]))
        lent = ines.post(reverse("papers:lend", args=[row.pk, momo.pk]), {"life": "24"})
        anybody.post(reverse("lent:front"), {"code": lent.context["said"]})
        opened = anybody.post(reverse("lent:read"))
    assert "Passeport" in shown.content.decode()
    assert read.content == opened.content
    with as_the_site():
        ines.post(reverse("papers:take_out", args=[row.pk, momo.pk]), {"why": "remis"})
    assert not SafeDocument.objects.exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_a_stranger_reaches_no_row(place: Operator, elsewhere: Operator, momo: Person) -> None:
    test_papers_are_made_kept_lent_and_read_on_the_site(place, momo)
    for user, many in ((place.ines, 1), (place.claire, 0), (elsewhere.ines, 0)):
        with open_scope(user=user.pk, organisation=user.memberships.get().organisation_id):
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {roles.APP}")
            assert IssuedDocument.objects.count() == many
            assert not SafeContent.objects.exists()
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE none")
