"""Words of silences: what became of an alert, and why one is set aside."""

from django.db import models


class AlertState(models.TextChoices):
    """What became of an alert on a silence."""

    OPEN = "ouverte", "à prendre"
    TAKEN = "prise-en-charge", "prise en charge"
    RESOLVED = "resolue", "le contact est repris"
    DISMISSED = "ecartee", "écartée"


ALERT_MOVES: dict[AlertState, tuple[AlertState, ...]] = {
    # Somebody met before anybody took the alert: it is over all the same.
    AlertState.OPEN: (AlertState.TAKEN, AlertState.RESOLVED, AlertState.DISMISSED),
    AlertState.TAKEN: (AlertState.RESOLVED, AlertState.DISMISSED),
    AlertState.RESOLVED: (),
    AlertState.DISMISSED: (),
}
ACTIVE = tuple(one for one in AlertState if ALERT_MOVES[one])


class Dismissal(models.TextChoices):
    """Why an alert is set aside: nothing of the life of the person is said there."""

    KNOWN_ABSENCE = "absence-connue", "une absence connue"
    NOT_WRITTEN = "contact-non-note", "un contact a eu lieu, il n’était pas noté"
    ELSEWHERE = "suivie-ailleurs", "quelqu’un d’autre est en lien avec elle"
    THEIR_CHOICE = "choix", "la personne préfère revenir d’elle-même"
    ENDED = "fin-du-suivi", "le suivi est terminé"
    WRONG = "erreur", "l’alerte se trompe"
