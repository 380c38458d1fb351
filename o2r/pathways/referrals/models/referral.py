"""A referral: somebody sent towards a service, and what became of it."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.network.directory.models import Service
from o2r.pathways.referrals.enums import (
    CLOSED,
    FAILED,
    UNDER_WAY,
    Channel,
    EndReason,
    ReferralState,
)
from o2r.people.enums import AgreementProof, SharedField
from o2r.people.models import Agreement, Person

SUMMARY, WORDS = "summary", "words"
"""Groups of fields of a referral, besides those of the file: the service and where it stands; what
was written for the structure."""


class ReferralQuerySet(GovernedQuerySet["Referral"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those sent to the organisation one acts for. Who sent them meets them with the file of
        the person, and nobody meets those of a protected file."""
        rows = self.exclude(state=ReferralState.DRAFT).filter(is_hidden=False)
        return rows.filter(recipient=actor.organisation, recipient__isnull=False)

    def under_way(self) -> Self:
        """Those of which something is still awaited."""
        return self.filter(state__in=UNDER_WAY)

    def closed(self) -> Self:
        return self.filter(state__in=CLOSED)

    def for_lists(self) -> Self:
        """With all that a line needs. Never the person: their row may be out of reach."""
        return self.select_related("organisation", "recipient", "agreement")


class Referral(Governed):
    """Somebody sent towards a service, with what they agreed to tell, and what became of it.

    The service may close or change: what was sent keeps the name, the identifier (data·inclusion)
    and the version of the schema of that day. ``agreement``: by which an organisation with an
    account reads; without an account, the same is kept here (``consented_on`` and the next).
    ``fields``: codes of ``SharedField`` that travel, none for « sans identité ». ``mailbox``: the
    registered one of the structure, on the day of the sending. ``counted_from``: the day from which
    the delays run. ``is_hidden``: the file became protected or was erased: who received it knows
    nothing more. ``form_digest``: of the code of the form: a double click makes one referral.
    """

    access_kind = "referral"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="referrals", verbose_name="personne"
    )
    service = models.ForeignKey(
        Service,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="service",
    )
    service_source_id = models.CharField("identifiant du service", max_length=200, blank=True)
    schema_version = models.CharField("version du schéma", max_length=20, blank=True)
    service_name = models.CharField("nom du service", max_length=300)
    structure_name = models.CharField("structure", max_length=300)
    recipient = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisation destinataire",
    )
    mailbox = models.EmailField("boîte de la structure", blank=True)
    channel = models.CharField("canal", max_length=12, choices=Channel)
    theme = models.CharField("besoin", max_length=80, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="accord",
    )
    fields = models.JSONField("ce qui est transmis", default=list, blank=True)
    proof = models.CharField("preuve", max_length=12, choices=AgreementProof, blank=True)
    consented_on = models.DateField("accord donné le", null=True, blank=True)
    consent_until = models.DateField("accord jusqu’au", null=True, blank=True)
    consent_withdrawn_at = models.DateTimeField("accord retiré le", null=True, blank=True)
    state = models.CharField(
        "état", max_length=16, choices=ReferralState, default=ReferralState.DRAFT
    )
    reason = models.CharField("pourquoi", max_length=24, choices=EndReason, blank=True)
    is_hidden = models.BooleanField("caché à la structure", default=False)
    created_at = models.DateTimeField("préparée le", default=clock.now)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="préparée par"
    )
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    sent_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="envoyée par",
    )
    counted_from = models.DateField("délais comptés depuis le", null=True, blank=True)
    reminded_at = models.DateTimeField("relancée le", null=True, blank=True)
    seen_at = models.DateTimeField("vue le", null=True, blank=True)
    appointment_on = models.DateField("rendez-vous le", null=True, blank=True)
    received_on = models.DateField("reçue le", null=True, blank=True)
    entered_on = models.DateField("entrée le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    next_service = models.ForeignKey(
        Service,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="autre service proposé",
    )
    need_noted_at = models.DateTimeField("besoin non couvert noté le", null=True, blank=True)
    follows = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="next",
        verbose_name="après",
    )
    form_digest = models.CharField("empreinte du formulaire", max_length=64, unique=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        ordering = ("-created_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recipient", "state", "sent_at"], name="referral_by_recipient"),
            models.Index(fields=["state", "counted_from"], name="referral_by_delay"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=[ReferralState.DRAFT, ReferralState.CANCELLED])
                | Q(sent_at__isnull=False, counted_from__isnull=False),
                name="referral_sent_has_a_day",
                violation_error_message="Une orientation envoyée a un jour d’envoi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FAILED) | ~Q(reason=""),
                name="referral_failed_says_why",
                violation_error_message="Dites pourquoi l’orientation n’a pas abouti.",
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.ACCOUNT) | Q(recipient__isnull=False),
                name="referral_to_an_account",
                violation_error_message="Dites à quelle organisation.",
            ),
        ]

    def __str__(self) -> str:
        return f"orientation {str(self.pk)[:8]}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = {Relation.ANY}
        received = self.recipient_id is not None and self.recipient_id == actor.organisation
        if received and not self.is_hidden and self.state != ReferralState.DRAFT:
            found.add(Relation.PARTNER)
        return frozenset(found)

    def shared_groups(self, actor: Actor) -> frozenset[str] | None:
        """What whoever received it may read: asked at each request, lost with the agreement."""
        del actor
        return self.open_groups()

    def open_groups(self, day: date | None = None) -> frozenset[str]:
        """The groups of fields that whoever received it may read on a day."""
        groups = {SharedField(one).group for one in self.open_fields(day)}
        told = bool(groups) or not self.fields
        return frozenset({SUMMARY, *groups, *([WORDS] if told and self.is_told else [])})

    def open_fields(self, day: date | None = None) -> frozenset[str]:
        """The fields that may be read on a day: those of the referral that an agreement in force
        names, while the need of it lasts."""
        if not self.is_told:
            return frozenset()
        on = day or clock.today()
        if self.channel == Channel.ACCOUNT:
            given = self.agreement
            # Two files that became one: the other agreement was not given for this one.
            holds = given is not None and given.person_id == self.person_id
            if given is None or not holds or not given.is_in_force(on):
                return frozenset()
            return frozenset(set(given.fields) & set(self.fields))
        return frozenset(self.fields) if self.has_consent(on) else frozenset()

    def has_consent(self, on: date) -> bool:
        """Without an account: whether what the person agreed to still holds on a day."""
        return bool(
            self.consented_on
            and self.consent_until
            and self.consent_withdrawn_at is None
            and self.consented_on <= on <= self.consent_until
        )

    @property
    def is_told(self) -> bool:
        """Whether whoever received it may still read more than where it stands."""
        over = (ReferralState.DRAFT, *FAILED, ReferralState.CANCELLED)
        return not self.is_hidden and self.state not in over

    @property
    def is_under_way(self) -> bool:
        """Whether something is still awaited."""
        return self.state in UNDER_WAY

    @property
    def has_failed(self) -> bool:
        """Whether the need is still there."""
        return self.state in FAILED

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id

    @property
    def reference(self) -> str:
        """By which two professionals speak of it on the telephone: it says nothing of anybody."""
        return str(self.pk)[:8].upper()


class ReferralMove(models.Model):
    """One move of a referral: from where, to where, by whom; nobody for a link or for the days."""

    id = models.BigAutoField(primary_key=True)
    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="moves", verbose_name="orientation"
    )
    left = models.CharField("avant", max_length=16, choices=ReferralState)
    reached = models.CharField("après", max_length=16, choices=ReferralState)
    moved_at = models.DateTimeField("le", default=clock.now)
    moved_by = models.UUIDField("par", null=True)
    by_link = models.BooleanField("par un lien", default=False)

    class Meta:
        verbose_name = "suite d’une orientation"
        verbose_name_plural = "suites des orientations"
        ordering = ("referral_id", "moved_at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"


class ReferralWords(SealedRow):
    """What is written for the structure, sealed apart. ``subject`` is the key of the referral,
    which whoever receives it in an account holds too."""

    referral = models.OneToOneField(
        Referral, on_delete=models.CASCADE, related_name="said", verbose_name="orientation"
    )
    words = SealedTextField("mots pour la structure")

    class Meta:
        verbose_name = "mots d’une orientation"
        verbose_name_plural = "mots des orientations"
        ordering = ("referral_id",)

    def __str__(self) -> str:
        return f"mots {self.pk}"
