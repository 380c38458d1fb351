"""Acts suspended, notices sent, and requests of people about their data."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.core.retention.enums import OPEN_STATES, RequestState, Right, SubjectKind


class RetentionHoldQuerySet(models.QuerySet["RetentionHold"]):
    def active(self, on: date | None = None) -> Self:
        """The holds that suspend something on a day (today by default)."""
        return self.filter(lifted_at=None, until__gte=on or clock.today())


class RetentionHold(models.Model):
    """One row that nothing may erase for a while: a dispute, an inspection, a limitation asked by
    the person (GDPR art. 17.3.e, 18)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("objet", max_length=100)
    object_id = models.CharField("identifiant", max_length=64)
    reason = models.CharField("motif", max_length=300)
    until = models.DateField("jusqu’au")
    placed_at = models.DateTimeField("posée le")
    placed_by = models.UUIDField("posée par", null=True, blank=True)
    lifted_at = models.DateTimeField("levée le", null=True, blank=True)

    objects = RetentionHoldQuerySet.as_manager()

    class Meta:
        verbose_name = "suspension d’effacement"
        verbose_name_plural = "suspensions d’effacement"
        ordering = ("until", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(kind="") & ~Q(object_id=""),
                name="retention_hold_complete",
                violation_error_message="Une suspension dit ce qu’elle protège et pourquoi.",
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=Q(lifted_at=None),
                name="retention_hold_once",
                violation_error_message="Une suspension protège déjà cet objet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class RetentionNotice(models.Model):
    """The notice sent before an act on one row; void once the clock of the row starts again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("objet", max_length=100)
    object_id = models.CharField("identifiant", max_length=64)
    clock_at = models.DateTimeField("début du délai annoncé")
    sent_at = models.DateTimeField("envoyé le")

    class Meta:
        verbose_name = "préavis d’effacement"
        verbose_name_plural = "préavis d’effacement"
        ordering = ("sent_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "clock_at"],
                name="retention_notice_once",
                violation_error_message="Ce préavis est déjà envoyé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    def open(self) -> Self:
        """Requests that wait for an answer, the most urgent first."""
        return self.filter(state__in=OPEN_STATES).order_by("due_on", "received_at", "id")

    def closed(self) -> Self:
        """Requests answered or withdrawn, the latest first."""
        return self.exclude(state__in=OPEN_STATES).order_by("-closed_at", "id")

    def of(self, kind: SubjectKind, reference: str) -> Self:
        """The requests of one person, by the reference under which they are kept."""
        return self.filter(subject_kind=kind, subject_reference=reference)


class RightsRequest(models.Model):
    """What a person asks about their data, the time left to answer, and the answer.

    ``subject_reference``: the UUID of an account or a file; of a visitor, only a keyed fingerprint
    of the mailbox. The mailbox itself stays in ``contact`` until the answer, then is emptied.
    ``details``: empty for somebody of whom a file is held, whose words are sealed apart.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField("qui demande", max_length=20, choices=SubjectKind)
    subject_reference = models.CharField("référence de la personne", max_length=64)
    contact = models.EmailField("adresse pour la réponse", blank=True)
    organisation = models.UUIDField(
        "organisation qui répond",
        null=True,
        blank=True,
        help_text="Vide : l’équipe de la plateforme.",
    )
    right = models.CharField("droit exercé", max_length=20, choices=Right)
    details = models.TextField("précisions", blank=True)
    state = models.CharField(
        "état", max_length=20, choices=RequestState, default=RequestState.RECEIVED
    )
    received_at = models.DateTimeField("reçue le")
    due_on = models.DateField("à satisfaire avant le")
    extension_reason = models.TextField("motif de la prolongation", blank=True)
    answer = models.TextField("réponse", blank=True)
    refusal_reason = models.TextField("motif du refus", blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    closed_by = models.UUIDField("close par", null=True, blank=True)

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de droits"
        verbose_name_plural = "demandes de droits"
        ordering = ("due_on", "received_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_at=None)
                | (~Q(state__in=OPEN_STATES) & Q(closed_at__isnull=False, contact="")),
                name="rights_request_closed_has_a_date_and_no_mailbox",
                violation_error_message=(
                    "Une demande close porte sa date et ne garde pas l’adresse de la personne."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED) | ~Q(refusal_reason=""),
                name="rights_request_refusal_has_a_reason",
                violation_error_message="Un refus est motivé.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.EXTENDED) | ~Q(extension_reason=""),
                name="rights_request_extension_has_a_reason",
                violation_error_message="Une prolongation est motivée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_right_display()} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def days_left(self) -> int:
        """Days before the deadline, negative once it has passed."""
        return (self.due_on - clock.today()).days


class RequestWords(SealedRow):
    """What somebody of whom a file is held typed in their request, sealed with the key of that file
    (``subject``): once they are erased nobody reads it, in a backup either."""

    request = models.OneToOneField(
        RightsRequest, on_delete=models.CASCADE, related_name="said", verbose_name="demande"
    )
    details = SealedTextField("précisions")

    class Meta:
        verbose_name = "mots d’une demande de droits"
        verbose_name_plural = "mots des demandes de droits"
        ordering = ("request_id",)

    def __str__(self) -> str:
        return f"mots {self.pk}"
