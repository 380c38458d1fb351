"""The inbox of each person, what they chose to be told of, and the mails that wait to leave."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull

from o2r.core.notifications.enums import Choice, MailState

LONGEST_SUBJECT = 200


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: datetime) -> Self:
        """Mails to send now: those that wait, and those whose sender died holding them."""
        waiting = Q(state=MailState.WAITING, due_at__lte=now)
        abandoned = Q(state=MailState.SENDING, claimed_until__lt=now)
        return self.filter(waiting | abandoned)

    def unreachable_since(self, moment: datetime) -> bool:
        """Whether the mail server has failed to answer since ``moment``."""
        return self.filter(unreachable_at__gte=moment).exists()


class Mail(models.Model):
    """One mail, kept from the act that causes it until it has left.

    Its text is emptied once it has left: the table is a queue, not an archive. ``unreachable_at``
    is the last time the mail server itself did not answer; ``error`` the kind of the last failure.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField("destinataire")
    reply_to = models.EmailField("réponse à", blank=True)
    subject = models.CharField("objet", max_length=LONGEST_SUBJECT)
    body = models.TextField("texte", blank=True)
    state = models.CharField("état", max_length=20, choices=MailState, default=MailState.WAITING)
    created_at = models.DateTimeField("écrit le")
    due_at = models.DateTimeField("à envoyer le")
    tries = models.PositiveIntegerField("essais", default=0)
    claimed_until = models.DateTimeField("réservé jusqu’au", null=True, blank=True)
    unreachable_at = models.DateTimeField("serveur injoignable le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    error = models.CharField("erreur", max_length=120, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ("due_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_at"], name="mail_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False, body="")
                | (~Q(state=MailState.SENT) & Q(sent_at=None)),
                name="mail_sent_is_dated_and_emptied",
                violation_error_message="Un courriel envoyé porte sa date et plus son texte.",
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.SENDING, claimed_until__isnull=False)
                | (~Q(state=MailState.SENDING) & Q(claimed_until=None)),
                name="mail_being_sent_is_claimed",
                violation_error_message="Un courriel en cours d’envoi est réservé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: uuid.UUID) -> Self:
        """The inbox of a person, and nobody else's."""
        return self.filter(recipient=user)

    def unread(self) -> Self:
        """What has not been opened."""
        return self.filter(read_at=None)

    def unread_first(self) -> Self:
        """In the order of the inbox page."""
        return self.order_by(IsNull(F("read_at"), True).desc(), "-created_at", "id")

    def continued(self, *, mailed_after: datetime) -> Self:
        """What a later word of the same thing may still rewrite: no mail has carried it, or the
        mail that left at once is more recent than ``mailed_after``."""
        recent = Q(channel=Choice.IMMEDIATELY, created_at__gte=mailed_after)
        return self.filter(recent | (~Q(channel=Choice.IMMEDIATELY) & Q(mail=None)))

    def awaiting_digest(self) -> Self:
        """What has to be in a daily digest and has not been yet."""
        return self.filter(channel=Choice.DAILY, mail=None).exclude(address="")


class Notification(models.Model):
    """What a person is told, in their inbox; ``mail`` is the mail it left with, if any.

    ``sensitive``: it is about an accompanied person, so its mail says nothing but that a message
    waits. ``link`` is a path of this site: what it leads to is protected by the access decision,
    so subject and body never name an accompanied person. ``channel`` is what the recipient had
    chosen at that moment, ``address`` where a digest goes, emptied once it is written.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.UUIDField("destinataire")
    kind = models.CharField("nature", max_length=60)
    subject = models.CharField("objet", max_length=LONGEST_SUBJECT)
    body = models.TextField("texte", blank=True)
    link = models.CharField("lien", max_length=300, blank=True)
    sensitive = models.BooleanField("sensible", default=False)
    channel = models.CharField("envoi", max_length=20, choices=Choice)
    address = models.EmailField("adresse du résumé", blank=True)
    mail = models.ForeignKey(
        Mail,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name="courriel",
    )
    created_at = models.DateTimeField("reçue le")
    read_at = models.DateTimeField("lue le", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        verbose_name_plural = "notifications"
        ordering = ("-created_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recipient", "read_at"], name="notification_inbox"),
            models.Index(fields=["channel", "mail"], name="notification_digest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(subject=""),
                name="notification_says_something",
                violation_error_message="Une notification a un objet.",
            ),
            models.CheckConstraint(
                condition=Q(link="") | (Q(link__startswith="/") & ~Q(link__startswith="//")),
                name="notification_links_to_this_site",
                violation_error_message="Le lien d’une notification mène à une page de ce site.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def of(self, user: uuid.UUID) -> Self:
        """The choices of a person."""
        return self.filter(user=user)


class Preference(models.Model):
    """How one person wants to be told of one kind; without a row, the kind's own default."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.UUIDField("personne")
    kind = models.CharField("nature", max_length=60)
    choice = models.CharField("choix", max_length=20, choices=Choice)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "choix de notification"
        verbose_name_plural = "choix de notification"
        ordering = ("user", "kind")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                name="preference_one_choice_per_kind",
                violation_error_message="Un seul choix par nature de notification.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} : {self.get_choice_display()}"
