from o2r.core.notifications import kinds
from o2r.core.notifications.enums import Choice

NAMED = kinds.declare(
    "reading-named", label="On me désigne pour lire des candidatures, ou mes liens sont à déclarer"
)
DUE = kinds.declare("reading-due", label="Une lecture que j’ai promise est à rendre")
CORRECTION = kinds.declare(
    "correction", label="Une correction est demandée sur ma candidature, ou une réponse arrive"
)
INADMISSIBLE = kinds.declare(
    "inadmissibility",
    label="Une candidature de mon organisation est déclarée irrecevable, ou ne l’est plus",
    # It opens a delay to contest it: nobody may miss it.
    compulsory=True,
)
FOLLOWED = kinds.declare(
    "reading-followed",
    label="Une lecture de mon appel demande une décision : récusation, lecteur de plus",
)
READ = kinds.declare(
    "reading-all-sent",
    label="Toutes les lectures d’une candidature à mon appel, ou de l’appel, sont envoyées",
    default=Choice.DAILY,
)
