"""Conventions, their years, what they must say, and the states they went through."""

import uuid
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.projects.conventions.enums import (
    RUNNING,
    WAS_SIGNED,
    ConventionState,
    Mention,
)
from o2r.projects.conventions.models.standing import met_by, sees_all
from o2r.projects.conventions.term import months_of
from o2r.projects.enums import PartnerRole
from o2r.projects.models import FundedProject, ProjectPartner


class ConventionQuerySet(GovernedQuerySet["Convention"]):
    def seen_by(self, actor: Actor) -> Self:
        """All of them for who steers the country; else one's own and those of one's région."""
        return self if sees_all(actor) else self.filter(met_by(actor))

    def running(self) -> Self:
        """Those that bind someone today: signed, or suspended."""
        return self.filter(state__in=RUNNING)

    def not_over(self) -> Self:
        """Those in preparation, and those that bind someone today."""
        return self.filter(state__in=(ConventionState.DRAFT, *RUNNING))

    def signed_once(self) -> Self:
        """Those that were signed, whatever became of them."""
        return self.filter(state__in=WAS_SIGNED, signed_on__isnull=False)

    def carried_by(self, organisation: uuid.UUID | None) -> Self:
        """Those of one bearer: not those that it has only joined."""
        return self.filter(bearer=organisation)

    def real(self) -> Self:
        """Conventions that exist, examples left out."""
        return self.filter(project__is_example=False)

    def ending_before(self, day: date) -> Self:
        """Running ones whose last day is before ``day``."""
        return self.running().filter(ends_on__lt=day)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def in_region(self, region: str) -> Self:
        return self.filter(region=region)

    def late(self) -> Self:
        """Running ones that owe a document since yesterday at least."""
        return self.running().filter(_owes_a_document()).distinct()

    def naming(self, words: str) -> Self:
        """Those whose reference, title or bearer holds these words."""
        holding = Q(reference__icontains=words) | Q(title__icontains=words)
        return self.filter(holding | Q(bearer__name__icontains=words))

    def with_parties(self) -> Self:
        """The organisations and the project: two queries, whatever their number."""
        beside = ProjectPartner.objects.select_related("organisation").order_by("position")
        return self.select_related("bearer", "dreets", "project").prefetch_related(
            Prefetch("project__partnerships", beside)
        )

    def with_progress(self) -> Self:
        """What a list shows: documents late, next document due, euros granted and paid."""
        today = clock.today()
        years = ConventionYear.objects.filter(convention=OuterRef("pk")).order_by()
        # One call: conditions on the same document.
        late = years.filter(documents__received_on=None, documents__due_on__lt=today)
        coming = years.filter(documents__received_on=None, documents__due_on__gte=today)
        signed = years.filter(avenants__signed_on__isnull=False)
        grouped = "convention"
        return self.annotate(
            late_documents=_one(late.values(grouped).annotate(n=Count("documents")), _NUMBER),
            next_due_on=Subquery(
                coming.values(grouped).annotate(n=Min("documents__due_on")).values("n")[:1]
            ),
            granted=_one(signed.values(grouped).annotate(n=Sum("avenants__amount")), _MONEY),
            paid=_one(
                years.values(grouped).annotate(n=Sum("avenants__instalments__paid_amount")),
                _MONEY,
            ),
        )


_NUMBER = models.IntegerField()
_MONEY = models.DecimalField(max_digits=14, decimal_places=2)


def _owes_a_document() -> Q:
    late = ConventionYear.objects.filter(
        convention=OuterRef("pk"), documents__received_on=None, documents__due_on__lt=clock.today()
    )
    return Q(models.Exists(late))


def _one(rows: Any, kind: "models.Field[Any, Any]") -> Coalesce:
    """The figure of a subquery, zero when it has none."""
    found = Subquery(rows.values("n")[:1], output_field=kind)
    return Coalesce(found, models.Value(0), output_field=kind)


class Convention(Governed):
    """A convention pluriannuelle d’objectifs et de moyens (C. trav., art. L. 5316-2).

    Signed for three years by the préfet de région, here its service (``dreets``), and the bearer of
    one funded project. ``source``: the award it comes from; ``signed_scan``: the stored file.
    """

    access_kind = "convention"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField("référence", max_length=60)
    title = models.CharField("intitulé", max_length=200)
    commitment_number = models.CharField("engagement juridique", max_length=40, blank=True)
    dreets = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,  # An act of the State keeps its author.
        related_name="+",
        verbose_name="service de l’État",
    )
    region = models.CharField("région", max_length=3)
    project = models.OneToOneField(
        FundedProject,
        on_delete=models.PROTECT,
        related_name="convention",
        verbose_name="projet financé",
    )
    bearer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="conventions",
        verbose_name="porteur (chef de file)",
    )
    state = models.CharField(
        "état", max_length=20, choices=ConventionState, default=ConventionState.DRAFT
    )
    starts_on = models.DateField("début")
    ends_on = models.DateField("terme")
    signed_on = models.DateField("signée le", null=True, blank=True)
    signed_scan = models.UUIDField("convention signée, numérisée", null=True, blank=True)
    total_cost = models.DecimalField(
        "coût total du projet", max_digits=12, decimal_places=2, null=True, blank=True
    )
    cost_method = models.TextField("détermination du coût", blank=True)
    source = models.UUIDField("décision d’origine", null=True, blank=True, unique=True)
    renewal_of = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewal",
        verbose_name="renouvelle",
    )
    created_at = models.DateTimeField("créée le", default=clock.now)

    objects = ConventionQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        verbose_name_plural = "conventions"
        ordering = ("region", "reference", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["region", "state"], name="convention_by_region"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["region", "reference"],
                name="convention_reference_once",
                violation_error_message=(
                    "Une convention de cette région porte déjà cette référence."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(title="") & ~Q(region=""),
                name="convention_is_named",
                violation_error_message=(
                    "Une convention a une référence, un intitulé et une région."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="convention_ends_after_start",
                violation_error_message="Le terme de la convention précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ConventionState.values),
                name="convention_state_known",
                violation_error_message="L’état de la convention n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in WAS_SIGNED])
                | Q(signed_on__isnull=False),
                name="convention_signed_has_a_date",
                violation_error_message="Une convention signée porte la date de sa signature.",
            ),
            models.CheckConstraint(
                condition=Q(total_cost=None) | Q(total_cost__gt=0),
                name="convention_cost_positive",
                violation_error_message="Le coût total est un montant positif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} – {self.title}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = {Relation.ANY}
        if actor.regions and ("" in actor.regions or self.region in actor.regions):
            found.add(Relation.TERRITORY)
        if actor.organisation is not None and self.bearer_id == actor.organisation:
            found.add(Relation.ORGANISATION)
        # A member of the consortium reads less than either: who reads all is not looked up.
        elif actor.organisation and len(found) == 1 and self._is_joined_by(actor.organisation):
            found.add(Relation.CONSORTIUM)
        return frozenset(found)

    def _is_joined_by(self, organisation: uuid.UUID) -> bool:
        # One that is being opened may have no project yet.
        return self.project_id is not None and any(
            one.organisation_id == organisation for one in self.consortium
        )

    @property
    def consortium(self) -> list[ProjectPartner]:
        """The members beside the bearer, in order. Reads ``project``."""
        beside = self.project.partnerships.all()
        return [one for one in beside if one.role == PartnerRole.CONSORTIUM]

    @property
    def chain(self) -> uuid.UUID:
        return self.bearer_id

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_draft(self) -> bool:
        return self.state == ConventionState.DRAFT

    @property
    def is_example(self) -> bool:
        """Fictional, as its project. Reads ``project``."""
        return self.project.is_example

    @property
    def months(self) -> int:
        """How long it lasts."""
        return months_of(self.starts_on, self.ends_on)

    @property
    def day_after(self) -> date:
        """The first day of what may follow."""
        return self.ends_on + timedelta(days=1)


class ConventionYear(models.Model):
    """One year of a convention, and what the award announced for it, in euros."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="years", verbose_name="convention"
    )
    rank = models.PositiveSmallIntegerField("année")
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin")
    planned_amount = models.DecimalField(
        "contribution de l’État prévue", max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "année de convention"
        verbose_name_plural = "années de convention"
        ordering = ("convention_id", "rank")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["convention", "rank"],
                name="convention_year_once",
                violation_error_message="Cette année de la convention existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1) & Q(ends_on__gt=F("starts_on")),
                name="convention_year_makes_sense",
                violation_error_message="Une année finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(planned_amount=None) | Q(planned_amount__gte=0),
                name="convention_year_amount_positive",
                violation_error_message="La contribution prévue n’est pas négative.",
            ),
        ]

    def __str__(self) -> str:
        return f"année {self.rank}"


class ConventionMention(models.Model):
    """One thing that a convention must say, and the words in which it does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="mentions", verbose_name="convention"
    )
    code = models.CharField("mention", max_length=20, choices=Mention)
    text = models.TextField("texte", blank=True)

    class Meta:
        verbose_name = "mention obligatoire"
        verbose_name_plural = "mentions obligatoires"
        ordering = ("convention_id", "code")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["convention", "code"],
                name="convention_mention_once",
                violation_error_message="Cette mention est déjà dans la convention.",
            ),
            models.CheckConstraint(
                condition=Q(code__in=Mention.values),
                name="convention_mention_known",
                violation_error_message="Cette mention n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())


class ConventionMove(models.Model):
    """One change of state: from which to which, when, by which organisation, and why.

    Who exactly is in the journal of accesses, which is kept and erased by its own rules.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.CASCADE, related_name="moves", verbose_name="convention"
    )
    left = models.CharField("état quitté", max_length=20, choices=ConventionState, blank=True)
    reached = models.CharField("état atteint", max_length=20, choices=ConventionState)
    at = models.DateTimeField("le")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="par l’organisation",
    )
    reason = models.CharField("motif", max_length=500, blank=True)

    class Meta:
        verbose_name = "changement d’état d’une convention"
        verbose_name_plural = "changements d’état des conventions"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
