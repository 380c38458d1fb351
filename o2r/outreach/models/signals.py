"""« Quelqu’un ici a peut-être besoin de vous »: what a partner sends, and what it is answered."""

import uuid
from typing import ClassVar

from django.db import models

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.outreach.enums import SignalState
from o2r.outreach.models.owned import Owned, OwnedQuerySet
from o2r.people.models import Person


class SignalLinkQuerySet(OwnedQuerySet["SignalLink"]):
    pass


class SignalLink(Owned):
    """A link given to a partner: it sends, it reads nothing. Its code is kept nowhere."""

    access_kind = "signal-link"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner_name = models.CharField("partenaire", max_length=120)
    digest = models.CharField("empreinte du code", max_length=64, unique=True)
    made_at = models.DateTimeField("créé le", default=clock.now)
    ended_at = models.DateTimeField("fermé le", null=True, blank=True)

    objects = SignalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien de signalement"
        verbose_name_plural = "liens de signalement"
        ordering = ("partner_name", "id")

    def __str__(self) -> str:
        return self.partner_name


class SignalQuerySet(OwnedQuerySet["PartnerSignal"]):
    pass


class PartnerSignal(Owned):
    """One signal; what it says is sealed apart, with a key of its own (``SignalWords``).

    ``sender``: the organisation of the account that sent it, or none by a link. ``person``: whom
    the operator met, once it has; never told to the sender.
    """

    access_kind = "partner-signal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(
        SignalLink,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="signals",
        verbose_name="lien",
    )
    sender = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisation qui signale",
    )
    commune = models.CharField("commune", max_length=5, blank=True)
    person_agrees = models.BooleanField("la personne est d’accord", default=False)
    state = models.CharField(
        "état", max_length=16, choices=SignalState, default=SignalState.RECEIVED
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="signals",
        verbose_name="personne rencontrée",
    )
    sent_at = models.DateTimeField("envoyé le", default=clock.now)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    follow_digest = models.CharField("empreinte du suivi", max_length=64, unique=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        ordering = ("-sent_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "sent_at"], name="signal_by_state"),
        ]

    def __str__(self) -> str:
        return f"signalement du {self.sent_at:%d/%m/%Y}"


class SignalWords(SealedRow):
    """What a signal says, who says it and how to answer. ``subject`` is the key of the signal."""

    signal = models.OneToOneField(
        PartnerSignal, on_delete=models.CASCADE, related_name="said", verbose_name="signalement"
    )
    sender_name = SealedTextField("qui signale")
    sender_contact = SealedTextField("comment lui répondre")
    words = SealedTextField("ce qui est signalé")

    class Meta:
        verbose_name = "contenu d’un signalement"
        verbose_name_plural = "contenus des signalements"
        ordering = ("signal_id",)

    def __str__(self) -> str:
        return f"contenu {self.pk}"
