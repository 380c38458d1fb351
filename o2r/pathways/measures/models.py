"""What was offered to a person, what they answered, and what they said."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.measures.enums import Agreeing, Dimension, Moment, Outcome, Quote
from o2r.pathways.models import Pathway
from o2r.people.models import Person

TOP = 10
"""The greatest value of a réglette."""


class Asked(models.Model):
    """What every measure says: of whom, when, by whom; ``entry``: the form it came from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    moment = models.CharField("moment", max_length=16, choices=Moment)
    asked_on = models.DateField("demandé le", default=clock.today)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="demandé par"
    )
    entry = models.UUIDField("saisie", default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Measure(Asked):
    """One questionnaire offered: what became of it, and its score when every question is answered.

    ``score``: as ``scales`` computes it; None unless ``outcome`` is « répondu ».
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="measures", verbose_name="personne"
    )
    pathway = models.ForeignKey(
        Pathway,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="parcours",
    )
    scale = models.CharField("échelle", max_length=20)
    scale_version = models.CharField("version", max_length=12)
    outcome = models.CharField("suite", max_length=16, choices=Outcome)
    score = models.DecimalField("score", max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "mesure"
        verbose_name_plural = "mesures"
        ordering = ("person_id", "asked_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry"],
                name="measure_written_once",
                violation_error_message="Cette réponse est déjà notée.",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.ANSWERED, score__isnull=False)
                | ~Q(outcome=Outcome.ANSWERED) & Q(score=None),
                name="measure_score_when_answered",
                violation_error_message="Un score demande une réponse à chaque question.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scale} {self.moment}"


class MeasureAnswers(SealedRow):
    """The answers to each question, sealed: a JSON list of numbers, null for one left out."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", verbose_name="personne"
    )
    measure = models.OneToOneField(
        Measure, on_delete=models.CASCADE, related_name="answers", verbose_name="mesure"
    )
    items = SealedTextField("réponses")

    class Meta:
        verbose_name = "réponses à un questionnaire"
        verbose_name_plural = "réponses aux questionnaires"
        ordering = ("person_id", "id")

    def __str__(self) -> str:
        return f"réponses {self.pk}"


class Slider(Asked):
    """One réglette from 0 to 10; None when the person passed."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="sliders", verbose_name="personne"
    )
    dimension = models.CharField("réglette", max_length=8, choices=Dimension)
    value = models.PositiveSmallIntegerField("valeur", null=True, blank=True)

    class Meta:
        verbose_name = "réglette"
        verbose_name_plural = "réglettes"
        ordering = ("person_id", "asked_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry", "dimension"],
                name="slider_written_once",
                violation_error_message="Cette réglette est déjà notée.",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__lte=TOP),
                name="slider_from_0_to_10",
                violation_error_message="Une réglette va de 0 à 10.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.moment}"


class MostSignificantChange(SealedRow):
    """« Le changement le plus important », in the words of the person, sealed; whether they let
    them be quoted. « Most significant change » (Davies and Dart, 2005), without its selection."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="changes", verbose_name="personne"
    )
    moment = models.CharField("moment", max_length=16, choices=Moment)
    asked_on = models.DateField("dit le", default=clock.today)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="noté par"
    )
    entry = models.UUIDField("saisie", default=uuid.uuid4, editable=False)
    words = SealedTextField("paroles")
    quote = models.CharField("peut être cité", max_length=12, choices=Quote, default=Quote.PENDING)

    class Meta:
        verbose_name = "changement le plus important"
        verbose_name_plural = "changements les plus importants"
        ordering = ("person_id", "asked_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry"],
                name="change_written_once",
                violation_error_message="Ces paroles sont déjà notées.",
            ),
            models.CheckConstraint(
                condition=Q(quote__in=Quote.values),
                name="change_quote_known",
                violation_error_message="Cette réponse n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"changement {self.pk}"


class QuoteMove(models.Model):
    """When somebody agreed that their words be quoted, said no, or took their agreement back
    (GDPR art. 7.1: it can be shown; art. 7.3: taken back as easily)."""

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(
        MostSignificantChange,
        on_delete=models.CASCADE,
        related_name="quote_moves",
        verbose_name="changement",
    )
    left = models.CharField("avant", max_length=12, choices=Quote)
    reached = models.CharField("après", max_length=12, choices=Quote)
    moved_at = models.DateTimeField("le", default=clock.now)
    moved_by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "réponse sur une citation"
        verbose_name_plural = "réponses sur des citations"
        ordering = ("change_id", "moved_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(left=F("reached")),
                name="quote_moves",
                violation_error_message="La réponse n’a pas changé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"


class Satisfaction(Asked):
    """At exit: was it useful, did you feel respected. Empty for a question left out."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="satisfactions", verbose_name="personne"
    )
    useful = models.CharField("c’était utile", max_length=12, choices=Agreeing, blank=True)
    respected = models.CharField("respecté", max_length=12, choices=Agreeing, blank=True)

    class Meta:
        verbose_name = "avis à la sortie"
        verbose_name_plural = "avis à la sortie"
        ordering = ("person_id", "asked_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry"],
                name="satisfaction_written_once",
                violation_error_message="Cet avis est déjà noté.",
            ),
        ]

    def __str__(self) -> str:
        return f"avis {self.pk}"
