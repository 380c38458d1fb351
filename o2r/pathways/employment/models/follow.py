"""How the first weeks went: visits, adjustments, questions, alerts."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.employment.enums import (
    WAITING_CHECKPOINTS,
    AdjustmentCode,
    AlertState,
    Answer,
    CheckpointState,
    MovedThing,
    Risk,
    Side,
    VisitKind,
)
from o2r.pathways.employment.models.job import Job
from o2r.people.models import Person


class JobVisit(SealedRow):
    """Somebody of the team followed the job: on site, by phone, with the person or the employer."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="job_visits", verbose_name="personne"
    )
    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, related_name="visits", verbose_name="emploi"
    )
    on = models.DateField("le")
    kind = models.CharField("comment", max_length=12, choices=VisitKind)
    words = SealedTextField("ce qui s’est dit")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="par")
    form_digest = models.CharField("empreinte de la saisie", max_length=64, unique=True)

    class Meta:
        verbose_name = "visite en emploi"
        verbose_name_plural = "visites en emploi"
        ordering = ("person_id", "-on", "id")

    def __str__(self) -> str:
        return f"visite du {self.on:%d/%m/%Y}"


class Adjustment(SealedRow):
    """Something changed at work so that the job holds: asked on a day, done on another."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="adjustments", verbose_name="personne"
    )
    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, related_name="adjustments", verbose_name="emploi"
    )
    code = models.CharField("quoi", max_length=12, choices=AdjustmentCode)
    words = SealedTextField("en quelques mots")
    asked_on = models.DateField("demandé le", default=clock.today)
    done_on = models.DateField("fait le", null=True, blank=True)
    form_digest = models.CharField("empreinte de la saisie", max_length=64, unique=True)

    class Meta:
        verbose_name = "aménagement de poste"
        verbose_name_plural = "aménagements de poste"
        ordering = ("person_id", "asked_on", "id")

    def __str__(self) -> str:
        return f"aménagement {self.pk}"


class CheckpointQuerySet(models.QuerySet["Checkpoint"]):
    def waiting(self) -> Self:
        """Those whose answer may still come."""
        return self.filter(state__in=WAITING_CHECKPOINTS)


class Checkpoint(SealedRow):
    """One question, to the person or to the employer, some days after the start.

    ``day``: days since the start; ``digest``: of the code of the link, which is kept nowhere;
    ``expires_on``: the last day of the link. ``words``: what was added to the answer, sealed.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="checkpoints", verbose_name="personne"
    )
    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, related_name="checkpoints", verbose_name="emploi"
    )
    day = models.PositiveSmallIntegerField("jours depuis le début")
    side = models.CharField("à qui", max_length=12, choices=Side)
    due_on = models.DateField("à poser le")
    state = models.CharField(
        "état", max_length=12, choices=CheckpointState, default=CheckpointState.PLANNED
    )
    digest = models.CharField("empreinte du code", max_length=64, null=True, unique=True)  # noqa: DJ001
    expires_on = models.DateField("lien valable jusqu’au", null=True, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=8, choices=Answer, blank=True)
    risk = models.CharField("ce qui gêne", max_length=16, choices=Risk, blank=True)
    words = SealedTextField("ce qui est ajouté")

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        verbose_name = "question des premières semaines"
        verbose_name_plural = "questions des premières semaines"
        ordering = ("person_id", "due_on", "side", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="checkpoint_by_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job", "day", "side"],
                name="checkpoint_once",
                violation_error_message="Cette question est déjà prévue.",
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckpointState.ANSWERED) | ~Q(answer=""),
                name="checkpoint_answered_says_how",
                violation_error_message="Une réponse dit comment ça va.",
            ),
        ]

    def __str__(self) -> str:
        return f"J{self.day}, {self.get_side_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_CHECKPOINTS

    @property
    def is_due(self) -> bool:
        """Whether it is time to ask."""
        return self.is_waiting and self.due_on <= clock.today()

    @property
    def takes_an_answer(self) -> bool:
        """Whether its link still answers, today."""
        return bool(
            self.state == CheckpointState.SENT
            and self.expires_on is not None
            and self.expires_on >= clock.today()
        )


class AlertQuerySet(models.QuerySet["EmploymentAlert"]):
    def open(self) -> Self:
        """Those that nobody has dealt with yet."""
        return self.exclude(state=AlertState.CLOSED)


class EmploymentAlert(SealedRow):
    """Something may break a job: who acts, by when. ``owner`` empty: nobody follows any more."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="employment_alerts", verbose_name="personne"
    )
    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, related_name="alerts", verbose_name="emploi"
    )
    checkpoint = models.OneToOneField(
        Checkpoint,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="alert",
        verbose_name="question",
    )
    risk = models.CharField("ce qui menace", max_length=16, choices=Risk, blank=True)
    owner = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="qui s’en occupe",
    )
    state = models.CharField("état", max_length=12, choices=AlertState, default=AlertState.OPEN)
    opened_at = models.DateTimeField("ouverte le", default=clock.now)
    due_at = models.DateTimeField("à traiter avant")
    closed_at = models.DateTimeField("traitée le", null=True, blank=True)
    done = SealedTextField("ce qui a été fait")

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte sur un emploi"
        verbose_name_plural = "alertes sur des emplois"
        ordering = ("person_id", "due_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_at"], name="employment_alert_by_hour"),
            models.Index(fields=["owner", "state"], name="employment_alert_by_owner"),
        ]

    def __str__(self) -> str:
        return f"alerte {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state != AlertState.CLOSED

    @property
    def is_late(self) -> bool:
        """Whether its hour has passed and nothing was done."""
        return self.is_open and self.due_at < clock.now()


class EmploymentMove(models.Model):
    """One move of a job, of a question or of an alert: from where, to where, by whom.

    ``about``: the key of what moved; ``by`` empty: a link, or by itself.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="employment_moves", verbose_name="personne"
    )
    thing = models.CharField("de quoi", max_length=12, choices=MovedThing)
    about = models.UUIDField("ligne", db_index=True)
    left = models.CharField("avant", max_length=12, blank=True)
    reached = models.CharField("après", max_length=12)
    at = models.DateTimeField("le", default=clock.now)
    by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "passage d’un emploi"
        verbose_name_plural = "passages d’un emploi"
        ordering = ("person_id", "at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
