"""An archive packed again so that the same content makes the same bytes."""

import io
import zipfile
from datetime import UTC, datetime

OLDEST = (1980, 1, 1, 0, 0, 0)


def zip_date(moment: datetime) -> tuple[int, int, int, int, int, int]:
    """A moment as an archive writes it: in UTC, from 1980, to two seconds."""
    at = moment.astimezone(UTC)
    if at.year < OLDEST[0]:
        return OLDEST
    return at.year, at.month, at.day, at.hour, at.minute, at.second - at.second % 2


def packed_again(content: bytes, made_at: datetime) -> bytes:
    """The archive ``content`` with every member dated ``made_at``, in the same order."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, zip_date(made_at))
            member.compress_type = zipfile.ZIP_DEFLATED
            # Made « on Unix » wherever it is made.
            member.create_system = 3
            member.external_attr = 0o600 << 16
            target.writestr(member, source.read(name))
    return written.getvalue()
