"""Instances: what they are, where they are competent, who may know of them."""

import uuid
from datetime import date, datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Lower

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.core import clock
from o2r.network.committees.calendar import PLENARY_NOTICE, next_plenary
from o2r.network.committees.enums import InstanceKind
from o2r.territory import zones
from o2r.territory.enums import UnitKind
from o2r.territory.geography import current_geography, geography
from o2r.territory.time_zones import time_zone_of

_REGION_READERS = {
    MembershipRole.STATE_OFFICER,
    MembershipRole.COORDINATOR,
    MembershipRole.PARTNER_ADVISER,
}
"""Who knows of the instances of a région where nobody of their organisation sits."""


def in_region(actor: Actor, region: str) -> bool:
    """Whether someone works in a région: a State service without one answers for all."""
    if actor.regions:
        return "" in actor.regions or region in actor.regions
    return bool(actor.region) and actor.region == region


def of_regions(actor: Actor, column: str) -> Q:
    """The same, for a list."""
    if "" in actor.regions:
        return ~Q(pk=None)
    regions = actor.regions or ({actor.region} - {""})
    return Q(**{f"{column}__in": regions})


def region_name(code: str) -> str:
    """The name of a région, by its Insee code; the code itself when it is unknown."""
    unit = current_geography().unit(UnitKind.REG, code)
    return unit.name if unit else code


class InstanceQuerySet(GovernedQuerySet["Instance"]):
    def seen_by(self, actor: Actor) -> Self:
        """All of them for the national team; those of one's région, and those where one sits."""
        today = clock.today()
        mine = Instance.objects.filter(
            pk=OuterRef("pk"),
            seats__organisation=actor.organisation,
            seats__mandate_start__lte=today,
            seats__mandate_end__gte=today,
        )
        rows = self.annotate(
            sits_for=Case(
                When(Exists(mine.order_by()), then=Value(actor.organisation)),
                default=Value(None),
                output_field=models.UUIDField(null=True),
            )
        )
        if actor.has(MembershipRole.NATIONAL_OFFICER):
            return rows
        seen = Q(sits_for__isnull=False)
        if actor.roles & _REGION_READERS:
            seen |= of_regions(actor, "region")
        return rows.filter(seen)

    def active(self) -> Self:
        """Those that have not ended."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=clock.today()))

    def meeting_every_year(self) -> Self:
        """Those whose plenary is due at least once a year."""
        return self.filter(kind__in=[kind for kind in InstanceKind if kind.meets_every_year])

    def with_last_plenary(self) -> Self:
        """With ``last_plenary_at``: the start of the last plenary that is over, if any."""
        held = Instance.objects.filter(
            pk=OuterRef("pk"), meetings__is_plenary=True, meetings__starts_at__lte=clock.now()
        )
        last = held.order_by("-meetings__starts_at").values("meetings__starts_at")[:1]
        return self.annotate(last_plenary_at=models.Subquery(last))


class Instance(Governed):
    """One committee: what it is, where it is competent, who chairs it, by functions.

    ``region``: Insee code; ``zone_expression``: its territory when it is not the whole région;
    ``seat_count``: how many seats its founding order gives it.
    """

    access_kind = "committee"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("nature", max_length=30, choices=InstanceKind)
    name = models.CharField("nom", max_length=150)
    region = models.CharField("région", max_length=3)
    zone_expression = models.TextField("territoire", blank=True)
    zone_vintage = models.PositiveSmallIntegerField(
        "millésime du code géographique", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commissions",
        verbose_name="comité départemental dont elle dépend",
    )
    chairs = models.CharField("présidence, par fonctions", max_length=300, blank=True)
    seat_count = models.PositiveSmallIntegerField("nombre de sièges", null=True, blank=True)
    installed_on = models.DateField("installée le", null=True, blank=True)
    closed_on = models.DateField("fin d’activité", null=True, blank=True)
    is_example = models.BooleanField("exemple fictif", default=False)
    created_at = models.DateTimeField("enregistrée le", auto_now_add=True)

    objects = InstanceQuerySet.as_manager()
    sits_for: "UUID | None"
    last_plenary_at: "datetime | None"

    class Meta:
        verbose_name = "instance"
        verbose_name_plural = "instances"
        ordering = ("region", "kind", "name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=InstanceKind.values),
                name="committee_kind_known",
                violation_error_message="La nature de l’instance n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(region=""),
                name="committee_has_name_and_region",
                violation_error_message="Une instance a un nom et une région.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=InstanceKind.COMMISSION, parent__isnull=False)
                    | ~Q(kind=InstanceKind.COMMISSION) & Q(parent=None)
                ),
                name="committee_commission_has_a_parent",
                violation_error_message=(
                    "Une commission spécialisée dépend d’un comité départemental ; les autres "
                    "instances ne dépendent d’aucune."
                ),
            ),
            models.CheckConstraint(
                condition=(
                    Q(zone_expression="", zone_vintage=None)
                    | ~Q(zone_expression="") & Q(zone_vintage__isnull=False)
                ),
                name="committee_zone_has_a_vintage",
                violation_error_message="Un territoire porte le millésime de ses communes.",
            ),
            models.CheckConstraint(
                condition=Q(seat_count=None) | Q(seat_count__gt=0),
                name="committee_has_seats",
                violation_error_message="Le nombre de sièges est au moins 1, ou vide.",
            ),
            models.CheckConstraint(
                condition=Q(installed_on=None)
                | Q(closed_on=None)
                | Q(closed_on__gte=F("installed_on")),
                name="committee_ends_after_start",
                violation_error_message="La fin d’activité précède l’installation.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                "region",
                "is_example",
                name="committee_name_once",
                violation_error_message="Une instance de cette région porte déjà ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = {Relation.ANY}
        if in_region(actor, self.region):
            found.add(Relation.TERRITORY)
        if actor.organisation is not None and self._seats(actor):
            found.add(Relation.ORGANISATION)
        return frozenset(found)

    def _seats(self, actor: Actor) -> bool:
        if "sits_for" in self.__dict__:
            return self.sits_for == actor.organisation
        today = clock.today()
        held = self.seats.filter(mandate_start__lte=today, mandate_end__gte=today)
        return held.filter(organisation=actor.organisation).exists()

    @property
    def territory_label(self) -> str:
        """Where it is competent, as a French sentence."""
        if self.zone_expression and self.zone_vintage:
            return zones.resolve(self.zone_expression, geography(self.zone_vintage)).label
        return region_name(self.region)

    @property
    def is_over(self) -> bool:
        return self.closed_on is not None and self.closed_on <= clock.today()

    @property
    def plenary_due_on(self) -> date | None:
        """The last day for its next plenary; None when none is due, or nothing tells when.

        Reads ``last_plenary_at``.
        """
        if self.is_over or not InstanceKind(self.kind).meets_every_year:
            return None
        last = self.last_plenary_at
        zone = time_zone_of(self.region)
        return next_plenary(last.astimezone(zone).date() if last else None, self.installed_on)

    @property
    def awaits_plenary(self) -> bool:
        """Whether the next plenary is due soon, or late. Reads ``last_plenary_at``."""
        due = self.plenary_due_on
        return due is not None and due <= clock.today() + PLENARY_NOTICE
