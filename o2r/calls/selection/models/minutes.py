"""Minutes of the committee: what was decided, as it was, version by version."""

import uuid
from typing import ClassVar, Self
from uuid import UUID

from django.db import models

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import User
from o2r.calls.selection.models.room import Room
from o2r.network.committees.models import Meeting


class MinutesQuerySet(GovernedQuerySet["Minutes"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the calls of one's own State service."""
        return self.filter(call__dreets=actor.organisation)

    def of(self, slug: str) -> Self:
        """Those of a call, the last version first."""
        return self.filter(call__slug=slug).select_related("call").order_by("-version")


class Minutes(Governed):
    """One version of the minutes: ``content`` never changes, ``digest`` is its SHA-256."""

    access_kind = "minutes"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Room, on_delete=models.CASCADE, related_name="minutes", verbose_name="appel"
    )
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="réunion",
    )
    version = models.PositiveSmallIntegerField("version")
    content = models.JSONField("contenu")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    generated_at = models.DateTimeField("établi le")
    generated_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="établi par"
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = "procès-verbal"
        verbose_name_plural = "procès-verbaux"
        ordering = ("call", "version")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "version"],
                name="minutes_version_once",
                violation_error_message="Cette version du procès-verbal existe déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"Procès-verbal, version {self.version}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.call.dreets_id, actor)

    @property
    def chain(self) -> UUID:
        return self.call.dreets_id
