"""What governance keeps, and for how long."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Since, declare

declare("governance.InstanceSetting", personal=NO_PERSONAL_DATA)
declare(
    "governance.ExportApproval",
    personal="qui a demandé un export, pour quoi, et qui l’a accordé",
    ground=Ground.LEGITIMATE_INTEREST,
    clock=Since("asked_at", "la demande"),
    period="security-trace",
    subjects=[SubjectKind.ACCOUNT],
)
