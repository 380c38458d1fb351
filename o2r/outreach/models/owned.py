"""What belongs to one operator, and to its team when it has one: nobody else knows of it."""

from typing import Any, Self, TypeVar
from uuid import UUID

from django.db import models

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation, Team

M_co = TypeVar("M_co", bound="Owned", covariant=True)


class OwnedQuerySet(GovernedQuerySet[M_co]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the operator one acts for."""
        return self.filter(organisation=actor.organisation)

    def of_organisation(self, organisation: UUID) -> Self:
        return self.filter(organisation=organisation)

    def of_teams(self, teams: Any) -> Self:
        """Those of some teams, and those that are everybody's."""
        return self.filter(models.Q(team__in=teams) | models.Q(team=None))


class Owned(Governed):
    """A row of one operator. ``team`` empty: all its teams."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="équipe",
    )

    class Meta:
        abstract = True

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.organisation_id, actor)

    @property
    def chain(self) -> UUID:
        return self.organisation_id
