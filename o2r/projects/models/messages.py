"""What people send about a project, and whom to call in a région."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.projects.enums import DeliveryState, ReportState
from o2r.projects.models.project import FundedProject, validate_phone

LONGEST_MESSAGE = 4000


class ErrorReportQuerySet(GovernedQuerySet["ErrorReport"]):
    def open(self) -> Self:
        """Reports nobody has dealt with."""
        return self.filter(state=ReportState.OPEN)

    def seen_by(self, actor: Actor) -> Self:
        """Reports on the projects this person works on."""
        return self.filter(project__in=FundedProject.objects.seen_by(actor))


class ErrorReport(Governed):
    """« Signaler une erreur » : what a visitor says is wrong in a project's page."""

    access_kind = "error-report"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        FundedProject, on_delete=models.CASCADE, related_name="reports", verbose_name="projet"
    )
    message = models.TextField("erreur constatée", validators=[MaxLengthValidator(LONGEST_MESSAGE)])
    reporter_email = models.EmailField("adresse pour une réponse", blank=True)
    reported_at = models.DateTimeField("signalée le")
    state = models.CharField("état", max_length=20, choices=ReportState, default=ReportState.OPEN)
    treated_at = models.DateTimeField("traitée le", null=True, blank=True)
    treated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="traitée par",
    )
    treatment = models.TextField("suite donnée", blank=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement d’erreur"
        verbose_name_plural = "signalements d’erreur"
        ordering = ("reported_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(message=""),
                name="report_says_something",
                violation_error_message="Le signalement est vide.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=ReportState.OPEN, treated_at=None)
                    | Q(state=ReportState.TREATED, treated_at__isnull=False)
                ),
                name="report_treated_has_a_date",
                violation_error_message="Un signalement traité porte la date de son traitement.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} : {self.message[:60]}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return self.project.relations_to(actor)

    @property
    def chain(self) -> uuid.UUID:
        return self.project.bearer_id


class RelayMessageQuerySet(GovernedQuerySet["RelayMessage"]):
    def undelivered(self) -> Self:
        """Messages that have not reached the bearer."""
        return self.exclude(state=DeliveryState.SENT)

    def seen_by(self, actor: Actor) -> Self:
        """Messages about the projects this person works on."""
        return self.filter(project__in=FundedProject.objects.seen_by(actor))


class RelayMessage(Governed):
    """A message a visitor writes to a bearer whose address is not shown."""

    access_kind = "relay-message"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        FundedProject,
        on_delete=models.CASCADE,
        related_name="relay_messages",
        verbose_name="projet",
    )
    sender_name = models.CharField("nom", max_length=120)
    sender_email = models.EmailField("adresse électronique")
    message = models.TextField("message", validators=[MaxLengthValidator(LONGEST_MESSAGE)])
    written_at = models.DateTimeField("écrit le")
    state = models.CharField(
        "remise", max_length=20, choices=DeliveryState, default=DeliveryState.PENDING
    )
    delivered_at = models.DateTimeField("remis le", null=True, blank=True)

    objects = RelayMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message relayé"
        verbose_name_plural = "messages relayés"
        ordering = ("written_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(message="") & ~Q(sender_name="") & ~Q(sender_email=""),
                name="relay_message_complete",
                violation_error_message="Le message, le nom et l’adresse sont nécessaires.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=DeliveryState.SENT, delivered_at__isnull=False)
                    | Q(
                        state__in=(DeliveryState.PENDING, DeliveryState.FAILED),
                        delivered_at=None,
                    )
                ),
                name="relay_message_sent_has_a_date",
                violation_error_message="Un message envoyé porte la date de son envoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender_name} → {self.project}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return self.project.relations_to(actor)

    @property
    def chain(self) -> uuid.UUID:
        return self.project.bearer_id


class RegionalContactQuerySet(GovernedQuerySet["RegionalContact"]):
    def seen_by(self, actor: Actor) -> Self:
        """All of them: these contacts are published."""
        return self


class RegionalContact(Governed):
    """The State service that pilots the O2R in a région: DREETS, DRIEETS, DEETS…

    ``seen_on`` is the day its address was read in ``source_url``; without it, the address has not
    been checked.
    """

    access_kind = "regional-contact"

    region = models.CharField("code de la région", max_length=3, primary_key=True)
    name = models.CharField("service", max_length=150)
    url = models.URLField("site internet", max_length=300)
    phone = models.CharField("téléphone", max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField("adresse électronique", blank=True)
    source_url = models.URLField("source", max_length=300, blank=True)
    seen_on = models.DateField("vu le", null=True, blank=True)

    objects = RegionalContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact régional"
        verbose_name_plural = "contacts régionaux"
        ordering = ("region",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(url=""),
                name="regional_contact_complete",
                violation_error_message="Un contact régional a un nom et un site.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return frozenset({Relation.ANY})


class ImportDraftQuerySet(GovernedQuerySet["ImportDraft"]):
    def seen_by(self, actor: Actor) -> Self:
        """The files this person has uploaded."""
        return self.filter(owner=actor.user)


class ImportDraft(Governed):
    """A file uploaded to the import screen, kept between its check and its confirmation."""

    access_kind = "project-import"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="déposé par",
    )
    file_name = models.CharField("nom du fichier", max_length=200)
    content = models.BinaryField("contenu")
    uploaded_at = models.DateTimeField("déposé le")

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier à importer"
        verbose_name_plural = "fichiers à importer"
        ordering = ("uploaded_at", "id")

    def __str__(self) -> str:
        return self.file_name

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        own = {Relation.OWN} if self.owner_id == actor.user else set()
        return frozenset({Relation.ANY, *own})
