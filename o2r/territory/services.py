"""Acts on the lists of this instance: one function per act, the actor first."""

import hashlib
from datetime import date
from uuid import UUID

from django.db import transaction

from o2r.core import clock
from o2r.territory.geography import current_geography
from o2r.territory.local_files import RowError, read_local_file
from o2r.territory.models import LocalList, LocalListKind, LocalUnit
from o2r.territory.typography import typographic


class InvalidLocalList(ValueError):
    """The file has faults, listed in ``errors``; nothing was written."""

    def __init__(self, errors: tuple[RowError, ...]) -> None:
        count = f"{len(errors)} erreur{'s' if len(errors) > 1 else ''}"
        super().__init__(typographic(f"{count} dans le fichier : rien n'a été importé."))
        self.errors = errors


@transaction.atomic
def import_local_list(
    *, by: UUID | None, kind: LocalListKind, content: bytes, source: str, dated: date
) -> LocalList:
    """Import an official QPV or FRR list and put it in force; the former one is kept, unused.

    ``by`` is the user's identifier, ``None`` for a command of the administrator. ``content`` is the
    CSV file, ``source`` its address or name, ``dated`` the day the list takes effect.
    Raises ``InvalidLocalList`` when a single row is wrong.
    """
    geo = current_geography()
    reading = read_local_file(kind.value, content, geo)
    if reading.errors:
        raise InvalidLocalList(reading.errors)
    LocalList.objects.in_force(kind).update(is_in_force=False)
    imported = LocalList.objects.create(
        kind=kind,
        dated=dated,
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        vintage=geo.year,
        imported_at=clock.now(),
        imported_by=by,
    )
    LocalUnit.objects.bulk_create(
        LocalUnit(list=imported, code=code, name=name, communes=list(communes))
        for code, (name, communes) in reading.units.items()
    )
    return imported
