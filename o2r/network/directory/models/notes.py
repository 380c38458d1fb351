"""What teams say of a service: notes for themselves, reports for who keeps the directory."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.network.directory.enums import ReportKind, ReportState
from o2r.network.directory.models.services import Service

LONGEST_TEXT = 2000
"""Characters of a note, and of what a report says."""


class ServiceNoteQuerySet(GovernedQuerySet["ServiceNote"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the organisation one acts for."""
        return self.filter(organisation=actor.organisation)


class ServiceNote(Governed):
    """What an organisation knows of a service: whom to ask for, what to bring. Nobody else reads
    it, and it names no accompanied person."""

    access_kind = "service-note"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="notes", verbose_name="service"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    text = models.TextField("note", max_length=LONGEST_TEXT)
    by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="écrite par"
    )
    written_at = models.DateTimeField("écrite le", default=clock.now)

    objects = ServiceNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note sur un service"
        verbose_name_plural = "notes sur un service"
        ordering = ("-written_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "service"], name="service_note_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.organisation_id, actor)

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id


class ServiceReportQuerySet(GovernedQuerySet["ServiceReport"]):
    def seen_by(self, actor: Actor) -> Self:
        """All of them for who keeps the directory; else those about the services that one's
        organisation added."""
        if actor.has(MembershipRole.PLATFORM_MANAGER):
            return self.all()
        return self.filter(service__owner=actor.organisation)

    def waiting(self) -> Self:
        """Those that nobody answered."""
        return self.filter(state=ReportState.OPEN)


class ServiceReport(Governed):
    """« Ce service est fermé », « cette fiche est fausse »: told to who keeps the entry right."""

    access_kind = "service-report"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="reports", verbose_name="service"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    kind = models.CharField("nature", max_length=10, choices=ReportKind)
    text = models.TextField("ce qui a été constaté", max_length=LONGEST_TEXT, blank=True)
    state = models.CharField("état", max_length=10, choices=ReportState, default=ReportState.OPEN)
    reported_at = models.DateTimeField("signalé le", default=clock.now)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    objects = ServiceReportQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement sur un service"
        verbose_name_plural = "signalements sur un service"
        ordering = ("reported_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["service", "organisation", "kind"],
                condition=Q(state=ReportState.OPEN),
                name="service_report_once",
                violation_error_message="Votre équipe l’a déjà signalé.",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN, answered_at=None)
                | ~Q(state=ReportState.OPEN) & Q(answered_at__isnull=False),
                name="service_report_answered_on_a_day",
                violation_error_message="Un signalement suivi porte le jour de la réponse.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """That of who answers, not of who reported. ``service`` is read."""
        return of_organisation(self.service.owner_id, actor)
