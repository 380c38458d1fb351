"""What the operator owes each year: four documents, and the figures of the public service."""

import uuid
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.core import clock
from o2r.projects.conventions.due import document_state
from o2r.projects.conventions.enums import RUNNING, DocumentKind, DocumentState
from o2r.projects.conventions.models.convention import Convention, ConventionYear
from o2r.projects.conventions.models.standing import met_by, sees_all
from o2r.projects.conventions.sieg import SiegFigures


class AnnualDocumentQuerySet(GovernedQuerySet["AnnualDocument"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the conventions that one meets."""
        return self if sees_all(actor) else self.filter(met_by(actor, path="year__convention__"))

    def of(self, convention: Convention) -> Self:
        return self.filter(year__convention=convention)

    def expected(self) -> Self:
        """Not received, of conventions that run."""
        return self.filter(received_on=None, year__convention__state__in=RUNNING)

    def late(self) -> Self:
        """Expected since yesterday at least."""
        return self.expected().filter(due_on__lt=clock.today())

    def with_convention(self) -> Self:
        return self.select_related("year__convention__bearer", "year__convention__project")

    def by_convention(self) -> Self:
        """Those of one convention together, the oldest first, with its consortium."""
        rows = self.prefetch_related("year__convention__project__partnerships")
        return rows.order_by("year__convention__reference", "year__convention", "due_on", "pk")

    def in_order(self) -> Self:
        return self.order_by("year__rank", "due_on", "kind")


class AnnualDocument(Governed):
    """One of the four documents of a year, from the day it is expected to its validation.

    Whether it is late is computed from its dates, never stored.
    """

    access_kind = "annual-document"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.ForeignKey(
        ConventionYear, on_delete=models.CASCADE, related_name="documents", verbose_name="année"
    )
    kind = models.CharField("document", max_length=20, choices=DocumentKind)
    due_on = models.DateField("attendu le")
    received_on = models.DateField("reçu le", null=True, blank=True)
    validated_on = models.DateField("validé le", null=True, blank=True)
    file = models.UUIDField("fichier", null=True, blank=True)
    note = models.CharField("remarque", max_length=500, blank=True)

    objects = AnnualDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document annuel"
        verbose_name_plural = "documents annuels"
        ordering = ("year_id", "due_on", "kind")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on", "received_on"], name="annual_document_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["year", "kind"],
                name="annual_document_once",
                violation_error_message="Ce document est déjà attendu pour cette année.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values),
                name="annual_document_kind_known",
                violation_error_message="Ce document n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(validated_on=None)
                | Q(received_on__isnull=False, validated_on__gte=F("received_on")),
                name="annual_document_received_first",
                violation_error_message="Un document se valide après avoir été reçu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.year}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return self.year.convention.relations_to(actor)

    @property
    def chain(self) -> UUID:
        return self.year.convention.bearer_id

    def state_on(self, day: date) -> DocumentState:
        """What its dates say on a day."""
        return document_state(
            due_on=self.due_on,
            received_on=self.received_on,
            validated_on=self.validated_on,
            today=day,
        )

    @property
    def state(self) -> DocumentState:
        """What its dates say today."""
        return self.state_on(clock.today())

    @property
    def came_late(self) -> bool:
        """Whether it was received after its date."""
        return self.received_on is not None and self.received_on > self.due_on


class SiegYear(models.Model):
    """What the public service of a year cost, earned and received, in euros."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.OneToOneField(
        ConventionYear, on_delete=models.CASCADE, related_name="sieg", verbose_name="année"
    )
    cost = models.DecimalField("coûts du service", max_digits=12, decimal_places=2)
    revenue = models.DecimalField("recettes", max_digits=12, decimal_places=2)
    compensation = models.DecimalField("compensation versée", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "comptes du service public (SIEG)"
        verbose_name_plural = "comptes du service public (SIEG)"
        ordering = ("year_id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(cost__gte=0) & Q(revenue__gte=0) & Q(compensation__gte=0),
                name="sieg_figures_positive",
                violation_error_message="Les montants d’une année ne sont pas négatifs.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def figures(self) -> SiegFigures:
        """The same, for the computation. Reads ``year``."""
        return SiegFigures(self.year.rank, self.revenue, self.cost, self.compensation)
