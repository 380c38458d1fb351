"""Scenarios of a selection: what would be kept, and why it departs from the ranking."""

import uuid
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import User
from o2r.calls.applications.models import Application
from o2r.calls.selection.models.room import OPEN_TO_ITS_SERVICE, Room


class ScenarioQuerySet(GovernedQuerySet["Scenario"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the rooms of one's own State service."""
        return self.filter(call__dreets=actor.organisation, call__state__in=OPEN_TO_ITS_SERVICE)

    def of(self, slug: str) -> Self:
        """Those of a call, with it and with who wrote them."""
        return self.filter(call__slug=slug).select_related("call", "made_by", "changed_by")


class Scenario(Governed):
    """One way to share the envelope of a call. ``revision`` grows by one at each change.

    ``frozen_at``: decisions were drafted from it, it changes no more.
    """

    access_kind = "selection"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Room, on_delete=models.CASCADE, related_name="scenarios", verbose_name="appel"
    )
    name = models.CharField("nom", max_length=120)
    note = models.TextField("ce que cherche ce scénario", blank=True)
    revision = models.PositiveIntegerField("révision", default=0)
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="créé par"
    )
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="modifié par"
    )
    created_at = models.DateTimeField("créé le")
    changed_at = models.DateTimeField("modifié le")
    frozen_at = models.DateTimeField("figé le", null=True, blank=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = "scénario"
        verbose_name_plural = "scénarios"
        ordering = ("created_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("name"),
                "call",
                name="scenario_name_once",
                violation_error_message="Un scénario de cet appel porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="scenario_has_a_name",
                violation_error_message="Un scénario a un nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.call.dreets_id, actor)

    @property
    def chain(self) -> UUID:
        return self.call.dreets_id

    @property
    def may_change(self) -> bool:
        return self.frozen_at is None and self.call.may_decide


class Choice(models.Model):
    """What a scenario does of one application; without a row, it is not kept.

    ``amount``: what would be given, in euros, when it is not what is asked. ``reason``: why this
    departs from the ranking.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scenario = models.ForeignKey(
        Scenario, on_delete=models.CASCADE, related_name="choices", verbose_name="scénario"
    )
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="+", verbose_name="candidature"
    )
    kept = models.BooleanField("à retenir", default=False)
    amount = models.DecimalField(
        "montant proposé, en euros", max_digits=12, decimal_places=2, null=True, blank=True
    )
    reason = models.TextField("motif de l’écart au classement", blank=True)

    class Meta:
        verbose_name = "choix d’un scénario"
        verbose_name_plural = "choix d’un scénario"
        ordering = ("scenario", "application")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["scenario", "application"],
                name="choice_once",
                violation_error_message="Ce scénario dit déjà ce que devient cette candidature.",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="choice_amount_positive",
                violation_error_message="Le montant proposé est positif, ou vide.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {'retenue' if self.kept else 'non retenue'}"
