"""The minutes of a meeting: files received, verified and served by ``core.files``."""

from o2r.core.files.content.types import OFFICE, FileType
from o2r.core.files.models import StoredFile
from o2r.core.files.purposes import Purpose, declare
from o2r.network.committees.models import Meeting

ATTACHED_KIND = "committee-meeting"
PURPOSE = declare(
    Purpose(
        code="committee-minutes",
        label="compte rendu",
        types=OFFICE | {FileType.PDF},
        max_bytes=20_000_000,
        max_files=3,
    )
)


def minutes_of(meeting: Meeting) -> list[StoredFile]:
    """The files sent as minutes of a meeting, the last one first, refused ones included."""
    rows = StoredFile.objects.attached_to(ATTACHED_KIND, meeting.pk)
    return list(rows.filter(purpose=PURPOSE.code).order_by("-received_at", "pk"))


def current_minutes(meeting: Meeting) -> StoredFile | None:
    """The last minutes that may be read, if any."""
    return next((file for file in minutes_of(meeting) if file.is_servable), None)
