"""Codes of the sign-in: what may be tried, what happens to a session, how one came in."""

from django.db.models import TextChoices


class TryKind(TextChoices):
    """What is tried, each with its own count: a form never uses up the tries of another.

    ``ENTRY`` is not tried: it remembers, by digest, from which networks an account came in well.
    """

    PASSWORD = "password", "mot de passe"
    CODE = "code", "code de second facteur"
    RESET = "reset", "lien de « mot de passe oublié »"
    CONFIRMATION = "confirmation", "lien qui prouve une adresse à la connexion"
    REGISTRATION = "registration", "lien d’inscription"
    MAIL = "mail", "envoi d’un lien vers une nouvelle adresse"
    CARD = "card", "code d’une carte de confiance"
    CARD_WORD = "card-word", "mot secret d’une carte de confiance"
    SIGNAL = "signal", "envoi d’un signalement"
    ENTRY = "entry", "entrée réussie d’un compte depuis un réseau"


class Event(TextChoices):
    """What the journal and the watch are told. The value is the action written in the journal."""

    OPENED = "session.open", "session ouverte"
    CLOSED = "session.close", "session fermée"
    REFUSED = "session.refuse", "essai refusé"
    DELAYED = "session.delay", "essai non examiné, délai en cours"
    STEPPED_UP = "session.step-up", "identité prouvée de nouveau"
    REVOKED = "session.revoke", "sessions fermées à distance"
    PASSWORD_CHANGED = "session.password", "mot de passe changé"
    ADDRESS_CHANGED = "session.address", "adresse électronique changée"
    FACTOR_ADDED = "session.factor-add", "second facteur ajouté"
    FACTOR_REMOVED = "session.factor-remove", "second facteur retiré"
    FACTOR_LOST = "session.factor-lost", "second facteur déclaré perdu"
    FACTOR_FOUND = "session.factor-found", "demande de remise à zéro annulée"
    FACTOR_RESET = "session.factor-reset", "second facteur remis à zéro"
    RECOVERY_CODES = "session.recovery-codes", "codes de secours refaits"
    IDENTITY_ADDED = "session.identity-add", "identité ProConnect rattachée"
    IDENTITY_REMOVED = "session.identity-remove", "identité ProConnect retirée"


class ResetState(TextChoices):
    """Where the request of someone who lost their second factor stands."""

    ASKED = "asked", "demandée"
    DONE = "done", "accordée"
    CANCELLED = "cancelled", "annulée"
    EXPIRED = "expired", "expirée"


class Way(TextChoices):
    """How a session was opened."""

    PASSWORD = "password", "mot de passe"
    PASSKEY = "passkey", "clé d’accès"
    PROCONNECT = "proconnect", "ProConnect"
    DEMONSTRATION = "demonstration", "démonstration"
