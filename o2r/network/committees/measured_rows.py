"""What the constraints ask of the invented rows of the figures."""

from datetime import date
from uuid import uuid4

from o2r.core.retention.measured_rows import fixed

fixed(
    "committees.Instance",
    name=lambda: f"Instance {uuid4().hex}",
    region="84",
    zone_expression="",
    zone_vintage=None,
)
# A body and a function are those of a legal body: they stay when the name goes.
fixed(
    "committees.Seat",
    body="Organisme inventé",
    function="Fonction inventée",
    mandate_start=date(2000, 1, 1),
)
