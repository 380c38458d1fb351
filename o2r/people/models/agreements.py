"""What a person was told, what they agreed to, and the card by which they take it back."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.people.enums import (
    AgreementProof,
    AgreementState,
    Basis,
    Purpose,
    Support,
)


class InformationGiven(models.Model):
    """The person was told what is written of them, by whom and why (GDPR art. 13)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.CASCADE,
        related_name="information",
        verbose_name="personne",
    )
    given_at = models.DateTimeField("donnée le", default=clock.now)
    given_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="par"
    )
    support = models.CharField("support", max_length=16, choices=Support, default=Support.SPOKEN)
    language = models.CharField("langue", max_length=12, default="fr")
    text_version = models.CharField("version du texte", max_length=40, blank=True)

    class Meta:
        verbose_name = "information donnée"
        verbose_name_plural = "informations données"
        ordering = ("person_id", "-given_at", "id")

    def __str__(self) -> str:
        return f"information {self.pk}"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force(self, day: date) -> Self:
        """Those by which something may be read on a day."""
        return self.filter(state=AgreementState.GIVEN, given_on__lte=day, until__gte=day)


class Agreement(models.Model):
    """Person × purpose × recipient × fields × channel × validity × proof × withdrawal.

    ``basis`` says which of the two objects of the law it is. ``fields``: codes of ``SharedField``.
    ``until``: the last day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.CASCADE,
        related_name="agreements",
        verbose_name="personne",
    )
    basis = models.CharField("fondement", max_length=16, choices=Basis, default=Basis.CONSENT)
    purpose = models.CharField("pour quoi", max_length=16, choices=Purpose)
    recipient = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="destinataire"
    )
    fields = models.JSONField("ce qui est partagé", default=list)
    channel = models.CharField("canal", max_length=16, choices=Support, default=Support.SPOKEN)
    language = models.CharField("langue", max_length=12, default="fr")
    proof = models.CharField("preuve", max_length=12, choices=AgreementProof, blank=True)
    state = models.CharField(
        "état", max_length=12, choices=AgreementState, default=AgreementState.PROPOSED
    )
    asked_at = models.DateTimeField("proposé le", default=clock.now)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="proposé par"
    )
    given_on = models.DateField("donné le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "accord"
        verbose_name_plural = "accords"
        ordering = ("person_id", "-asked_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recipient", "state", "until"], name="agreement_by_recipient"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=[AgreementState.PROPOSED, AgreementState.REFUSED])
                | Q(given_on__isnull=False, until__gte=models.F("given_on")),
                name="agreement_given_has_an_end",
                violation_error_message="Un accord donné a un jour de fin, après celui du début.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.GIVEN) | ~Q(proof=""),
                name="agreement_given_has_a_proof",
                violation_error_message="Dites comment la personne a donné son accord.",
            ),
        ]

    def __str__(self) -> str:
        return f"accord {self.pk}"

    def is_in_force(self, day: date | None = None) -> bool:
        """Whether something may be read by it, on a day (today by default)."""
        on = day or clock.today()
        return bool(
            self.state == AgreementState.GIVEN
            and self.given_on
            and self.until
            and self.given_on <= on <= self.until
        )


class TrustCard(models.Model):
    """A card handed to the person: it shows nothing of them, and lets them withdraw.

    ``digest``: of the code printed; the code itself is nowhere. ``second_digest``: salted and slow,
    of the word chosen with the worker, which opens what is known; empty without one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="cards", verbose_name="personne"
    )
    digest = models.CharField("empreinte du code", max_length=64, unique=True)
    second_digest = models.CharField("empreinte du second secret", max_length=200, blank=True)
    issued_at = models.DateTimeField("remise le", default=clock.now)
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="remise par"
    )
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    failed_tries = models.PositiveSmallIntegerField("essais manqués", default=0)

    class Meta:
        verbose_name = "carte de confiance"
        verbose_name_plural = "cartes de confiance"
        ordering = ("person_id", "-issued_at", "id")

    def __str__(self) -> str:
        return f"carte {self.pk}"
