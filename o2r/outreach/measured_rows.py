"""What the constraints ask of the invented rows of the figures."""

from datetime import UTC, datetime

from o2r.core.retention.measured_rows import fixed

fixed(
    "outreach.Round",
    starts_at=datetime(2000, 1, 1, tzinfo=UTC),
    back_by=datetime(2100, 1, 1, tzinfo=UTC),
)
