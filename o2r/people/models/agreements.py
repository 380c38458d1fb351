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
    SharedField,
    Standing,
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

    def over(self, day: date) -> Self:
        """Those whose last day has passed, that nobody withdrew."""
        return self.filter(state=AgreementState.GIVEN, until__lt=day)

    def consented(self) -> Self:
        """Those that the person gave, and takes back: not the secrecy that professionals share."""
        return self.filter(basis=Basis.CONSENT)


class Agreement(models.Model):
    """Person × purpose × recipient × fields × channel × validity × proof × withdrawal.

    ``basis`` says which of the two objects of the law it is. ``fields``: codes of ``SharedField``.
    ``until``: the last day. ``number``: its rank among what the person ever gave, printed on their
    paper; the page of the card names an agreement by it, and by nothing else.
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
    number = models.PositiveSmallIntegerField("numéro", null=True, blank=True)

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
                # Shared secrecy is not given: the person is informed of it, and may object.
                condition=~Q(state=AgreementState.GIVEN)
                | ~Q(proof="")
                | Q(basis=Basis.SHARED_SECRECY),
                name="agreement_given_has_a_proof",
                violation_error_message="Dites comment la personne a donné son accord.",
            ),
            models.CheckConstraint(
                condition=~Q(language=""),
                name="agreement_says_its_language",
                violation_error_message="Dites dans quelle langue cela a été expliqué.",
            ),
            models.UniqueConstraint(
                fields=["person", "number"],
                condition=Q(number__isnull=False),
                name="agreement_number_once",
                violation_error_message="Un accord de cette personne porte déjà ce numéro.",
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

    @property
    def is_consent(self) -> bool:
        """Whether the person gave it; otherwise professionals share a secret, and say so."""
        return self.basis == Basis.CONSENT

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed, given or not."""
        return bool(self.until and self.until < clock.today())

    @property
    def shared(self) -> list[str]:
        """What it names, in words."""
        return [str(SharedField(one).label) for one in self.fields]


class AgreementMove(models.Model):
    """One move of an agreement: the proof that it was given, and that taking it back was heard.

    ``left`` is empty for a proposal; ``with_card``: the person did it alone, with their card.
    """

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="moves", verbose_name="accord"
    )
    left = models.CharField("avant", max_length=12, choices=AgreementState, blank=True)
    reached = models.CharField("après", max_length=12, choices=AgreementState)
    moved_at = models.DateTimeField("le", default=clock.now)
    moved_by = models.UUIDField("par", null=True)
    with_card = models.BooleanField("avec la carte", default=False)

    class Meta:
        verbose_name = "passage d’un accord"
        verbose_name_plural = "passages d’un accord"
        ordering = ("agreement_id", "moved_at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"


class TrustCardQuerySet(models.QuerySet["TrustCard"]):
    def live(self) -> Self:
        """The cards that still work, of files that are open and not protected."""
        return self.filter(
            cancelled_at=None, person__is_protected=False, person__standing=Standing.FOLLOWED
        )


class TrustCard(models.Model):
    """A card handed to the person: it shows nothing of them, and lets them withdraw.

    ``digest``: of the code printed; the code itself is nowhere. ``second_digest``: salted and slow,
    of the word chosen with the worker, which opens what is known; empty without one.
    ``failed_tries``: how often another word was tried; from ``MOST_TRIES`` on, the right one opens
    nothing either.
    """

    MOST_TRIES = 5

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

    objects = TrustCardQuerySet.as_manager()

    class Meta:
        verbose_name = "carte de confiance"
        verbose_name_plural = "cartes de confiance"
        ordering = ("person_id", "-issued_at", "id")

    def __str__(self) -> str:
        return f"carte {self.pk}"

    @property
    def opens_by_a_word(self) -> bool:
        """Whether the second secret still opens something."""
        return bool(self.second_digest) and self.failed_tries < self.MOST_TRIES
