"""What the constraints ask of the invented rows of the figures."""

from o2r.core.retention.measured_rows import fixed

# A room is a call: it has the same columns.
fixed(
    "selection.Room",
    region="84",
    zone_expression="",
    zone_vintage=None,
    time_zone="Europe/Paris",
    form_url="",
    source_url="",
    contact_email="",
)
