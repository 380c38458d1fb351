"""A diagnosis, version after version: two points of view, what counts first, strengths beside."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.diagnosis.enums import Degree, DiagnosisState
from o2r.people.models import Person


class DiagnosisQuerySet(models.QuerySet["Diagnosis"]):
    def validated(self) -> Self:
        return self.filter(state=DiagnosisState.VALIDATED)

    def drafts(self) -> Self:
        return self.filter(state=DiagnosisState.DRAFT)


class Diagnosis(SealedRow):
    """One version. Validated, it never changes: the next one starts from it.

    Its number is its rank among those of the person, by day: two files that become one keep all
    their versions. ``hard_to_say``: what is hard to talk about (justice, addictions, violence),
    sealed, for the referent alone; nothing of it is a code.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="diagnoses", verbose_name="personne"
    )
    state = models.CharField(
        "état", max_length=12, choices=DiagnosisState, default=DiagnosisState.DRAFT
    )
    made_on = models.DateField("fait le", default=clock.today)
    made_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="fait par",
    )
    with_person = models.BooleanField("avec la personne", default=True)
    starts_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="part de",
    )
    summary = SealedTextField("en quelques mots")
    hard_to_say = SealedTextField("difficile à aborder")
    written_at = models.DateTimeField("écrit le", default=clock.now)
    validated_at = models.DateTimeField("validé le", null=True, blank=True)
    revision = models.PositiveIntegerField("révision", default=0)

    objects = DiagnosisQuerySet.as_manager()

    class Meta:
        verbose_name = "diagnostic"
        verbose_name_plural = "diagnostics"
        ordering = ("made_on", "written_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=DiagnosisState.DRAFT, validated_at=None)
                | Q(state=DiagnosisState.VALIDATED, validated_at__isnull=False),
                name="diagnosis_validated_has_a_time",
                violation_error_message="Un diagnostic validé a une date, un brouillon n’en a pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"diagnostic du {self.made_on:%d/%m/%Y}"

    @property
    def is_validated(self) -> bool:
        return self.state == DiagnosisState.VALIDATED


class DiagnosisMove(models.Model):
    """A diagnosis was begun, then validated: when, and by which account."""

    id = models.BigAutoField(primary_key=True)
    diagnosis = models.ForeignKey(
        Diagnosis, on_delete=models.CASCADE, related_name="moves", verbose_name="diagnostic"
    )
    left = models.CharField("avant", max_length=12, blank=True)
    reached = models.CharField("après", max_length=12, choices=DiagnosisState)
    moved_at = models.DateTimeField("le", default=clock.now)
    moved_by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "étape d’un diagnostic"
        verbose_name_plural = "étapes d’un diagnostic"
        ordering = ("diagnosis_id", "moved_at", "id")

    def __str__(self) -> str:
        return f"{self.left or 'rien'} → {self.reached}"


class BarrierScore(SealedRow):
    """One barrier in one version: what the person says, what the professional sees, side by side.

    ``rank``: 1 for what counts most for the person, None for what they did not put first.
    ``situations``: codes of the official lists, none for health. ``words``: theirs, sealed.
    """

    diagnosis = models.ForeignKey(
        Diagnosis, on_delete=models.CASCADE, related_name="scores", verbose_name="diagnostic"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="barrier_scores", verbose_name="personne"
    )
    code = models.CharField("frein", max_length=32)
    by_person = models.PositiveSmallIntegerField(
        "dit par la personne", choices=Degree, default=Degree.NOT_EXPLORED
    )
    by_professional = models.PositiveSmallIntegerField(
        "vu par le professionnel", choices=Degree, default=Degree.NOT_EXPLORED
    )
    rank = models.PositiveSmallIntegerField("priorité de la personne", null=True, blank=True)
    situations = models.JSONField("situations", default=list, blank=True)
    words = SealedTextField("mots de la personne")

    class Meta:
        verbose_name = "frein évalué"
        verbose_name_plural = "freins évalués"
        ordering = ("diagnosis_id", "code", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["diagnosis", "code"],
                name="barrier_once_in_a_diagnosis",
                violation_error_message="Ce frein est déjà dans ce diagnostic.",
            ),
            models.CheckConstraint(
                condition=Q(by_person__in=Degree.values) & Q(by_professional__in=Degree.values),
                name="barrier_degree_known",
                violation_error_message="Cette réponse n’est pas dans la grille.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"


class Strength(SealedRow):
    """Something one can rely on: a code of the list, or words, sealed."""

    diagnosis = models.ForeignKey(
        Diagnosis, on_delete=models.CASCADE, related_name="strengths", verbose_name="diagnostic"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="strengths", verbose_name="personne"
    )
    code = models.CharField("point fort", max_length=32, blank=True)
    words = SealedTextField("en toutes lettres")

    class Meta:
        verbose_name = "point fort"
        verbose_name_plural = "points forts"
        ordering = ("diagnosis_id", "code", "id")

    def __str__(self) -> str:
        return f"point fort {self.pk}"
