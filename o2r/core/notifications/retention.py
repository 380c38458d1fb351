from django.db.models.functions import Coalesce

from o2r.core.notifications.models import Mail, Notification, Preference
from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Since, Until, declare
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows

declare(
    "notifications.Notification",
    personal="qui est prévenu et de quoi ; jamais le nom d’une personne accompagnée",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("created_at", "la réception"),
    period="notification",
    subjects=[SubjectKind.ACCOUNT],
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "notifications.Notification",
    title="Notifications reçues",
    rows=lambda user: Notification.objects.filter(recipient=user).order_by("created_at", "id"),
    fields=("created_at", "kind", "subject", "body", "read_at"),
    erase=erase_rows,
)
declare(
    "notifications.Preference",
    personal="ce qu’une personne choisit de recevoir par courriel",
    ground=Ground.PUBLIC_INTEREST,
    clock=Until("tant que le compte est ouvert"),
    subjects=[SubjectKind.ACCOUNT],
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "notifications.Preference",
    title="Choix de notification",
    rows=lambda user: Preference.objects.filter(user=user).order_by("kind"),
    fields=("kind", "choice"),
    erase=erase_rows,
)
declare(
    "notifications.Mail",
    personal="adresse du destinataire ; texte, effacé dès l’envoi",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since(Coalesce("sent_at", "created_at"), "l’envoi, à défaut l’écriture"),
    period="finished-mail",
    subjects=[SubjectKind.VISITOR],
)
holds_personal_data(
    SubjectKind.VISITOR,
    "notifications.Mail",
    title="Courriels envoyés par la plateforme",
    rows=lambda address: Mail.objects.filter(to__iexact=address).order_by("created_at", "id"),
    fields=("created_at", "subject", "sent_at"),
    erase=erase_rows,
)
