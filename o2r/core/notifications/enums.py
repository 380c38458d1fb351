from django.db import models


class Choice(models.TextChoices):
    """How a person wants to be told of a kind of event. The inbox always keeps everything."""

    IMMEDIATELY = "immediately", "par courriel, aussitôt"
    DAILY = "daily", "par courriel, un résumé par jour"
    INBOX = "inbox", "sur la plateforme seulement"


class MailState(models.TextChoices):
    """Where a mail is."""

    WAITING = "waiting", "à envoyer"
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    GIVEN_UP = "given_up", "abandonné"
