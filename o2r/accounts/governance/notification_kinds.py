"""What governance tells people."""

from o2r.core.notifications.kinds import declare

EXPORT_APPROVAL = "export-approval"

declare(
    EXPORT_APPROVAL,
    label="Un export de nombreuses personnes attend un accord, ou l’a reçu",
    compulsory=True,
)
