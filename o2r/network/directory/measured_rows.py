"""What the constraints ask of the invented rows of the figures."""

from o2r.core.retention.measured_rows import fixed

# An identifier of data·inclusion is of one entry alone.
fixed("directory.Structure", external_id=None)
fixed("directory.Service", external_id=None, zone="")
