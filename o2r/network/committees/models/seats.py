"""The members of an instance."""

import uuid
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.network.committees.models.instances import Instance, in_region, of_regions


class SeatQuerySet(GovernedQuerySet["Seat"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of one's région for the State, those that one's organisation holds for others."""
        mine = Q(organisation=actor.organisation, organisation__isnull=False)
        if actor.has(MembershipRole.STATE_OFFICER):
            mine |= of_regions(actor, "instance__region")
        return self.filter(mine)

    def in_office(self, day: date | None = None) -> Self:
        """Those whose mandate runs on a day, today by default."""
        day = day or clock.today()
        return self.filter(mandate_start__lte=day, mandate_end__gte=day)


class Seat(Governed):
    """A member of an instance: the body they sit for, their function, their mandate.

    ``organisation``: the body, when it is on the platform. Once the retention period is over, the
    name and the address go and the seat stays, for the meetings it took part in.
    """

    access_kind = "committee-member"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instance = models.ForeignKey(
        Instance, on_delete=models.CASCADE, related_name="seats", verbose_name="instance"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisation sur la plateforme",
    )
    body = models.CharField("organisme", max_length=150)
    function = models.CharField("fonction", max_length=150)
    name = models.CharField("nom", max_length=120, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    is_chair = models.BooleanField("préside", default=False)
    mandate_start = models.DateField("début du mandat")
    mandate_end = models.DateField("fin du mandat")

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "membre d’une instance"
        verbose_name_plural = "membres des instances"
        ordering = ("-is_chair", "body", "function", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(mandate_end__gte=F("mandate_start")),
                name="seat_mandate_ends_after_start",
                violation_error_message="La fin du mandat précède son début.",
            ),
            models.CheckConstraint(
                condition=~Q(body="") & ~Q(function=""),
                name="seat_has_body_and_function",
                violation_error_message="Un siège dit pour quel organisme et dans quelle fonction.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}, {self.body}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = {Relation.ANY}
        if in_region(actor, self.instance.region):
            found.add(Relation.TERRITORY)
        if self.organisation_id is not None and self.organisation_id == actor.organisation:
            found.add(Relation.ORGANISATION)
        return frozenset(found)

    @property
    def chain(self) -> UUID | None:
        return self.organisation_id

    @property
    def is_over(self) -> bool:
        return self.mandate_end < clock.today()
