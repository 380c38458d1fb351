"""What the reading of applications holds of an account: handed out, and kept as a proof."""

from uuid import UUID

from o2r.calls.reading.models import InterestDeclaration, Reader, Review
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data

ACCOUNT = SubjectKind.ACCOUNT
_PROOF = "preuve de l’impartialité d’une décision de l’administration"

holds_personal_data(
    ACCOUNT,
    "reading.Reader",
    title="Appels pour lesquels vous avez été désigné lecteur",
    rows=lambda user: Reader.objects.filter(user_id=UUID(user)).order_by("named_at", "id"),
    fields=("call__title", "departments", "most", "named_at", "ended_at"),
    kept_because=_PROOF,
)
holds_personal_data(
    ACCOUNT,
    "reading.InterestDeclaration",
    title="Vos déclarations d’intérêts",
    rows=lambda user: InterestDeclaration.objects.filter(user_id=UUID(user)).order_by(
        "declared_at", "id"
    ),
    fields=("call__title", "body_name", "has_interest", "nature", "detail", "declared_at"),
    kept_because=_PROOF,
)
holds_personal_data(
    ACCOUNT,
    "reading.Review",
    title="Vos lectures de candidatures",
    rows=lambda user: Review.objects.filter(written_by_id=UUID(user)).order_by("changed_at", "id"),
    fields=("assignment__application__title", "state", "recommendation", "comment", "sent_at"),
    kept_because=_PROOF,
)
