"""What the constraints ask of the invented rows of the figures."""

from uuid import uuid4

from o2r.core.retention.measured_rows import fixed

fixed(
    "calls.Call",
    region="84",
    zone_expression="",
    zone_vintage=None,
    time_zone="Europe/Paris",
    form_url="",
    source_url="",
    contact_email="",
)
fixed("calls.Criterion", code=lambda: uuid4().hex[:10], parent=None)
