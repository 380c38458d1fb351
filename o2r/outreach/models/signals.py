"""« Quelqu’un ici a peut-être besoin de vous »: what a partner sends, and what it is answered."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.outreach.enums import Awareness, SignalAnswer, SignalState
from o2r.outreach.models.owned import Owned, OwnedQuerySet
from o2r.outreach.models.places import Place
from o2r.people.models import Person

OPEN_SIGNALS = (SignalState.RECEIVED, SignalState.ACKNOWLEDGED, SignalState.TAKEN)
"""Those that still wait for somebody."""


class SignalLinkQuerySet(OwnedQuerySet["SignalLink"]):
    def live(self, day: date) -> Self:
        """Those by which something may be sent on a day."""
        return self.filter(ended_at=None, until__gte=day)


class SignalLink(Owned):
    """A link given to a partner: it sends, it reads nothing. Its code is kept nowhere.

    ``until``: its last day.
    """

    access_kind = "signal-link"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner_name = models.CharField("partenaire", max_length=120)
    digest = models.CharField("empreinte du code", max_length=64, unique=True)
    made_at = models.DateTimeField("créé le", default=clock.now)
    until = models.DateField("sert jusqu’au")
    ended_at = models.DateTimeField("fermé le", null=True, blank=True)

    objects = SignalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "lien de signalement"
        verbose_name_plural = "liens de signalement"
        ordering = ("partner_name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(partner_name=""),
                name="signal_link_names_a_partner",
                violation_error_message="Dites à quel partenaire ce lien est donné.",
            ),
        ]

    def __str__(self) -> str:
        return self.partner_name

    @property
    def is_live(self) -> bool:
        """Whether something may be sent by it today."""
        return self.ended_at is None and self.until >= clock.today()


class SignalQuerySet(OwnedQuerySet["PartnerSignal"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those sent to the operator one acts for, and those that one's organisation sent.

        Once a signal has led to somebody, it is of their file: met by who meets that file.
        """
        ours = Q(organisation=actor.organisation)
        theirs = Q(person=None) | Q(person__in=Person.objects.all().visible_to(actor))
        return self.filter(ours & theirs | Q(sender=actor.organisation, sender__isnull=False))

    def received_by(self, organisation: uuid.UUID | None) -> Self:
        """Those sent to an operator."""
        return self.filter(organisation=organisation)

    def sent_by_organisation(self, organisation: uuid.UUID | None) -> Self:
        """Those that the accounts of an organisation sent."""
        return self.filter(sender=organisation, sender__isnull=False)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_SIGNALS)

    def for_lists(self) -> Self:
        """With all that a line needs."""
        return self.select_related("organisation", "link", "sender", "taken_by", "place")


class PartnerSignal(Owned):
    """One signal; what it says is sealed apart, with a key of its own (``SignalWords``).

    ``sender``: the organisation of the account that sent it, or none by a link. ``seen_on``: when
    the sender last saw the person. ``person``: whom the operator met, once it has; never told to
    the sender without an agreement. ``answer``: the one sentence told. ``follow_digest``: of the
    code by which who sent it follows it; that of the form, so that it is sent once.
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
    sent_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="envoyé par",
    )
    commune = models.CharField("commune", max_length=5)
    seen_on = models.DateField("vue pour la dernière fois le", null=True, blank=True)
    person_knows = models.CharField(
        "la personne le sait", max_length=12, choices=Awareness, default=Awareness.UNSURE
    )
    state = models.CharField(
        "état", max_length=16, choices=SignalState, default=SignalState.RECEIVED
    )
    taken_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="qui y va",
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="signals",
        verbose_name="lieu",
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="signals",
        verbose_name="personne rencontrée",
    )
    answer = models.CharField("réponse", max_length=16, choices=SignalAnswer, blank=True)
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
            models.Index(fields=["sender", "sent_at"], name="signal_by_sender"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(person=None) | Q(state=SignalState.MET),
                name="signal_of_somebody_met",
                violation_error_message="Seule une personne rencontrée a un dossier ici.",
            ),
            models.CheckConstraint(
                condition=Q(sender=None) | ~Q(sender=F("organisation")),
                name="signal_from_elsewhere",
                violation_error_message="Un signalement vient d’une autre organisation.",
            ),
        ]

    def __str__(self) -> str:
        return f"signalement du {self.sent_at:%d/%m/%Y}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = set(super().relations_to(actor))
        if self.sender_id is not None and self.sender_id == actor.organisation:
            found.add(Relation.REFERRER)
        return frozenset(found)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in OPEN_SIGNALS

    @property
    def from_whom(self) -> str:
        """The partner: the organisation of the account, or whom the link was given to."""
        if self.sender is not None:
            return self.sender.name
        return self.link.partner_name if self.link else "partenaire"


class SignalMove(models.Model):
    """One move of a signal: from where, to where, by whom; nobody for who sent it by a link."""

    id = models.BigAutoField(primary_key=True)
    signal = models.ForeignKey(
        PartnerSignal, on_delete=models.CASCADE, related_name="moves", verbose_name="signalement"
    )
    left = models.CharField("quitté", max_length=16, choices=SignalState)
    reached = models.CharField("atteint", max_length=16, choices=SignalState)
    by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="par",
    )
    at = models.DateTimeField("le", default=clock.now)

    class Meta:
        verbose_name = "suite d’un signalement"
        verbose_name_plural = "suites des signalements"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"


class SignalWords(SealedRow):
    """What a signal says, who says it and how to answer. ``subject`` is the key of the signal."""

    signal = models.OneToOneField(
        PartnerSignal, on_delete=models.CASCADE, related_name="said", verbose_name="signalement"
    )
    called = SealedTextField("comment l’appeler")
    whereabouts = SealedTextField("où et quand la trouver")
    words = SealedTextField("ce qui est signalé")
    sender_name = SealedTextField("qui signale")
    sender_contact = SealedTextField("comment lui répondre")

    class Meta:
        verbose_name = "contenu d’un signalement"
        verbose_name_plural = "contenus des signalements"
        ordering = ("signal_id",)

    def __str__(self) -> str:
        return f"contenu {self.pk}"
