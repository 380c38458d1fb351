"""What the reading of applications holds of people: who reads, what ties them, what they wrote."""

from django.db.models import F

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, Since, Until, declare

ACCOUNT = SubjectKind.ACCOUNT
_CLOSING = Since(F("call__closes_at"), "la clôture de l’appel")

declare(
    "reading.Reader",
    personal="qui lit pour un appel, les départements qu’il connaît, qui l’a désigné",
    ground=Ground.PUBLIC_INTEREST,
    clock=_CLOSING,
    period="application",
    subjects=[ACCOUNT],
)
declare(
    "reading.InterestDeclaration",
    personal="lien, ou absence de lien, entre une personne et un organisme ; précisions",
    ground=Ground.PUBLIC_INTEREST,
    clock=_CLOSING,
    period="application",
    subjects=[ACCOUNT],
)
declare(
    "reading.Assignment",
    personal="par son lecteur, qui lit quelle candidature, qui en est récusé et pourquoi",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("application"),
)
declare(
    "reading.Review",
    personal="avis et commentaires d’un lecteur",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("assignment"),
    subjects=[ACCOUNT],
)
declare(
    "reading.Score",
    personal="note et commentaire d’un lecteur sur un critère",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("review"),
)
for label, held in (
    ("Admissibility", "identifiant du compte qui décide"),
    ("CorrectionRequest", "identifiants des comptes qui demandent et répondent"),
):
    declare(
        f"reading.{label}",
        personal=held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("application"),
    )
declare(
    "reading.Opinion",
    personal="identifiant du compte qui enregistre ; fonctions des présents, sans leur nom",
    ground=Ground.PUBLIC_INTEREST,
    clock=Until("tant que l’appel est conservé, comme tout acte publié"),
)
declare(
    "reading.OpinionRevision",
    personal="identifiant du compte qui corrige ; fonctions des présents, sans leur nom",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("opinion"),
)
for label in ("CallOffice", "DeclarationDesk", "ReadingPlan"):
    declare(f"reading.{label}", personal=NO_PERSONAL_DATA)
