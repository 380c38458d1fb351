"""The protected record: someone's file, reduced to who may see it and what it holds."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation, Team, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedTextField


class SampleRecordQuerySet(GovernedQuerySet["SampleRecord"]):
    def seen_by(self, actor: Actor) -> Self:
        """The files one follows, those shared with one's organisation, one's own referrals, and,
        for who coordinates, all those of the organisation that are not protected."""
        mine = Q(referent__in=actor.identities) | Q(referrer__in=actor.identities)
        mine |= Q(co_accompanying__in=actor.identities)
        shared = Q(partner=actor.organisation, shared_until__gte=clock.today())
        seen = mine | shared
        if actor.has("coordinator"):
            seen |= Q(organisation=actor.organisation, is_protected=False)
        return self.filter(seen).distinct()


class SampleRecord(Governed):
    """One invented person file: a text for each group of fields, sealed when it tells of someone.

    ``groups`` holds those that are codes; ``sealed.py`` writes and reads both.
    """

    access_kind = "person-file"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="équipe"
    )
    referent = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="référent"
    )
    co_accompanying = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name="co-accompagnants"
    )
    referrer = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="orienteur"
    )
    partner = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="partenaire",
    )
    shared_until = models.DateField("partagé jusqu’au", null=True)
    shared = models.CharField("groupes partagés", max_length=200, blank=True)
    is_protected = models.BooleanField("dossier protégé", default=False)
    groups = models.JSONField("contenu par groupe", default=dict)
    identity = SealedTextField("identité")
    narrative = SealedTextField("récit")

    objects = SampleRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier d’essai"
        verbose_name_plural = "dossiers d’essai"
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(partner=None) | Q(shared_until__isnull=False),
                name="sample_share_has_an_end",
                violation_error_message="Un partage a une date de fin.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = {Relation.ANY}
        if self.referent_id in actor.identities:
            found.add(Relation.REFERENT)
        if self.referrer_id in actor.identities:
            found.add(Relation.REFERRER)
        if self.co_accompanying.filter(pk__in=actor.identities).exists():
            found.add(Relation.CO_ACCOMPANYING)
        if self._is_shared_with(actor):
            found.add(Relation.PARTNER)
        if not self.is_protected:
            if self.organisation_id == actor.organisation:
                found.add(Relation.ORGANISATION)
            if self.team_id in actor.teams:
                found.add(Relation.TEAM)
        return frozenset(found)

    def shared_groups(self, actor: Actor) -> frozenset[str] | None:
        relations = self.relations_to(actor)
        return frozenset(self.shared.split()) if relations == _ONLY_A_PARTNER else None

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id

    def _is_shared_with(self, actor: Actor) -> bool:
        return (
            self.partner_id is not None
            and self.partner_id == actor.organisation
            and self.shared_until is not None
            and self.shared_until >= clock.today()
        )


_ONLY_A_PARTNER = frozenset({Relation.ANY, Relation.PARTNER})
