"""What the constraints ask of the invented rows of the figures."""

from o2r.core.retention.measured_rows import fixed

fixed("reading.InterestDeclaration", has_interest=False)
fixed("reading.Assignment", order=1)
