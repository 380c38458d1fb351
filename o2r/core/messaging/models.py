"""The messages that wait to leave, and what became of them."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.core.messaging.enums import Channel, MessageState


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    def due(self, now: datetime) -> Self:
        """Those to send now, and those whose provider is to be asked what became of them."""
        states = (MessageState.WAITING, MessageState.UNKNOWN)
        return self.filter(state__in=states, due_at__lte=now)

    def abandoned(self, now: datetime) -> Self:
        """Those whose sender died holding them: nobody knows whether they left."""
        return self.filter(state=MessageState.SENDING, claimed_until__lt=now)

    def about(self, subject: uuid.UUID) -> Self:
        """Those sealed with the key of one file."""
        return self.filter(subject=subject)


class OutgoingMessage(SealedRow):
    """One message, kept from the act that causes it until its fate is known.

    Number and text are sealed with the key of the file, then emptied: the table is a queue, not an
    archive. ``tag``: what the provider knows it by, unique: the same act posted twice is one
    message. ``not_before``, ``not_after``: hours in ``zone`` outside which nothing leaves.
    ``kind``: who decides, just before it leaves, whether it is still wanted.
    """

    organisation = models.UUIDField("organisation qui écrit", editable=False)
    kind = models.CharField("nature", max_length=40)
    tag = models.CharField("étiquette", max_length=60, unique=True)
    channel = models.CharField("canal", max_length=12, choices=Channel)
    recipient = SealedTextField("destinataire")
    text = SealedTextField("texte")
    zone = models.CharField("fuseau horaire", max_length=40)
    not_before = models.TimeField("pas avant", null=True, blank=True)
    not_after = models.TimeField("pas après", null=True, blank=True)
    created_at = models.DateTimeField("écrit le", default=clock.now)
    expires_at = models.DateTimeField("inutile après")
    state = models.CharField(
        "état", max_length=12, choices=MessageState, default=MessageState.WAITING
    )
    due_at = models.DateTimeField("à envoyer le", null=True, blank=True)
    claimed_until = models.DateTimeField("réservé jusqu’au", null=True, blank=True)
    tried_at = models.DateTimeField("dernier essai le", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("essais", default=0)
    asks = models.PositiveSmallIntegerField("questions au fournisseur", default=0)
    reference = models.CharField("référence du fournisseur", max_length=80, blank=True)
    error = models.CharField("erreur", max_length=40, blank=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message à envoyer"
        verbose_name_plural = "messages à envoyer"
        ordering = ("created_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_at"], name="message_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=MessageState.values) & Q(channel__in=Channel.values),
                name="message_state_known",
                violation_error_message="Cet état ou ce canal n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENDING, claimed_until__isnull=False)
                | (~Q(state=MessageState.SENDING) & Q(claimed_until=None)),
                name="message_being_sent_is_claimed",
                violation_error_message="Un message en cours d’envoi est réservé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.tag}"


class MessageMove(models.Model):
    """One move of a message; ``by`` is empty for the worker."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(
        OutgoingMessage, on_delete=models.CASCADE, related_name="moves", verbose_name="message"
    )
    left = models.CharField("quitté", max_length=12, choices=MessageState)
    reached = models.CharField("atteint", max_length=12, choices=MessageState)
    why = models.CharField("pourquoi", max_length=40, blank=True)
    at = models.DateTimeField("le", default=clock.now)
    by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "suite d’un message"
        verbose_name_plural = "suites des messages"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
