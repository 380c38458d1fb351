"""A job, and the employer whom the person lets the team talk to."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.core.gathering import Bringing
from o2r.pathways.employment.enums import (
    LIVE_JOBS,
    Avoidable,
    BreakBy,
    ContractKind,
    JobState,
    Risk,
)
from o2r.pathways.models import Pathway
from o2r.people.models import Person


class JobQuerySet(Bringing["Job"]):
    def live(self) -> Self:
        """Those that are neither kept nor broken yet."""
        return self.filter(state__in=LIVE_JOBS)


class Job(SealedRow):
    """A contract that somebody signed, followed for its first weeks.

    ``adviser``: who the employer calls; ``weekly_hours``: hours a week; ``ends_on``: the last day
    that the contract says. ``broken_*``: who ended it, why, and whether it could have been avoided.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="jobs", verbose_name="personne"
    )
    pathway = models.ForeignKey(
        Pathway,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name="parcours",
    )
    employer = SealedTextField("employeur")
    siret = models.CharField("SIRET", max_length=14, blank=True)
    contract = models.CharField("contrat", max_length=20, choices=ContractKind)
    starts_on = models.DateField("commence le")
    ends_on = models.DateField("finit le", null=True, blank=True)
    weekly_hours = models.DecimalField(
        "heures par semaine", max_digits=4, decimal_places=1, null=True, blank=True
    )
    state = models.CharField("état", max_length=12, choices=JobState, default=JobState.SIGNED)
    adviser = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="interlocuteur de l’employeur",
    )
    added_at = models.DateTimeField("ajouté le", default=clock.now)
    broken_on = models.DateField("rompu le", null=True, blank=True)
    broken_by = models.CharField("rompu par", max_length=12, choices=BreakBy, blank=True)
    broken_why = models.CharField("pourquoi", max_length=16, choices=Risk, blank=True)
    avoidable = models.CharField("évitable", max_length=12, choices=Avoidable, blank=True)
    broken_words = SealedTextField("ce qui s’est passé")
    form_digest = models.CharField("empreinte de la saisie", max_length=64, unique=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "emploi"
        verbose_name_plural = "emplois"
        ordering = ("person_id", "-starts_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "starts_on"], name="job_by_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="job_ends_after_start",
                violation_error_message="La fin du contrat précède son début.",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.BROKEN)
                | Q(broken_on__isnull=False) & ~Q(broken_by="") & ~Q(avoidable=""),
                name="job_broken_says_how",
                violation_error_message="Dites qui a rompu, quand, et si c’était évitable.",
            ),
        ]

    def __str__(self) -> str:
        return f"emploi {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_JOBS


class EmployerContact(SealedRow):
    """Whom to talk to at work, because the person said yes, on a day, in their words.

    One for a job; erased when the person changes their mind.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="employer_contacts", verbose_name="personne"
    )
    job = models.OneToOneField(
        Job, on_delete=models.CASCADE, related_name="contact", verbose_name="emploi"
    )
    name = SealedTextField("nom")
    mail = SealedTextField("courriel")
    phone = SealedTextField("téléphone")
    agreed_on = models.DateField("accord de la personne le")
    agreed_words = SealedTextField("comment la personne l’a dit")

    class Meta:
        verbose_name = "contact chez l’employeur"
        verbose_name_plural = "contacts chez les employeurs"
        ordering = ("person_id", "id")

    def __str__(self) -> str:
        return f"contact chez l’employeur {self.pk}"
