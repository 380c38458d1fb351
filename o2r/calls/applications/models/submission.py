"""The exact hour: intents, tickets, receipts, and the proof that the site answered."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import User
from o2r.calls.applications.enums import TicketState
from o2r.calls.applications.models.application import Application


class SubmissionIntent(models.Model):
    """Someone opened the summary of an application before the hour, and so may still send it.

    ``opened_at`` is the instant at which the request arrived. The page holds the secret whose
    digest is here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="intents", verbose_name="candidature"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="qui")
    token_digest = models.CharField("empreinte du jeton", max_length=64, unique=True)
    opened_at = models.DateTimeField("ouvert le")

    class Meta:
        verbose_name = "intention de dépôt"
        verbose_name_plural = "intentions de dépôt"
        ordering = ("opened_at", "id")

    def __str__(self) -> str:
        return f"{self.application_id} {self.opened_at:%H:%M:%S}"


class SubmissionTicket(models.Model):
    """A submission that arrived while too many others were being written: it keeps its instant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="tickets", verbose_name="candidature"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="qui")
    arrived_at = models.DateTimeField("arrivé le")
    intent = models.ForeignKey(
        SubmissionIntent,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="intention",
    )
    state = models.CharField(
        "état", max_length=10, choices=TicketState, default=TicketState.WAITING
    )
    answer = models.TextField("réponse", blank=True)
    ended_at = models.DateTimeField("traité le", null=True, blank=True)

    class Meta:
        verbose_name = "ticket de dépôt"
        verbose_name_plural = "tickets de dépôt"
        ordering = ("arrived_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "arrived_at"], name="ticket_queue"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state=TicketState.WAITING),
                name="ticket_one_waiting",
                violation_error_message="Cette candidature attend déjà son tour.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"


class Submission(models.Model):
    """What was sent, as it was sent, with its receipt.

    ``document`` is the whole application, canonical; ``digest`` its SHA-256; ``receipt`` the signed
    statement, which ``o2r verify_receipt`` reads without the database. ``told_at``: when the
    consortium and the State service were told, after the commit and by the worker.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="submissions",
        verbose_name="candidature",
    )
    rank = models.PositiveSmallIntegerField("dépôt numéro", default=1)
    arrived_at = models.DateTimeField("arrivée")
    recorded_at = models.DateTimeField("enregistrée")
    intent_opened_at = models.DateTimeField("intention prise", null=True, blank=True)
    by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    document = models.TextField("contenu déposé")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    receipt = models.TextField("récépissé signé")
    taken_back_at = models.DateTimeField("reprise le", null=True, blank=True)
    told_at = models.DateTimeField("annoncée le", null=True, blank=True)

    class Meta:
        verbose_name = "dépôt"
        verbose_name_plural = "dépôts"
        ordering = ("arrived_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["recorded_at"],
                condition=Q(told_at=None),
                name="submission_to_tell",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "rank"],
                name="submission_rank_once",
                violation_error_message="Ce dépôt est déjà enregistré.",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(taken_back_at=None),
                name="submission_one_standing",
                violation_error_message="Cette candidature est déjà déposée.",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("arrived_at")),
                name="submission_recorded_after_arrival",
                violation_error_message="Un dépôt est enregistré après son arrivée.",
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class AvailabilityCheck(models.Model):
    """One knock at the site's own door around a deadline: whether it answered, and how fast.

    In a dispute over a late file, the State must prove that its platform worked (Conseil d'État,
    23 Sept. 2021, n° 449250, by analogy).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("le")
    answered = models.BooleanField("a répondu")
    milliseconds = models.PositiveIntegerField("durée, en millisecondes")
    detail = models.CharField("détail", max_length=200, blank=True)

    class Meta:
        verbose_name = "contrôle de disponibilité"
        verbose_name_plural = "contrôles de disponibilité"
        ordering = ("at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], name="availability_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {'répond' if self.answered else 'ne répond pas'}"
