"""What the constraints ask of the invented rows of the figures."""

from o2r.core.retention.measured_rows import fixed

fixed(
    "projects.FundedProject",
    zone_expression="dep:69",
    zone_vintage=2026,
    email="",
    phone="",
    source_url="",
)
