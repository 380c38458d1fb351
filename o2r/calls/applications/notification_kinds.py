from o2r.core.notifications import kinds
from o2r.core.notifications.enums import Choice

SENT = kinds.declare(
    "application-sent",
    label="Une candidature de mon organisation est déposée, ou n’a pas pu l’être",
    compulsory=True,
)
RECEIVED = kinds.declare(
    "application-received",
    label="Mon service reçoit une candidature à l’un de ses appels",
    default=Choice.DAILY,
)
