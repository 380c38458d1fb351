"""A pathway: where somebody stands between a first meeting and an end that holds."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.enums import DerogationGround, LossReason, PathwayState
from o2r.pathways.states import LIVE
from o2r.people.models import Agreement, Person
from o2r.projects.models import FundedProject


class PathwayQuerySet(GovernedQuerySet["Pathway"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the files that one meets where one acts, and those of which one's organisation
        carries a stage, while an agreement of the person with it is in force."""
        files = Person.objects.all().visible_to(actor)
        ours = Q(organisation=actor.organisation, person__in=files)
        return self.filter(ours | Q(self._carried(actor)))

    def _carried(self, actor: Actor) -> Exists:
        today, here = clock.today(), actor.organisation
        lasting = Q(stages__until=None) | Q(stages__until__gte=today)
        agreed = Agreement.objects.in_force(today).filter(recipient=here)
        return Exists(
            Pathway.objects.filter(
                lasting,
                pk=OuterRef("pk"),
                stages__organisation=here,
                stages__since__lte=today,
                person__is_protected=False,
                person__organisation__is_partitioned=False,
                person__in=agreed.values("person"),
            )
        )

    def live(self) -> Self:
        """Those in which somebody is met, accompanied or looked for."""
        return self.filter(state__in=LIVE)

    def unfinished(self) -> Self:
        """Those that are not closed: a person has one at most in an operator."""
        return self.exclude(state=PathwayState.CLOSED)


class Pathway(Governed):
    """One pathway of one person, opened by the operator that holds their file.

    ``intensive_from``: the day on which the clock of the intensive accompaniment started; it never
    starts again in the same pathway. ``project``: the funded project, for figures.
    ``state_since``: the day of the last move. ``is_derogated``, ``paused_days``: what the clock
    needs, beside the rows that explain it.
    """

    access_kind = "pathway"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="pathways", verbose_name="personne"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="opérateur"
    )
    project = models.ForeignKey(
        FundedProject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="projet",
    )
    state = models.CharField(
        "état", max_length=24, choices=PathwayState, default=PathwayState.SPOTTED
    )
    state_since = models.DateField("dans cet état depuis le", default=clock.today)
    opened_on = models.DateField("ouvert le", default=clock.today)
    intensive_from = models.DateField("accompagnement intensif depuis le", null=True, blank=True)
    ended_on = models.DateField("sortie le", null=True, blank=True)
    attention = models.JSONField("publics de vigilance", default=list, blank=True)
    is_derogated = models.BooleanField("prolongé par dérogation", default=False)
    paused_days = models.PositiveIntegerField("jours de pause", default=0)
    revision = models.PositiveIntegerField("révision", default=0)

    objects = PathwayQuerySet.as_manager()

    class Meta:
        verbose_name = "parcours"
        verbose_name_plural = "parcours"
        ordering = ("-opened_on", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state"], name="pathway_by_state"),
            models.Index(fields=["organisation", "opened_on"], name="pathway_by_opening"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(state=PathwayState.CLOSED),
                name="pathway_one_at_a_time",
                violation_error_message="Cette personne a déjà un parcours ouvert ici.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PathwayState.values),
                name="pathway_state_known",
                violation_error_message="Cet état n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("opened_on")),
                name="pathway_ends_after_opening",
                violation_error_message="La sortie précède l’entrée.",
            ),
            models.CheckConstraint(
                condition=Q(intensive_from=None) | Q(intensive_from__gte=F("opened_on")),
                name="pathway_intensive_after_opening",
                violation_error_message="L’accompagnement commence avant l’ouverture du parcours.",
            ),
        ]

    def __str__(self) -> str:
        return f"parcours ouvert le {self.opened_on:%d/%m/%Y}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = set(self.person.relations_to(actor))
        carries = any(
            one.organisation_id == actor.organisation and one.lasts(clock.today())
            for one in self.stages.all()
        )
        if carries and self.person.agreements_with(actor):
            found.add(Relation.CONSORTIUM)
        return frozenset(found)

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class PathwayMove(models.Model):
    """One move of a pathway: from where, to where, on which day; by whom, for which operator."""

    id = models.BigAutoField(primary_key=True)
    pathway = models.ForeignKey(
        Pathway, on_delete=models.CASCADE, related_name="moves", verbose_name="parcours"
    )
    left = models.CharField("quitté", max_length=24, choices=PathwayState, blank=True)
    reached = models.CharField("atteint", max_length=24, choices=PathwayState)
    on = models.DateField("le", default=clock.today)
    reason = models.CharField("pourquoi", max_length=16, choices=LossReason, blank=True)
    moved_at = models.DateTimeField("noté le", default=clock.now)
    moved_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="par",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pour",
    )

    class Meta:
        verbose_name = "étape d’un parcours"
        verbose_name_plural = "étapes d’un parcours"
        ordering = ("pathway_id", "on", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"


class PathwayPause(models.Model):
    """A time during which the pathway rests, from a day to a day or not yet."""

    id = models.BigAutoField(primary_key=True)
    pathway = models.ForeignKey(
        Pathway, on_delete=models.CASCADE, related_name="pauses", verbose_name="parcours"
    )
    since = models.DateField("depuis le", default=clock.today)
    until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "pause d’un parcours"
        verbose_name_plural = "pauses d’un parcours"
        ordering = ("pathway_id", "since", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pathway"],
                condition=Q(until=None),
                name="pathway_one_pause_at_a_time",
                violation_error_message="Ce parcours est déjà en pause.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="pathway_pause_ends_after_start",
                violation_error_message="La fin de la pause précède son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"pause depuis le {self.since:%d/%m/%Y}"


class Derogation(SealedRow):
    """Up to twelve months, for one of the four grounds (F1.20): who decided, when, why in words."""

    pathway = models.OneToOneField(
        Pathway, on_delete=models.CASCADE, related_name="derogation", verbose_name="parcours"
    )
    ground = models.CharField("motif", max_length=24, choices=DerogationGround)
    granted_on = models.DateField("accordée le", default=clock.today)
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="accordée par"
    )
    words = SealedTextField("explication")

    class Meta:
        verbose_name = "dérogation de durée"
        verbose_name_plural = "dérogations de durée"
        ordering = ("pathway_id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ground__in=DerogationGround.values),
                name="derogation_has_a_ground",
                violation_error_message="Choisissez l’un des quatre motifs de dérogation.",
            ),
        ]

    def __str__(self) -> str:
        return f"dérogation du {self.granted_on:%d/%m/%Y}"
