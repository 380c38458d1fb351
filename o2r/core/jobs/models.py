"""The table of recurring jobs and of their last runs."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.core.jobs.enums import JobState


class JobQuerySet(models.QuerySet["Job"]):
    def free(self, now: datetime) -> Self:
        """Jobs nobody is running, or whose run has been silent for longer than its lease."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))

    def due(self, now: datetime) -> Self:
        """Jobs to run now."""
        return self.free(now).filter(due_at__lte=now)


class Job(models.Model):
    """One recurring job: when it is due, who is running it, how its last run went.

    ``claim`` names the run that holds the job until ``claimed_until``; ``failures`` counts the
    failures in a row; ``told_at`` is when the people in charge were last told of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("travail", max_length=60, unique=True)
    state = models.CharField("état", max_length=20, choices=JobState, default=JobState.NEVER)
    due_at = models.DateTimeField("à lancer le")
    claim = models.UUIDField("passage en cours", null=True, blank=True)
    claimed_until = models.DateTimeField("réservé jusqu’au", null=True, blank=True)
    started_at = models.DateTimeField("dernier départ", null=True, blank=True)
    succeeded_at = models.DateTimeField("dernière réussite", null=True, blank=True)
    duration = models.DurationField("durée du dernier passage", null=True, blank=True)
    message = models.TextField("ce qui a été fait", blank=True)
    error = models.CharField("erreur", max_length=200, blank=True)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    told_at = models.DateTimeField("échec signalé le", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "travail périodique"
        verbose_name_plural = "travaux périodiques"
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(claim=None, claimed_until=None)
                | Q(claim__isnull=False, claimed_until__isnull=False),
                name="job_claim_has_an_end",
                violation_error_message="Un travail réservé l’est jusqu’à une date.",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.FAILED) | (~Q(error="") & Q(failures__gt=0)),
                name="job_failed_says_why",
                violation_error_message="Un travail en échec porte son erreur.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
