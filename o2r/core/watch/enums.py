"""Words of the watch: acts it looks at, answers it gives, states of an alert."""

from django.db.models import TextChoices


class Action(TextChoices):
    """What the watch looks at. A page that does one of these says so through ``observe``."""

    REVEAL = "reveal", "identité consultée"
    SEARCH = "search", "recherche d’une personne"
    WRITE = "write", "dossier complété"
    EXPORT = "export", "export"
    SHARE = "share", "dossier partagé"
    BREAK_GLASS = "break-glass", "accès d’urgence"
    DUPLICATE_REQUEST = "duplicate-request", "demande de doublon"
    REFUSED = "refused", "ouverture refusée"
    SIGN_IN = "sign-in", "connexion"
    SIGN_IN_FAILED = "sign-in-failed", "connexion refusée"
    DEVICE_REFUSED = "device-refused", "appareil révoqué refusé"
    ACCOUNT_CREATED = "account-created", "compte créé"


class Severity(TextChoices):
    """How much an alert weighs. A high one needs two organisations to be lifted."""

    LOW = "low", "faible"
    MEDIUM = "medium", "moyenne"
    HIGH = "high", "forte"


class Response(TextChoices):
    """What a rule asks for."""

    NOTIFY = "notify", "prévenir"
    BLOCK = "block", "bloquer le compte"


class Outcome(TextChoices):
    """What the quota answers before a read."""

    ALLOW = "allow", "accordé"
    STEP_UP = "step-up", "identification renforcée demandée"
    BLOCK = "block", "refusé"


class Standing(TextChoices):
    """How well an account is known."""

    ORDINARY = "ordinary", "habituel"
    UNUSUAL = "unusual", "récent, ou connecté d’un lieu nouveau"
    COOLING = "cooling", "dans ses premières vingt-quatre heures"


class AlertState(TextChoices):
    """Life of an alert."""

    NEW = "new", "nouvelle"
    UNDER_REVIEW = "under-review", "examinée"
    FOUNDED = "founded", "fondée"
    DISMISSED = "dismissed", "sans suite"
