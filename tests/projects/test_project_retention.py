"""How long what visitors send is kept, and what they may ask of it."""

from datetime import timedelta

import pytest

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.models import JournalEntry
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import erase_subject, oppose, run
from o2r.projects.enums import DeliveryState
from o2r.projects.models import ErrorReport, ImportDraft, RelayMessage
from tests.projects.factories import ErrorReportFactory, ProjectFactory, RelayMessageFactory

JOB = Author.system("retention")
INES = Subject(SubjectKind.VISITOR, "Ines@Partenaire.example")


def test_what_is_kept_long_enough_is_erased(claire: User) -> None:
    project = ProjectFactory()
    now = clock.now()
    for age in (364, 367):
        message = f"Signalé il y a {age} jours"
        ErrorReportFactory(project=project, message=message, reported_at=now - timedelta(days=age))
    for age in (29, 31):
        RelayMessageFactory(
            project=project,
            message=f"Remis il y a {age} jours",
            written_at=now - timedelta(days=40),
            state=DeliveryState.SENT,
            delivered_at=now - timedelta(days=age),
        )
        RelayMessageFactory(
            project=project,
            message=f"Écrit il y a {age} jours",
            written_at=now - timedelta(days=age),
        )
    for age in (23, 25):
        uploaded = now - timedelta(hours=age)
        ImportDraft.objects.create(
            owner=claire, file_name="p.csv", content=b"x", uploaded_at=uploaded
        )
    done = {one.declaration.label: one.ended for one in run(by=JOB, now=now)}
    assert done["projects.ErrorReport"] == done["projects.ImportDraft"] == 1
    assert done["projects.RelayMessage"] == 2
    assert all(one.ended == 0 for one in run(by=JOB, now=now))
    kept = [*ErrorReport.objects.all(), *RelayMessage.objects.order_by("written_at")]
    assert [row.message for row in kept] == [
        "Signalé il y a 364 jours",
        "Remis il y a 29 jours",
        "Écrit il y a 29 jours",
    ]
    assert [draft.uploaded_at for draft in ImportDraft.objects.all()] == [now - timedelta(hours=23)]
    traces = JournalEntry.objects.filter(action="retention-nothing", kind="projects.relaymessage")
    assert [entry.count for entry in traces] == [2]


def test_a_visitor_erases_what_they_wrote_and_nothing_else() -> None:
    RelayMessageFactory(sender_email="ines@partenaire.example")
    ErrorReportFactory(reporter_email="INES@partenaire.example")
    others = [RelayMessageFactory(), ErrorReportFactory(reporter_email="")]
    erase_subject(by=JOB, subject=INES)
    assert [*RelayMessage.objects.all(), *ErrorReport.objects.all()] == others


def test_who_opposes_leaves_the_error_to_be_corrected() -> None:
    report = ErrorReportFactory(reporter_email="ines@partenaire.example")
    message = RelayMessageFactory(sender_email="ines@partenaire.example")
    oppose(by=JOB, subject=INES)
    report.refresh_from_db()
    assert (report.reporter_email, report.message) == ("", "Le numéro ne répond plus.")
    with pytest.raises(RelayMessage.DoesNotExist):
        message.refresh_from_db()
