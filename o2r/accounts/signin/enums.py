"""Codes of the sign-in: what may be tried, what happens to a session, how one came in."""

from django.db.models import TextChoices


class TryKind(TextChoices):
    """What is tried, each with its own count."""

    PASSWORD = "password", "mot de passe"
    CODE = "code", "code de second facteur"
    MAIL = "mail", "envoi d’un lien par courriel"


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
    FACTOR_RESET = "session.factor-reset", "second facteur remis à zéro"


class ResetState(TextChoices):
    """Where the request of someone who lost their second factor stands."""

    ASKED = "asked", "demandée"
    DONE = "done", "accordée"


class Way(TextChoices):
    """How a session was opened."""

    PASSWORD = "password", "mot de passe"
    PASSKEY = "passkey", "clé d’accès"
    PROCONNECT = "proconnect", "ProConnect"
    DEMONSTRATION = "demonstration", "démonstration"
