"""What the constraints ask of the invented rows of the figures."""

from datetime import date
from uuid import uuid4

from o2r.accounts.enums import OrganisationKind
from o2r.accounts.models import Organisation
from o2r.core.retention.measured_rows import fixed
from o2r.people.enums import Standing
from o2r.people.models import Person

LONG_AGO = date(2000, 1, 1)


def _merged_away() -> Person:
    """A file set aside by a merge: what its period ends."""
    place = Organisation.objects.create(
        name=f"Organisation {uuid4().hex}", kind=OrganisationKind.ASSOCIATION
    )
    return Person.objects.create(
        organisation=place,
        standing=Standing.MERGED,
        opened_on=LONG_AGO,
        last_contact_on=LONG_AGO,
    )


fixed(
    "people.Person",
    opened_on=LONG_AGO,
    referent=None,
    commune="",
    department="",
    language="",
)
fixed("people.Merge", gone=_merged_away)
# Nobody has reviewed it yet.
fixed("people.EmergencyOpening", verdict="")
