"""What an account holds of its person: handed out, corrected, erased."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from o2r.accounts.closing import anonymise, end_memberships
from o2r.accounts.models import Handover, Invitation, Membership, Registration, Substitution, User
from o2r.core.notifications.models import Mail
from o2r.core.retention.enums import SubjectKind
from o2r.core.retention.rights import holds_personal_data
from o2r.core.retention.services import erase_rows

ACCOUNT, VISITOR = SubjectKind.ACCOUNT, SubjectKind.VISITOR
ANONYMOUS = "preuve des habilitations données (C. civ., art. 2224), au nom d’un compte anonyme"

holds_personal_data(
    ACCOUNT,
    "accounts.User",
    title="Votre compte",
    rows=lambda user: User.objects.filter(pk=user),
    # Never the hash of the password: it is of no use to the person, and of some to a thief.
    fields=("email", "display_name", "is_active", "created_at", "last_login"),
    correctable=["display_name"],
    erase=anonymise,
)
holds_personal_data(
    ACCOUNT,
    "accounts.Membership",
    title="Organisations pour lesquelles vous travaillez",
    rows=lambda user: Membership.objects.filter(user_id=UUID(user)).order_by("created_at", "id"),
    fields=(
        *("organisation__name", "role", "manages_accounts", "is_dpo", "created_at", "ended_at"),
        *("declaration", "declared_at"),
    ),
    erase=end_memberships,
    kept_because=ANONYMOUS,
)
holds_personal_data(
    ACCOUNT,
    "accounts.Substitution",
    title="Vos absences et vos remplacements",
    rows=lambda user: Substitution.objects.filter(Q(absent=user) | Q(substitute=user)).order_by(
        "first_day", "id"
    ),
    fields=("organisation__name", "first_day", "last_day"),
    kept_because=ANONYMOUS,
)
holds_personal_data(
    ACCOUNT,
    "accounts.Handover",
    title="Files actives transmises ou reçues",
    rows=lambda user: Handover.objects.filter(Q(giver=user) | Q(receiver=user)).order_by(
        "done_at", "id"
    ),
    fields=("organisation__name", "done_at"),
    kept_because=ANONYMOUS,
)
_INVITATION = ("organisation__name", "email", "role", "state", "created_at", "expires_at")
holds_personal_data(
    ACCOUNT,
    "accounts.Invitation",
    title="Invitations reçues",
    rows=lambda user: Invitation.objects.filter(email__in=_addresses(user)).order_by(
        "created_at", "id"
    ),
    fields=_INVITATION,
    erase=erase_rows,
)
holds_personal_data(
    VISITOR,
    "accounts.Invitation",
    title="Invitations reçues",
    rows=lambda email: Invitation.objects.filter(email__iexact=email).order_by("created_at", "id"),
    fields=_INVITATION,
    erase=erase_rows,
)
holds_personal_data(
    VISITOR,
    "accounts.Registration",
    title="Inscription commencée",
    rows=lambda email: Registration.objects.filter(email__iexact=email).order_by(
        "created_at", "id"
    ),
    fields=("email", "display_name", "organisation_name", "siret", "created_at", "expires_at"),
    correctable=["display_name"],
    erase=erase_rows,
)
holds_personal_data(
    ACCOUNT,
    "notifications.Mail",
    title="Courriels envoyés par la plateforme",
    rows=lambda user: Mail.objects.filter(to__in=_addresses(user)).order_by("created_at", "id"),
    fields=("created_at", "subject", "sent_at"),
    erase=erase_rows,
)


def _addresses(user: str) -> "QuerySet[Any, str]":
    return User.objects.filter(pk=user).order_by().values_list("email", flat=True)


def _of_library(label: str) -> Callable[[str], "QuerySet[Any]"]:
    """Rows of a library's model whose ``user`` is the account; read only when it is installed."""
    return lambda user: apps.get_model(label)._default_manager.filter(user=user).order_by("pk")


for _label, _title, _fields in (
    ("account.EmailAddress", "Adresses de votre compte", ("email", "verified", "primary")),
    ("mfa.Authenticator", "Seconds facteurs", ("type", "created_at", "last_used_at")),
    (
        "usersessions.UserSession",
        "Sessions ouvertes",
        ("ip", "user_agent", "created_at", "last_seen_at"),
    ),
    ("socialaccount.SocialAccount", "Connexion par ProConnect", ("provider", "uid", "date_joined")),
):
    holds_personal_data(
        ACCOUNT, _label, title=_title, rows=_of_library(_label), fields=_fields, erase=erase_rows
    )
