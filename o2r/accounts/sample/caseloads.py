"""The protected record is someone's to follow: it is handed over when they leave."""

from uuid import UUID

from o2r.accounts.caseload import caseload
from o2r.accounts.models import User
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.sample.services import hand_over


def followed(user: User, organisation: UUID) -> int:
    """How many files ``user`` follows in an organisation. One query."""
    return SampleRecord.objects.filter(referent=user, organisation=organisation).count()


caseload("sample", "dossiers suivis", count=followed, hand_over=hand_over)
