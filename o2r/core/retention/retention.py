"""What requests, holds and notices keep of people."""

from typing import Any

from django.db.models import QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.models import RightsRequest
from o2r.core.retention.registry import Since, declare
from o2r.core.retention.rights import Subject, holds_personal_data
from o2r.core.retention.services.requests import kept_reference

ACCOUNT, VISITOR = SubjectKind.ACCOUNT, SubjectKind.VISITOR

declare(
    "retention.RightsRequest",
    personal="identifiant ou empreinte de la personne, ses précisions ; son adresse jusqu’à la "
    "réponse",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Since("closed_at", "la clôture de la demande"),
    period="rights-request",
    subjects=[ACCOUNT, VISITOR],
)
declare(
    "retention.RetentionHold",
    personal="qui a posé la suspension ; identifiant de l’objet protégé",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Since("until", "la fin prévue de la suspension"),
    period="retention-hold",
)
declare(
    "retention.RetentionNotice",
    personal="identifiant de l’objet dont l’effacement est annoncé",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Since("sent_at", "l’envoi"),
    period="retention-notice",
)


def _keep_the_proof(by: Author, rows: "QuerySet[Any]") -> None:
    """What the person wrote goes; that they asked, and what was answered, stays."""
    rows.update(details="")


_REQUEST = ("right", "details", "received_at", "due_on", "state", "answer", "refusal_reason")
_PROOF = "preuve de la réponse donnée (C. civ., art. 2224)"
for kind in (ACCOUNT, VISITOR):
    holds_personal_data(
        kind,
        "retention.RightsRequest",
        title="Vos demandes sur vos données",
        rows=lambda reference, kind=kind: RightsRequest.objects.of(  # type: ignore[misc]
            kind, kept_reference(Subject(kind, reference))
        ).order_by("received_at", "id"),
        fields=_REQUEST,
        erase=_keep_the_proof,
        kept_because=_PROOF,
    )
