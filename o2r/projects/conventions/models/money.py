"""What the State grants each year, and the payments that follow.

The sum of the instalments of an avenant never exceeds its amount: triggers of the database see to
it on both engines (``triggers.py``), besides the services.
"""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q

from o2r.accounts.models import Organisation
from o2r.projects.conventions.enums import AvenantKind, InstalmentKind
from o2r.projects.conventions.models.convention import Convention, ConventionYear


class AvenantQuerySet(models.QuerySet["Avenant"]):
    def to_sign(self, convention: OuterRef) -> Self:
        """Not signed yet, of a convention, in order."""
        return self.filter(signed_on=None, convention=convention).order_by("number")


class Avenant(models.Model):
    """An avenant: the financial one of a year, with its amount in euros, or another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="avenants", verbose_name="convention"
    )
    year = models.ForeignKey(
        ConventionYear,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="avenants",
        verbose_name="année",
    )
    kind = models.CharField("nature", max_length=20, choices=AvenantKind)
    number = models.PositiveSmallIntegerField("numéro")
    subject = models.CharField("objet", max_length=300, blank=True)
    amount = models.DecimalField(
        "contribution de l’État", max_digits=12, decimal_places=2, null=True, blank=True
    )
    signed_on = models.DateField("signé le", null=True, blank=True)
    scan = models.UUIDField("avenant signé, numérisé", null=True, blank=True)

    objects = AvenantQuerySet.as_manager()

    class Meta:
        verbose_name = "avenant"
        verbose_name_plural = "avenants"
        ordering = ("convention_id", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="avenant_number_once",
                violation_error_message="Un avenant de cette convention porte déjà ce numéro.",
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(kind=AvenantKind.FINANCIAL),
                name="avenant_one_a_year",
                violation_error_message=(
                    "Cette année a déjà son avenant financier : corrigez-le plutôt."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind=AvenantKind.FINANCIAL, year__isnull=False, amount__gt=0)
                | Q(kind=AvenantKind.OTHER, amount=None),
                name="avenant_financial_has_an_amount",
                violation_error_message=(
                    "Un avenant financier porte une année et un montant ; un autre n’en porte pas."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"avenant n° {self.number}"

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    def unpaid(self) -> Self:
        return self.filter(paid_on=None)

    def for_list(self) -> Self:
        """By year and by date, with what they belong to."""
        rows = self.select_related("avenant__year", "avenant__convention")
        return rows.order_by("avenant__year__rank", "due_on", "id")


class Instalment(models.Model):
    """One payment of a year: avance, acompte or solde, its condition, its date and its amount.

    ``commitment_number``: engagement juridique; ``service_done_on``: when the State certified that
    what is paid was done, which an avance does not wait for. Amounts are in euros.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    avenant = models.ForeignKey(
        Avenant,
        on_delete=models.PROTECT,  # What was paid keeps the act by which it was.
        related_name="instalments",
        verbose_name="avenant",
    )
    kind = models.CharField("nature", max_length=20, choices=InstalmentKind)
    condition = models.CharField("condition", max_length=300, blank=True)
    due_on = models.DateField("prévu le", null=True, blank=True)
    amount = models.DecimalField("montant", max_digits=12, decimal_places=2)
    commitment_number = models.CharField("engagement juridique", max_length=40, blank=True)
    service_done_on = models.DateField("service fait le", null=True, blank=True)
    paid_on = models.DateField("payé le", null=True, blank=True)
    paid_amount = models.DecimalField(
        "montant payé", max_digits=12, decimal_places=2, null=True, blank=True
    )

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = "versement"
        verbose_name_plural = "versements"
        ordering = ("avenant_id", "due_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="instalment_amount_positive",
                violation_error_message="Le montant d’un versement est positif.",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None, paid_amount=None)
                | Q(paid_on__isnull=False, paid_amount__gt=0),
                name="instalment_paid_has_date_and_amount",
                violation_error_message="Un paiement porte une date et un montant.",
            ),
            models.CheckConstraint(
                condition=Q(paid_amount=None) | Q(paid_amount__lte=F("amount")),
                name="instalment_paid_within_amount",
                violation_error_message="Le montant payé dépasse le montant du versement.",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None)
                | Q(kind=InstalmentKind.ADVANCE)
                | Q(service_done_on__isnull=False),
                name="instalment_service_before_payment",
                violation_error_message=(
                    "Un acompte ou un solde se paie une fois le service fait constaté."
                ),
            ),
            models.UniqueConstraint(
                fields=["avenant"],
                condition=Q(kind=InstalmentKind.BALANCE),
                name="instalment_one_balance",
                violation_error_message="Cette année a déjà son solde.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=InstalmentKind.values),
                name="instalment_kind_known",
                violation_error_message="La nature du versement n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_paid(self) -> bool:
        return self.paid_on is not None


class MoneyCorrection(models.Model):
    """One correction of what was signed or paid: the former figures, the new ones, and why.

    ``about`` names what was corrected, in words that outlive it. Without a new amount, a payment
    was not made. Amounts are in euros.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="corrections", verbose_name="convention"
    )
    about = models.CharField("ce qui est corrigé", max_length=120)
    former_amount = models.DecimalField("ancien montant", max_digits=12, decimal_places=2)
    former_day = models.DateField("ancienne date")
    new_amount = models.DecimalField(
        "nouveau montant", max_digits=12, decimal_places=2, null=True, blank=True
    )
    new_day = models.DateField("nouvelle date", null=True, blank=True)
    reason = models.CharField("motif", max_length=500)
    at = models.DateTimeField("le")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="par l’organisation",
    )

    class Meta:
        verbose_name = "correction d’un montant"
        verbose_name_plural = "corrections de montants"
        ordering = ("at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(about="") & ~Q(reason=""),
                name="correction_has_a_reason",
                violation_error_message="Une correction dit ce qu’elle corrige et pourquoi.",
            ),
            models.CheckConstraint(
                condition=Q(new_amount=None, new_day=None)
                | Q(new_amount__gt=0, new_day__isnull=False),
                name="correction_amount_with_its_day",
                violation_error_message="Un montant corrigé porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"correction : {self.about}"
