"""The register of unmet needs: what nobody around answers. It knows no person."""

import uuid
from typing import ClassVar, Self

from django.db import models

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.network.directory.enums import NeedSource


class UnmetNeedQuerySet(GovernedQuerySet["UnmetNeed"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of one's organisation; for a State service, those of its région; all of them for
        the national team."""
        # A State service without a région answers for all of them.
        if actor.has(MembershipRole.NATIONAL_OFFICER) or "" in actor.regions:
            return self.all()
        ours = models.Q(organisation=actor.organisation)
        return self.filter(ours | models.Q(region__in=actor.regions))


class UnmetNeed(Governed):
    """Once, in a commune, for a theme, no service was suitable. ``theme``: a category of
    thématiques; ``reason``: a code of ``unmet_need_reasons.csv``; ``attempts``: keys of the
    services tried; ``region``: Insee code, kept for the State service that reads totals.

    Who wrote it is not kept, nor for whom: it is a figure of a territory.
    """

    access_kind = "unmet-need"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    commune = models.CharField("commune", max_length=5)
    region = models.CharField("région", max_length=3, blank=True)
    theme = models.CharField("thématique", max_length=60)
    reason = models.CharField("raison", max_length=40)
    attempts = models.JSONField("services essayés", default=list, blank=True)
    source = models.CharField(
        "origine", max_length=10, choices=NeedSource, default=NeedSource.SEARCH
    )
    noted_on = models.DateField("noté le", default=clock.today)

    objects = UnmetNeedQuerySet.as_manager()

    class Meta:
        verbose_name = "besoin non couvert"
        verbose_name_plural = "besoins non couverts"
        ordering = ("-noted_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "commune", "theme", "reason"], name="unmet_need_counts"
            ),
            models.Index(fields=["region", "theme"], name="unmet_need_region"),
        ]

    def __str__(self) -> str:
        return f"{self.commune} {self.theme} {self.reason}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = {Relation.ANY}
        if self.organisation_id == actor.organisation:
            found.add(Relation.ORGANISATION)
        if "" in actor.regions or self.region in actor.regions:
            found.add(Relation.TERRITORY)
        return frozenset(found)
