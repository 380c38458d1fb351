"""Who replaces whom: a substitute during an absence, and a caseload handed over for good."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models.organisations import Organisation
from o2r.accounts.models.people import User
from o2r.core import clock


class SubstitutionQuerySet(GovernedQuerySet["Substitution"]):
    def seen_by(self, actor: Actor) -> Self:
        """The replacements within the organisation one acts for, and one's own."""
        mine = Q(absent=actor.user) | Q(substitute=actor.user)
        return self.filter(mine | Q(organisation=actor.organisation))

    def on(self, day: date) -> Self:
        """Replacements that run on ``day``, both ends included."""
        return self.filter(first_day__lte=day, last_day__gte=day, ended_at=None)


class Substitution(Governed):
    """During an absence, a colleague of the same organisation takes over what one follows."""

    access_kind = "substitution"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    absent = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="absences", verbose_name="personne absente"
    )
    substitute = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="substitutions", verbose_name="remplaçant"
    )
    first_day = models.DateField("premier jour")
    last_day = models.DateField("dernier jour")
    ended_at = models.DateTimeField("interrompu le", null=True, blank=True)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "remplacement"
        verbose_name_plural = "remplacements"
        ordering = ("-first_day", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="substitution_ends_after_it_starts",
                violation_error_message="Le dernier jour vient avant le premier.",
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("substitute")),
                name="substitution_is_someone_else",
                violation_error_message="On ne se remplace pas soi-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} remplace {self.absent}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = of_organisation(self.organisation_id, actor)
        mine = actor.user in (self.absent_id, self.substitute_id)
        return found | {Relation.OWN} if mine else found

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id


class HandoverQuerySet(GovernedQuerySet["Handover"]):
    def seen_by(self, actor: Actor) -> Self:
        """The hand-overs within the organisation one acts for."""
        return self.filter(organisation=actor.organisation)


class Handover(Governed):
    """A caseload passed for good from a person to a colleague, and how much it held."""

    access_kind = "handover"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    giver = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="ancien responsable"
    )
    receiver = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="nouveau responsable"
    )
    done_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="décidé par"
    )
    done_at = models.DateTimeField("faite le", default=clock.now)
    moved = models.JSONField("ce qui est passé", default=dict)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "transmission de file active"
        verbose_name_plural = "transmissions de file active"
        ordering = ("-done_at", "id")

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = of_organisation(self.organisation_id, actor)
        mine = actor.user in (self.giver_id, self.receiver_id)
        return found | {Relation.OWN} if mine else found

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id
