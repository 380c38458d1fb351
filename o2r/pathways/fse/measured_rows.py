"""What the constraints ask of the invented rows of the figures."""

from uuid import uuid4

from o2r.accounts.models import User
from o2r.core.retention.measured_rows import fixed


def _author() -> User:
    """Whose name the end of the period takes away."""
    return User.objects.create(email=f"{uuid4().hex}@essai.example", display_name="Essai")


fixed("fse.Operation", minorities_by=_author)
