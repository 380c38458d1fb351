from django.db.models.functions import Coalesce

from o2r.core.agenda.models import FeedLink
from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Since, declare
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows

declare(
    "agenda.FeedLink",
    personal="compte qui lit son agenda par un lien, et quand il a servi ; jamais le secret",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since(Coalesce("last_read_at", "made_at"), "la dernière lecture, à défaut la création"),
    period="unused-feed",
    subjects=[SubjectKind.ACCOUNT],
)
holds_personal_data(
    SubjectKind.ACCOUNT,
    "agenda.FeedLink",
    title="Liens de votre agenda",
    rows=lambda user: FeedLink.objects.filter(owner=user).order_by("made_at", "id"),
    fields=("made_at", "last_read_at"),
    erase=erase_rows,
)
