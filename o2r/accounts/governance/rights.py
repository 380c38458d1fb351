"""What governance holds of an account: handed out to its person."""

from django.db.models import Q

from o2r.accounts.governance.models import ExportApproval
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data

holds_personal_data(
    SubjectKind.ACCOUNT,
    "governance.ExportApproval",
    title="Exports demandés ou accordés",
    rows=lambda user: ExportApproval.objects.filter(Q(asked_by=user) | Q(decided_by=user)).order_by(
        "asked_at", "id"
    ),
    fields=("organisation__name", "asked_at", "persons", "purpose", "decided_at", "used_at"),
    kept_because="preuve de qui a accordé la sortie de données (RGPD, art. 32)",
)
