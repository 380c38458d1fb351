"""What requests, holds and notices keep of people."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from o2r.core.journal.authors import Author
from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.models import RequestWords, RightsRequest
from o2r.core.retention.registry import Follows, Since, declare
from o2r.core.retention.rights import Subject, holds_personal_data
from o2r.core.retention.services import erase_rows
from o2r.core.retention.services.requests import kept_reference

ACCOUNT, VISITOR, PERSON = SubjectKind.ACCOUNT, SubjectKind.VISITOR, SubjectKind.PERSON

declare(
    "retention.RightsRequest",
    personal="identifiant ou empreinte de la personne, ses précisions ; son adresse jusqu’à la "
    "réponse",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Since("closed_at", "la clôture de la demande"),
    period="rights-request",
    subjects=[ACCOUNT, VISITOR, PERSON],
)
declare(
    "retention.RequestWords",
    personal="ce qu’une personne suivie écrit dans sa demande, chiffré avec son dossier",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Follows("request"),
    subjects=[PERSON],
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
for kind in (ACCOUNT, VISITOR, PERSON):
    holds_personal_data(
        kind,
        "retention.RightsRequest",
        title="Vos demandes sur vos données",
        rows=lambda reference, kind=kind: RightsRequest.objects.of(  # type: ignore[misc]
            kind, kept_reference(Subject(kind, reference))
        ).order_by("received_at", "id"),
        fields=[name for name in _REQUEST if kind != PERSON or name != "details"],
        erase=_keep_the_proof,
        kept_because=_PROOF,
    )
holds_personal_data(
    PERSON,
    "retention.RequestWords",
    title="Ce que vous avez écrit dans vos demandes",
    rows=lambda person: RequestWords.objects.filter(subject=UUID(person)).order_by("pk"),
    fields=("request__received_at", "details"),
    erase=erase_rows,
)
