"""Noting, in the transaction of an act, that a file is to be put in the index again, or taken out.

Taking out has effect at once whatever the process does: what it finds is compared with the files as
they are now.
"""

from collections.abc import Mapping
from uuid import UUID, uuid4

from o2r.core import clock
from o2r.people.between.models import IndexChange, IndexParticipation
from o2r.people.models import Person

BATCH = 500


def mark(person: Person) -> None:
    """Note that a file has changed, where its organisation takes part."""
    held = IndexParticipation.objects.filter(organisation=person.organisation_id, ended_at=None)
    if held.exists():
        mark_files({person.pk: person.organisation_id})


def mark_organisation(organisation: UUID) -> int:
    """Note that every file of an organisation is to be seen again; how many."""
    rows = Person.objects.of_organisation(organisation).order_by("pk")
    files = list(rows.values_list("pk", flat=True))
    mark_files(dict.fromkeys(files, organisation))
    return len(files)


def mark_files(places: Mapping[UUID, UUID]) -> None:
    """Note that these files, each of an organisation, are to be seen again."""
    now = clock.now()
    rows = [
        IndexChange(file=file, organisation=place, mark=uuid4(), changed_at=now)
        for file, place in sorted(places.items())
    ]
    IndexChange.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["file"],
        update_fields=["mark", "changed_at"],
    )
