"""What the constraints ask of the invented rows of the figures."""

from o2r.core.retention.measured_rows import fixed

fixed(
    "applications.Application",
    zone_expression="",
    zone_vintage=None,
    external_reference="",
    late_reason="",
    stated_cost=None,
)
# The name and the role are those of a legal body: they stay when the person to call goes.
fixed(
    "applications.Member",
    name="Membre inventé",
    role="",
    siret="",
    zone_expression="",
    zone_vintage=None,
    signed_digest="",
)
fixed("applications.Submission", taken_back_at=None)
