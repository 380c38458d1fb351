"""What a call received, as one officer may take it away: what the gate opens to them alone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from o2r.calls.applications.selectors import contents_of
from o2r.calls.models import Call
from o2r.calls.reading.models import ReadingPlan
from o2r.calls.reading.received_tables import Received
from o2r.calls.reading.selectors.pages import examination


def received_by(
    call: Call, plan: ReadingPlan | None, user: UUID | None, applications: Sequence[Any]
) -> list[Received]:
    """These applications with what they say, and their mean once it is unveiled to ``user``.

    ``applications``: read ``with_members`` then ``with_arrivals``. A fixed number of queries,
    whatever their number.
    """
    shown = {row.application.pk: row for row in examination(call, plan, user)}
    told = contents_of([(one, list(one.members.all())) for one in applications], elsewhere=False)
    return [
        Received(
            number=one.number,
            state=one.get_state_display(),
            content=content,
            arrived_at=one.arrived_at,
            mean=shown[one.pk].mean,
            dispersion=shown[one.pk].dispersion,
        )
        for one, content in zip(applications, told, strict=True)
    ]
