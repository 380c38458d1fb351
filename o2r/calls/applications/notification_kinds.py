from o2r.core.notifications import kinds
from o2r.core.notifications.enums import Choice

CONSORTIUM = kinds.declare(
    "consortium",
    label="Un consortium où je candidate change : un membre arrive, une signature est à faire",
)
DEADLINE = kinds.declare(
    "application-deadline",
    label="Un appel auquel je prépare une candidature se clôt bientôt",
)
SENT = kinds.declare(
    "application-sent",
    label="Une candidature de mon organisation est déposée, ou n’a pas pu l’être",
    compulsory=True,
)
WITHDRAWN = kinds.declare(
    "application-withdrawn",
    label="Une candidature à un appel de mon service est retirée",
)
RECEIVED = kinds.declare(
    "application-received",
    label="Mon service reçoit des candidatures à l’un de ses appels",
    default=Choice.DAILY,
)
