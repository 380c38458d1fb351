"""What the FSE+ holds of participants, by a clock of its own: the last payment of the operation.

The file of a person is erased two years after the last contact; the evidence of an operation is
kept five years from 31 December of the year of its last payment (Reg. (EU) 2021/1060, art. 82).
"""

from django.db.models import Q

from o2r.core.retention.enums import Ground, Remains, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, Since, declare
from o2r.pathways.fse.models import OperationMove
from o2r.pathways.fse.services.erasing import erase_sheets, forget_authors

PERSON = SubjectKind.PERSON
_PAID = "le 31 décembre de l’année du dernier paiement"

declare(
    "fse.ParticipantSheet",
    personal="qui participe à une opération européenne, entrée et sortie",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Since("evidence_from", _PAID),
    period="fse-evidence",
    act=erase_sheets,
    subjects=[PERSON],
)
declare(
    "fse.SheetAnswers",
    personal=(
        "identité, situation, études et, si la personne l’a bien voulu, handicap, nationalité, "
        "logement, chiffrés"
    ),
    ground=Ground.LEGAL_OBLIGATION,
    clock=Follows("sheet"),
    subjects=[PERSON],
)
declare(
    "fse.SheetMove",
    personal="identifiant du compte qui remplit ou envoie une fiche",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Follows("sheet"),
)
declare(
    "fse.Operation",
    personal="qui a écrit l’estimation d’une opération",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Since("last_paid_on", "le dernier paiement"),
    period="fse-evidence",
    remains=Remains.STATISTIC,
    act=forget_authors,
    among=lambda rows: rows.filter(
        Q(minorities_by__isnull=False)
        | Q(pk__in=OperationMove.objects.filter(by__isnull=False).values("operation"))
    ),
)
declare(
    "fse.OperationMove",
    personal="identifiant du compte qui clôt ou solde une opération",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Follows("operation"),
)
for _label in ("ColumnMapping", "SentFigures"):
    declare(f"fse.{_label}", personal=NO_PERSONAL_DATA)
