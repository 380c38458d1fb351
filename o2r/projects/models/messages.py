"""What people send about a project, and whom to call in a région."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.projects.enums import DeliveryState, ReportState
from o2r.projects.models.project import FundedProject, validate_phone

LONGEST_MESSAGE = 4000
REPORT_RETENTION = timedelta(days=365)
MESSAGE_RETENTION = timedelta(days=30)
DRAFT_RETENTION = timedelta(days=1)


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def open(self) -> Self:
        """Reports nobody has dealt with."""
        return self.filter(state=ReportState.OPEN)

    def visible_to(self, user: User) -> Self:
        """Reports on the projects this person works on."""
        return self.filter(project__in=FundedProject.objects.visible_to(user))

    def expired(self) -> Self:
        """Reports kept for twelve months."""
        return self.filter(reported_at__lt=clock.now() - REPORT_RETENTION)


class ErrorReport(models.Model):
    """« Signaler une erreur » : what a visitor says is wrong in a project's page."""

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


class RelayMessageQuerySet(models.QuerySet["RelayMessage"]):
    def undelivered(self) -> Self:
        """Messages that have not reached the bearer."""
        return self.exclude(state=DeliveryState.SENT)

    def visible_to(self, user: User) -> Self:
        """Messages about the projects this person works on."""
        return self.filter(project__in=FundedProject.objects.visible_to(user))

    def expired(self) -> Self:
        """Messages delivered, or given up, thirty days ago."""
        limit = clock.now() - MESSAGE_RETENTION
        return self.filter(Q(delivered_at__lt=limit) | Q(delivered_at=None, written_at__lt=limit))


class RelayMessage(models.Model):
    """A message a visitor writes to a bearer whose address is not shown."""

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


class RegionalContact(models.Model):
    """The State service that pilots the O2R in a région: DREETS, DRIEETS, DEETS…

    ``seen_on`` is the day its address was read in ``source_url``; without it, the address has not
    been checked.
    """

    region = models.CharField("code de la région", max_length=3, primary_key=True)
    name = models.CharField("service", max_length=150)
    url = models.URLField("site internet", max_length=300)
    phone = models.CharField("téléphone", max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField("adresse électronique", blank=True)
    source_url = models.URLField("source", max_length=300, blank=True)
    seen_on = models.DateField("vu le", null=True, blank=True)

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


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    def of(self, user: User) -> Self:
        """The files this person has uploaded."""
        return self.filter(owner=user)

    def expired(self) -> Self:
        """Files uploaded more than a day ago."""
        return self.filter(uploaded_at__lt=clock.now() - DRAFT_RETENTION)


class ImportDraft(models.Model):
    """A file uploaded to the import screen, kept between its check and its confirmation."""

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
