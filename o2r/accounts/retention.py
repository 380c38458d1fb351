"""What the accounts keep of professionals, and for how long."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from o2r.accounts.closing import CLOSED_DOMAIN, close_inactive
from o2r.accounts.models import User
from o2r.core.notifications.services import Recipient
from o2r.core.retention.enums import Ground, Remains, SubjectKind
from o2r.core.retention.registry import NO_PERSONAL_DATA, Notice, Since, Until, declare

ACCOUNT, VISITOR = SubjectKind.ACCOUNT, SubjectKind.VISITOR
WHILE_OPEN = Until("tant que le compte est ouvert")


def _open_accounts(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Accounts of real people that are not closed yet."""
    return rows.filter(is_example=False).exclude(email__endswith=CLOSED_DOMAIN)


def _recipient(user: User) -> list[Recipient]:
    return [Recipient(user=user.pk, email=user.email)]


def _warning(user: User) -> str:
    return (
        f"Bonjour {user.display_name},\n\nvotre compte n’a pas servi depuis longtemps. Sans "
        "connexion de votre part, il sera fermé dans un mois et vos données seront effacées.\n\n"
        "Pour le garder, il suffit de vous connecter."
    )


declare(
    "accounts.User",
    personal="nom affiché, adresse électronique, empreinte du mot de passe, dernière connexion",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since(
        Coalesce("last_login", "created_at"),
        "la dernière connexion, à défaut l’ouverture du compte",
    ),
    period="inactive-account",
    remains=Remains.ANONYMISED,
    act=close_inactive,
    among=_open_accounts,
    notice=Notice(
        "inactive-account-notice", _recipient, "Votre compte va être fermé dans un mois", _warning
    ),
    subjects=[ACCOUNT],
)
declare(
    "accounts.Membership",
    personal="qui travaille pour quelle organisation, dans quel rôle, déclaration acceptée",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("ended_at", "la fin de l’appartenance"),
    period="ended-affiliation",
    subjects=[ACCOUNT],
)
declare(
    "accounts.Substitution",
    personal="qui est absent, qui le remplace, pendant quels jours",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("last_day", "le dernier jour du remplacement"),
    period="ended-affiliation",
    subjects=[ACCOUNT],
)
declare(
    "accounts.Handover",
    personal="qui a transmis sa file active, à qui",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("done_at", "la transmission"),
    period="ended-affiliation",
    subjects=[ACCOUNT],
)
declare(
    "accounts.Invitation",
    personal="adresse électronique de la personne invitée, rôle proposé",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("expires_at", "la fin de validité de l’invitation"),
    period="lapsed-invitation",
    subjects=[ACCOUNT, VISITOR],
)
declare(
    "accounts.Registration",
    personal="nom, adresse électronique et organisation de qui s’inscrit sans avoir fini",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("expires_at", "la fin de validité du lien"),
    period="unfinished-registration",
    subjects=[VISITOR],
)
declare("accounts.Organisation", personal=NO_PERSONAL_DATA)
declare("accounts.Team", personal=NO_PERSONAL_DATA)

# What the libraries of sign-in and of Django bring.
declare(
    "sessions.Session",
    personal="compte connecté, par son identifiant",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since("expire_date", "l’expiration de la session"),
    period="ended-session",
)
for label, held in (
    ("account.EmailAddress", "adresse électronique du compte, vérifiée ou non"),
    ("mfa.Authenticator", "second facteur : secret chiffré ou clé publique, dernier usage"),
    ("usersessions.UserSession", "appareil et adresse IP d’une session ouverte"),
    ("socialaccount.SocialAccount", "identifiant donné par ProConnect, nom et adresse"),
):
    declare(
        label,
        personal=held,
        ground=Ground.PUBLIC_INTEREST,
        clock=WHILE_OPEN,
        subjects=[ACCOUNT],
    )
for label in (
    *("account.EmailConfirmation", "socialaccount.SocialApp", "socialaccount.SocialToken"),
    *("auth.Group", "auth.Permission", "contenttypes.ContentType"),
):
    declare(label, personal=NO_PERSONAL_DATA)
