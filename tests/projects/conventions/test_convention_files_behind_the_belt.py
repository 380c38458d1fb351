"""What is joined to a convention is read by both parties, under the role of the web server."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import Organisation, User
from o2r.core.files.services import INSPECTOR, inspect, receive
from o2r.core.journal.authors import Author
from o2r.projects.conventions.models import AnnualDocument
from tests.accounts.factories import enter
from tests.calls.behind import behind_the_belt
from tests.projects.conventions.factories import signed


def kept(kind: str, attached: UUID, sender: Organisation) -> UUID:
    file = receive(
        by=Author.system("test"),
        upload=SimpleUploadedFile("acte.txt", b"Article premier", "text/plain"),
        organisation=sender.pk,
        attached_kind=kind,
        attached_id=attached,
        purpose="document",
    )
    inspect(by=INSPECTOR, file=file)
    return file.pk


def got(user: User, address: str) -> int:
    browser = enter(Client(), user)
    with behind_the_belt(user):
        answer = browser.get(address)
        is_read = answer.streaming and b"Article premier" in b"".join(answer)
    return 200 if is_read else answer.status_code


@pytest.mark.django_db
def test_each_party_reads_what_the_other_sent(
    bearer: Organisation, dreets: Organisation, helene: User, sami: User, marc: User, rosa: User
) -> None:
    convention = signed(bearer, dreets)
    convention.signed_scan = kept("convention", convention.pk, dreets)
    convention.save(update_fields=["signed_scan"])
    document = AnnualDocument.objects.of(convention).order_by("due_on", "pk")[0]
    document.file = kept("annual-document", document.pk, bearer)
    document.save(update_fields=["file"])
    scan = reverse("conventions:signed_scan", args=[convention.pk])
    report = reverse("conventions:document_file", args=[document.pk])

    assert [got(helene, scan), got(sami, scan)] == [200, 200]
    assert [got(helene, report), got(sami, report)] == [200, 200]
    # Another région, another operator.
    assert [got(marc, scan), got(rosa, scan), got(marc, report), got(rosa, report)] == [404] * 4
