"""What the journal holds of people, and for how long (see ``pruning`` and ``recurring``)."""

from o2r.core.journal.models import JournalEntry
from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Since, declare
from o2r.core.retention.rights import holds_personal_data

declare(
    "journal.JournalEntry",
    personal="qui, pour quelle organisation et dans quel rôle, a lu ou écrit quoi, et quand\u00a0; "
    "jamais une valeur (chaîne de la plateforme\u00a0: 12\u00a0mois)",
    ground=Ground.LEGAL_OBLIGATION,
    clock=Since("at", "l’acte"),
    period="access-journal",
    subjects=[SubjectKind.ACCOUNT],
    by_job="journal-prune",
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "journal.JournalEntry",
    title="Ce que vous avez fait sur des données personnelles",
    rows=lambda user: JournalEntry.objects.filter(user=user).order_by("at", "chain", "number"),
    # Not the objects: they are other people's.
    fields=("at", "action", "kind", "role", "decision", "count"),
    kept_because="preuve des accès, inaltérable (RGPD, art. 17.3.b et 32)",
)
declare("journal.LastAnchor", personal=NO_PERSONAL_DATA)
declare("journal.ChainHead", personal=NO_PERSONAL_DATA)
declare("journal.PruningMark", personal=NO_PERSONAL_DATA)
