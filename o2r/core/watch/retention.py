from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, Rows, Since, declare
from o2r.core.retention.rights import holds_personal_data
from o2r.core.watch.models import Alert, Block, KnownNetwork, ObservedEvent

_KEPT_FOR_SECURITY = (
    "les traces de sécurité servent à constater une violation et à la notifier (RGPD, art. 32 et "
    "33) ; elles s’effacent à leur terme"
)


def _forget_places(by: Author, rows: Rows) -> None:
    rows.delete()


def _without_block_in_force(rows: Rows) -> Rows:
    """An alert lasts at least as long as the block that it put."""
    return rows.exclude(id__in=Block.objects.in_force(clock.now()).values("alert"))


declare(
    "watch.Alert",
    personal="compte concerné et actes qui le montrent, par identifiants",
    ground=Ground.LEGITIMATE_INTEREST,
    clock=Since("last_seen_at", "le dernier acte constaté"),
    period="security-trace",
    among=_without_block_in_force,
    subjects=[SubjectKind.ACCOUNT],
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "watch.Alert",
    title="Alertes de sécurité",
    rows=lambda user: Alert.objects.filter(about=user).order_by("opened_at", "id"),
    fields=("opened_at", "rule", "severity", "state"),
    kept_because=_KEPT_FOR_SECURITY,
)
declare(
    "watch.AlertMove",
    personal="qui a traité l’alerte et ce qu’il a vérifié",
    ground=Ground.LEGITIMATE_INTEREST,
    clock=Follows("alert"),
)
declare(
    "watch.Block",
    personal="compte bloqué, motif, qui a levé le blocage",
    ground=Ground.LEGITIMATE_INTEREST,
    clock=Follows("alert"),
    subjects=[SubjectKind.ACCOUNT],
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "watch.Block",
    title="Blocages du compte",
    rows=lambda user: Block.objects.filter(user=user).order_by("since", "id"),
    fields=("since", "reason", "lifted_at"),
    kept_because=_KEPT_FOR_SECURITY,
)
declare(
    "watch.ObservedEvent",
    personal="acte d’un compte : quand, quoi, quels dossiers ; recherches et lieux en empreintes",
    ground=Ground.LEGITIMATE_INTEREST,
    clock=Since("at", "l’acte"),
    period="observed-act",
    subjects=[SubjectKind.ACCOUNT],
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "watch.ObservedEvent",
    title="Actes récents du compte",
    rows=lambda user: ObservedEvent.objects.filter(user=user).order_by("at", "id"),
    fields=("at", "action", "count"),
    kept_because=_KEPT_FOR_SECURITY,
)
declare(
    "watch.KnownNetwork",
    personal="lieux de connexion d’un compte, en empreintes",
    ground=Ground.LEGITIMATE_INTEREST,
    clock=Since("last_seen_at", "la dernière connexion de ce lieu"),
    period="security-trace",
    subjects=[SubjectKind.ACCOUNT],
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "watch.KnownNetwork",
    title="Lieux de connexion",
    rows=lambda user: KnownNetwork.objects.filter(user=user).order_by("first_seen_at", "id"),
    fields=("first_seen_at", "last_seen_at"),
    erase=_forget_places,
)
declare(
    "watch.ReadCounter",
    personal="dossiers montrés à un compte depuis un jour, par identifiants abrégés",
    ground=Ground.LEGITIMATE_INTEREST,
    clock=Since("updated_at", "la dernière lecture"),
    period="read-counter",
)
declare(
    "watch.RuleMemory",
    personal="actes récents d’un compte que retient une règle, par identifiants",
    ground=Ground.LEGITIMATE_INTEREST,
    clock=Since("updated_at", "le dernier acte retenu"),
    period="observed-act",
)
declare("watch.ThresholdAdjustment", personal=NO_PERSONAL_DATA)
