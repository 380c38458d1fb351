from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, Since, declare

declare(
    "messaging.OutgoingMessage",
    personal="numéro et texte d’un message à une personne, chiffrés, effacés dès l’envoi",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("created_at", "l’écriture"),
    period="finished-mail",
    subjects=[SubjectKind.PERSON],
)
declare(
    "messaging.MessageMove",
    personal="quand un message est parti, et qui a dit ce qu’il est devenu",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("message"),
)
