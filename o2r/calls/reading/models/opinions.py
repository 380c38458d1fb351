"""What the committees of the réseau pour l'emploi say of a call or of an application."""

import uuid
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import User
from o2r.calls.applications.models import Application
from o2r.calls.models import Call
from o2r.calls.reading.enums import OpinionSense
from o2r.core.files.models import StoredFile
from o2r.network.committees.models import Meeting


class OpinionQuerySet(GovernedQuerySet["Opinion"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those given to the State service one works for."""
        return self.filter(call__dreets=actor.organisation)

    def with_correction(self) -> Self:
        """With the last correction of each: ``corrected_at`` and ``corrected_for``, or None."""
        last = OpinionRevision.objects.filter(opinion=OuterRef("pk")).order_by("-corrected_at")
        return self.annotate(
            corrected_at=Subquery(last.values("corrected_at")[:1]),
            corrected_for=Subquery(last.values("reason")[:1]),
        )


class Opinion(Governed):
    """The opinion of a CRE, a CDE, a CLE or a conférence des financeurs, given in a meeting.

    ``application`` is empty when it is on the whole call. ``present``: the bodies and functions of
    the members who were there, as recorded that day, without their names, which last less long.
    """

    access_kind = "opinion"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="opinions", verbose_name="appel"
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="candidature",
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="+", verbose_name="réunion"
    )
    sense = models.CharField("avis", max_length=15, choices=OpinionSense)
    text = models.TextField("texte de l’avis", blank=True)
    given_on = models.DateField("rendu le")
    present = models.JSONField("membres présents", default=list, blank=True)
    recorded_at = models.DateTimeField("enregistré le")
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="enregistré par"
    )
    file = models.OneToOneField(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="document de l’avis",
    )

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "avis d’une instance"
        verbose_name_plural = "avis des instances"
        ordering = ("-given_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["meeting", "application"],
                condition=Q(application__isnull=False),
                name="opinion_once_on_an_application",
                violation_error_message=(
                    "L’avis de cette réunion sur cette candidature est déjà enregistré."
                ),
            ),
            models.UniqueConstraint(
                fields=["meeting", "call"],
                condition=Q(application=None),
                name="opinion_once_on_a_call",
                violation_error_message=(
                    "L’avis de cette réunion sur cet appel est déjà enregistré."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(sense__in=(OpinionSense.RESERVED, OpinionSense.UNFAVOURABLE))
                | ~Q(text=""),
                name="opinion_with_a_reserve_says_it",
                violation_error_message="Un avis réservé ou défavorable dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} : {self.get_sense_display()}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.call.dreets_id, actor)

    @property
    def chain(self) -> UUID:
        return self.call.dreets_id


class OpinionRevision(models.Model):
    """What an opinion said before it was corrected, and why it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(
        Opinion, on_delete=models.CASCADE, related_name="revisions", verbose_name="avis"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="+", verbose_name="réunion"
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="candidature",
    )
    sense = models.CharField("avis", max_length=15, choices=OpinionSense)
    text = models.TextField("texte de l’avis", blank=True)
    given_on = models.DateField("rendu le")
    present = models.JSONField("membres présents", default=list, blank=True)
    reason = models.CharField("motif de la correction", max_length=300)
    corrected_at = models.DateTimeField("corrigé le")
    corrected_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="corrigé par"
    )

    class Meta:
        verbose_name = "version d’un avis"
        verbose_name_plural = "versions d’un avis"
        ordering = ("-corrected_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="opinion_corrected_with_a_reason",
                violation_error_message="Une correction a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.corrected_at:%d/%m/%Y} : {self.reason}"
