"""What becomes of sheets: parted from a file that is erased, erased when their period is over."""

from typing import Any

from django.db.models import QuerySet

from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.crypto.services import destroy_files
from o2r.core.files.models import StoredFile
from o2r.core.files.services import remove
from o2r.core.journal.authors import Author
from o2r.core.retention.services import erase_rows
from o2r.pathways.fse.models import OperationMove, ParticipantSheet
from o2r.pathways.fse.services.evidence import FILE_KIND
from o2r.people.enums import Standing
from o2r.people.models import Person


@errand("fse-vault")
def detach(person: Person) -> None:
    """Part the sheets of a person from their file, which is erased: the evidence of the operation
    stays by its own clock (GDPR, art. 17.3.b), and leads to no file any more."""
    rows = ParticipantSheet.objects.filter(person=person)
    rows.update(person=None, came_from=None, detached_at=clock.now())


def erase_sheets(by: Author, rows: "QuerySet[Any]") -> None:
    """Erase sheets whose period is over: their documents, then their keys, then the rows."""
    gone = list(rows.order_by("pk").values_list("pk", flat=True))
    if not gone:
        return
    for one in StoredFile.objects.filter(attached_kind=FILE_KIND, attached_id__in=gone).order_by(
        "pk"
    ):
        remove(by=by, file=one)
    destroy_files(by=by, subjects=gone)
    erase_rows(by, ParticipantSheet._base_manager.filter(pk__in=gone).order_by("pk"))


def forget_authors(by: Author, rows: "QuerySet[Any]") -> None:
    """The estimate of an operation stays, and its moves too: not who wrote them."""
    gone = list(rows.order_by("pk").values_list("pk", flat=True))
    OperationMove.objects.filter(operation__in=gone).update(by=None)
    rows.update(minorities_by=None)


def follow_merge(kept: Person, gone: Person) -> None:
    """Two files become one, or part again: each sheet goes where it is of.

    One record by person and operation: where the other file has a sheet already, the second one is
    set aside, of the file that it had. A sheet that came from ``kept`` goes back to it.
    """
    if kept.standing == Standing.MERGED:
        # It parts again from the file that was kept.
        ParticipantSheet.objects.filter(person=kept, same_as__person=gone).update(same_as=None)
        back = ParticipantSheet.objects.filter(person=gone, came_from=kept.pk)
        back.update(person=kept, came_from=None)
        return
    there = {
        one.operation_id: one for one in ParticipantSheet.objects.filter(person=kept).order_by("pk")
    }
    for one in ParticipantSheet.objects.filter(person=gone).order_by("pk"):
        known = there.get(one.operation_id)
        if known is not None:
            ParticipantSheet.objects.filter(pk=one.pk).update(same_as=known)
        else:
            ParticipantSheet.objects.filter(pk=one.pk).update(person=kept, came_from=gone.pk)


def settle_merge(kept: Person, gone: Person) -> None:
    """The merge stays for good: nothing goes back any more. A sheet set aside is parted from the
    file that is forgotten; it stays beside the one that counts."""
    ParticipantSheet.objects.filter(person=kept, came_from=gone.pk).update(came_from=None)
