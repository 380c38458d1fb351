"""The documents of an application reach whoever may read it, whichever member sent them.

On PostgreSQL the requests run under the role of the web server, as in production.
"""

from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from o2r.accounts.models import Organisation, User
from o2r.calls.applications.models import Application, JoinedPiece
from o2r.calls.applications.retention import FILE_KIND
from o2r.calls.applications.selectors import content_of
from o2r.core import clock
from o2r.core.files.services import INSPECTOR, inspect, receive
from o2r.core.journal.authors import Author
from tests.accounts.factories import enter
from tests.calls.behind import behind_the_belt
from tests.calls.consortium import consortium
from tests.calls.reading import people


def joined(application: Application, by: Organisation | UUID | None) -> JoinedPiece:
    """A clean document that one member sends."""
    file = receive(
        by=Author.system("test"),
        upload=SimpleUploadedFile("statuts.txt", b"Article premier", "text/plain"),
        organisation=by.pk if isinstance(by, Organisation) else by,
        attached_kind=FILE_KIND,
        attached_id=application.pk,
        purpose="document",
    )
    inspect(by=INSPECTOR, file=file)
    return JoinedPiece.objects.create(application=application, file=file, joined_at=clock.now())


def got(user: User, piece: JoinedPiece) -> int:
    browser = enter(Client(), user)
    address = reverse("applications:piece", args=[piece.application_id, piece.pk])
    with behind_the_belt(user):
        answer = browser.get(address)
        # Read to its end, the answer closes its file.
        assert not answer.streaming or b"Article premier" in b"".join(answer)
    return answer.status_code


def test_a_reader_without_any_tie_downloads_a_piece() -> None:
    table = people.opened()
    people.declare(table, table.rose)
    people.confide(table, table.first, table.rose)
    people.confide(table, table.first, table.karim)
    piece = joined(table.first, table.first.members.get(is_lead=True).organisation_id)

    assert got(table.rose, piece) == 200
    # Karim has declared nothing yet; nobody has named the stranger.
    assert got(table.karim, piece) == 404
    assert got(table.stranger, piece) == 404


def test_the_piece_of_one_member_counts_for_the_others_and_is_read_by_them() -> None:
    made = consortium()
    piece = joined(made.application, made.member.organisation)
    claire = made.claire.membership.user

    with behind_the_belt(claire):
        assert [one.name for one in content_of(made.application).pieces] == ["statuts.txt"]
    assert got(claire, piece) == 200
    assert got(made.samira.membership.user, piece) == 404
    assert got(made.helene.membership.user, piece) == 404
