"""The gate, the reviews and the documents under the role of the web server.

On PostgreSQL the policies hide what is not one's own; on SQLite the same acts run in the same
scope, where nothing hides them.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from o2r.calls.applications.models import JoinedPiece, ReadingAccess
from o2r.calls.applications.retention import FILE_KIND
from o2r.calls.reading import services
from o2r.calls.reading.models import InterestDeclaration, Review, Score
from o2r.calls.reading.notification_kinds import READ
from o2r.calls.reading.selectors import ranking
from o2r.calls.reading.selectors.reviews import full_reading
from o2r.core import clock
from o2r.core.files.services import receive
from o2r.core.journal.authors import Author
from o2r.core.notifications.models import Notification
from tests.calls.behind import behind_the_belt
from tests.calls.reading import people

only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite: no policy")


def test_declaring_opens_and_closes_for_the_web_server_too() -> None:
    table = people.opened()
    people.confide(table, table.first, table.rose)
    with behind_the_belt(table.rose):
        people.declare(table, table.rose)
        assert ReadingAccess.objects.filter(user=table.rose).count() == 1
        lead = table.first.members.get(is_lead=True).name
        people.declare(table, table.rose, **{lead: "board"})
        assert not ReadingAccess.objects.filter(user=table.rose).exists()


def test_the_service_names_confides_and_ranks() -> None:
    table = people.set_table()
    with behind_the_belt(table.helene):
        helene = people.who(table.helene)
        services.start_examination(by=helene, office=table.office)
        people.declare(table, table.helene)
        for user in (table.rose, table.karim):
            services.name_reader(by=helene, office=table.office, email=user.email)
        given = people.confide(table, table.first, table.rose)
        people.admit(table, table.first)
    with behind_the_belt(table.rose):
        people.declare(table, table.rose)
        people.read(table, given, table.rose, "4", "3")
    with behind_the_belt(table.helene):
        assert str(ranking(table.call)[0].mean) == "3.6667"


@only_postgresql
def test_reviews_and_declarations_are_hidden_by_the_database() -> None:
    table = people.opened()
    for user in (table.helene, table.rose, table.karim):
        people.declare(table, user)
    mine = people.confide(table, table.first, table.rose)
    theirs = people.confide(table, table.first, table.karim)
    people.read(table, theirs, table.karim, "4", "4")
    found = {}
    for user in (table.karim, table.rose, table.helene, table.stranger):
        with behind_the_belt(user):
            found[user.pk] = (
                Review.objects.count(),
                Score.objects.count(),
                InterestDeclaration.objects.count(),
            )
    assert found[table.karim.pk] == (1, 2, 3)
    assert found[table.rose.pk] == (0, 0, 3)
    assert found[table.helene.pk] == (1, 2, 9)
    assert found[table.stranger.pk] == (0, 0, 0)
    people.read(table, mine, table.rose, "2", "2")
    with behind_the_belt(table.rose):
        assert Review.objects.count() == 2


def test_a_cleared_reader_is_told_of_the_documents_of_the_consortium() -> None:
    table = people.opened()
    people.declare(table, table.rose)
    people.confide(table, table.first, table.rose)
    lead = table.first.members.get(is_lead=True)
    file = receive(
        by=Author.system("test"),
        upload=SimpleUploadedFile("statuts.txt", b"Article premier", "text/plain"),
        organisation=lead.organisation_id,
        attached_kind=FILE_KIND,
        attached_id=table.first.pk,
        purpose="document",
    )
    JoinedPiece.objects.create(application=table.first, file=file, joined_at=clock.now())
    with behind_the_belt(table.rose):
        told, pieces = full_reading(table.first)
        assert [one.name for one in pieces] == ["statuts.txt"]
        assert told.members[0].name == lead.name


def test_the_service_is_told_how_many_applications_have_all_their_readings() -> None:
    """The last reader of an application does not see the readings of the others."""
    table = people.opened()
    for user in (table.helene, table.rose):
        people.declare(table, user)
    given = people.confide(table, table.first, table.rose)
    other = people.confide(table, table.second, table.rose)
    with behind_the_belt(table.rose):
        people.read(table, given, table.rose, "4", "3")
    told = Notification.objects.of(table.helene.pk).filter(kind=READ.code)
    assert told.get().subject == (f"1 candidature sur 2 a toutes ses lectures : {table.call.title}")
    with behind_the_belt(table.rose):
        people.read(table, other, table.rose, "2", "2")
    # Unread, and in no mail yet: the second word takes the place of the first.
    assert told.get().subject.startswith("Toutes les lectures sont envoyées")
    assert "instruction" in told.get().link
