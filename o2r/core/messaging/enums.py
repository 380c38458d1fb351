"""Words of a message that leaves the platform."""

from django.db import models


class Channel(models.TextChoices):
    """By what a message reaches somebody. A letter is printed: nothing here sends it."""

    SMS = "sms", "SMS"
    MAIL = "courriel", "courriel"


class MessageState(models.TextChoices):
    """Where a message stands. ``UNKNOWN``: it may have left, nobody can tell yet."""

    WAITING = "attente", "en attente"
    SENDING = "envoi", "en cours d’envoi"
    SENT = "parti", "parti"
    FAILED = "refuse", "refusé"
    CANCELLED = "annule", "annulé"
    UNKNOWN = "inconnu", "peut-être parti"


MESSAGE_MOVES = {
    MessageState.WAITING: (MessageState.SENDING, MessageState.FAILED, MessageState.CANCELLED),
    MessageState.SENDING: (
        *(MessageState.SENT, MessageState.WAITING, MessageState.FAILED),
        MessageState.UNKNOWN,
    ),
    MessageState.UNKNOWN: (
        *(MessageState.SENT, MessageState.WAITING, MessageState.FAILED),
        MessageState.CANCELLED,
    ),
    MessageState.SENT: (),
    MessageState.FAILED: (),
    MessageState.CANCELLED: (),
}
"""From ``UNKNOWN`` to ``WAITING`` only once the provider has said that it holds nothing."""

ENDS = tuple(state for state, moves in MESSAGE_MOVES.items() if not moves)
