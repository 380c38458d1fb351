"""What the constraints ask of the invented rows of the figures."""

from uuid import uuid4

from o2r.core.retention.measured_rows import fixed

fixed(
    "accounts.Organisation",
    name=lambda: f"Organisation {uuid4().hex}",
    siret="",
    region="",
    mailbox="boite@organisation.invalid",
)
# The text that the platform made them accept: its own words, not the person's.
fixed("accounts.Membership", declaration="Texte accepté")
