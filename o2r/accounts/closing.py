"""What closing an account erases: the person leaves, what they did remains, by nobody's name."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from o2r.accounts.models import Membership, User
from o2r.accounts.services.account_closing import leave_with_account
from o2r.core.journal.authors import Author
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import Subject
from o2r.core.retention.services import erase_subject

CLOSED_DOMAIN = "@compte-ferme.invalid"
CLOSED_NAME = "Compte fermé"

Rows = QuerySet[Any]


def is_closed(user: User) -> bool:
    """Whether the account was closed: nobody can sign in with it, nor open it again."""
    return user.email.endswith(CLOSED_DOMAIN)


def anonymise(by: Author, rows: Rows) -> None:
    """Take the person out of their account row: no name, no address, no way in."""
    for user in rows.order_by("pk"):
        User.objects.filter(pk=user.pk).update(
            email=f"{user.pk}{CLOSED_DOMAIN}",
            display_name=CLOSED_NAME,
            password=make_password(None),
            is_active=False,
            last_login=None,
        )


def end_memberships(by: Author, rows: Rows) -> None:
    """Leave every organisation, as a colleague does. Raises StillNeeded when a person asks it of
    someone on whom others depend."""
    held = Membership.objects.filter(pk__in=rows.values("pk"), ended_at=None)
    for membership in held.select_related("organisation").order_by("organisation_id", "pk"):
        leave_with_account(by=by, membership=membership)


def close_inactive(by: Author, rows: Rows) -> None:
    """The act of retention on accounts that nobody has opened for long: the same as an erasure.

    Nobody is there to be refused: what the account held is told to those who must take over.
    """
    for user in rows.order_by("pk"):
        erase_subject(by=by, subject=Subject(SubjectKind.ACCOUNT, str(user.pk)))
