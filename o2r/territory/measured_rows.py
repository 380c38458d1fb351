"""What the constraints ask of the invented rows of the figures."""

from o2r.core.retention.measured_rows import fixed

# Former lists are as many as one likes; one alone is in force.
fixed("territory.LocalList", is_in_force=False, source="fichier inventé", sha256="0" * 64)
