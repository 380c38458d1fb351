"""Noting, in the transaction of an act, that a file is to be put in the index again, or taken out.

Taking out has effect at once whatever the process does: what it finds is compared with the files as
they are now.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from o2r.core import clock
from o2r.people.between.models import IndexChange, IndexParticipation
from o2r.people.models import Person

BATCH = 500


def mark(people: Sequence[Person]) -> None:
    """Note that files have changed, where their organisation takes part. Two statements."""
    places = {one.pk: one.organisation_id for one in people}
    rows = IndexParticipation.objects.filter(organisation__in=set(places.values()), ended_at=None)
    taking_part = set(rows.order_by("pk").values_list("organisation", flat=True))
    mark_files({file: place for file, place in places.items() if place in taking_part})


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
