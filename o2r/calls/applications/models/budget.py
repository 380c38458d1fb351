"""The budget: one line for each member, year and account of the State's form."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.calls.applications.models.application import Application
from o2r.calls.applications.models.members import Member


class BudgetLine(models.Model):
    """An amount of one account (``chart``), for a member and a year of the project, in euros."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="budget", verbose_name="candidature"
    )
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="budget", verbose_name="membre"
    )
    year = models.PositiveSmallIntegerField("année du projet", help_text="1 pour la première.")
    account = models.CharField("compte", max_length=20)
    amount = models.DecimalField("montant, en euros", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        ordering = ("member", "year", "account")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member", "year", "account"],
                name="budget_line_once",
                violation_error_message="Ce compte a déjà un montant pour cette année.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="budget_line_not_negative",
                violation_error_message="Un montant n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1) & Q(year__lte=10),
                name="budget_line_year",
                violation_error_message="L’année du projet est un nombre de 1 à 10.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} : {self.amount} €"
