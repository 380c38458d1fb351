"""A call for projects, and the sentences one may say about a list of them."""

import uuid
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation
from o2r.calls.enums import CallState, EnvelopeRule, MemberRule, Phase
from o2r.calls.phases import Edge, phase_at, receives_at
from o2r.core import clock
from o2r.projects.footprint import Footprint, footprint
from o2r.projects.models.project import validate_slug

USUAL_YEARS = 3
"""The duration of a convention, unless the call says otherwise (C. trav., art. D. 5316-1 ff.)."""


def validate_time_zone(value: str) -> None:
    """Refuse a name that is not in the tz database."""
    if value not in available_timezones():
        raise ValidationError(
            "Ce fuseau horaire n’existe pas. Écrivez par exemple « Europe/Paris » ou "
            "« Indian/Reunion »."
        )


class CallQuerySet(GovernedQuerySet["Call"]):
    def announced(self) -> Self:
        """The calls that everyone may read: no draft."""
        return self.exclude(state=CallState.DRAFT)

    def shown_to_public(self) -> Self:
        """The calls that everyone may read, with the examples in a demonstration only."""
        shown = self.announced()
        return shown if settings.DEMONSTRATION else shown.filter(is_example=False)

    def receiving(self, now: datetime) -> Self:
        """The calls whose applications are received here at ``now``."""
        return self.filter(
            state=CallState.PUBLISHED, receives_here=True, opens_at__lte=now, closes_at__gt=now
        )

    def seen_by(self, actor: Actor) -> Self:
        """All the announced calls; the drafts of a State service for its own people.

        Who runs the platform sees all.
        """
        if actor.has(MembershipRole.PLATFORM_MANAGER):
            return self
        return self.filter(~Q(state=CallState.DRAFT) | Q(dreets=actor.organisation))

    def run_by(self, organisation: UUID | None) -> Self:
        """The calls of one State service."""
        return self.filter(dreets=organisation)

    def with_lists(self) -> Self:
        """With what the page of a call shows, in a fixed number of queries."""
        return self.select_related("dreets").prefetch_related("envelopes", "criteria", "pieces")


class Call(Governed):
    """An appel à manifestation d'intérêt (AMI) of a State service (D.5316-1 ff. Code du travail).

    What is not published stays null and is shown « non publié ». ``receives_here``: applications
    are typed and received on this platform; otherwise ``form_url`` says where. Money is in euros.
    """

    access_kind = "call"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(
        "identifiant",
        max_length=80,
        unique=True,
        validators=[validate_slug],
        error_messages={"unique": "Un appel porte déjà cet identifiant."},
    )
    title = models.CharField("intitulé", max_length=200)
    dreets = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,  # A call is an act of a service.
        related_name="calls",
        verbose_name="service de l’État",
    )
    region = models.CharField("région", max_length=3, help_text="Code Insee de la région.")
    context = models.TextField("contexte", blank=True)
    priorities = models.TextField("priorités", blank=True)
    publics = models.JSONField("publics", default=list, blank=True)
    attention_points = models.JSONField("points d’attention", default=list, blank=True)
    publics_note = models.TextField("publics, en toutes lettres", blank=True)
    stages = models.JSONField("étapes attendues", default=list, blank=True)
    required_stages = models.JSONField("étapes obligatoires", default=list, blank=True)

    zone_expression = models.TextField("périmètre", blank=True)
    zone_vintage = models.PositiveSmallIntegerField(
        "millésime du code géographique", null=True, blank=True
    )
    zone_note = models.TextField("périmètre, en toutes lettres", blank=True)

    envelope = models.DecimalField(
        "enveloppe, en euros", max_digits=12, decimal_places=2, null=True, blank=True
    )
    floor_amount = models.DecimalField(
        "montant minimal d’un financement, en euros",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    convention_years = models.PositiveSmallIntegerField(
        "durée des conventions, en années", null=True, blank=True, default=USUAL_YEARS
    )

    time_zone = models.CharField(
        "fuseau horaire", max_length=40, default="Europe/Paris", validators=[validate_time_zone]
    )
    announced_on = models.DateField("annoncé le", null=True, blank=True)
    opens_on = models.DateField("jour d’ouverture", null=True, blank=True)
    opens_hour = models.TimeField("heure d’ouverture", null=True, blank=True)
    closes_on = models.DateField("jour de clôture", null=True, blank=True)
    closes_hour = models.TimeField("heure de clôture", null=True, blank=True)
    # What the edges give, for the lists: see ``save``.
    opens_at = models.DateTimeField("ouverture", null=True, editable=False)
    closes_at = models.DateTimeField("clôture", null=True, editable=False)
    results_at = models.DateTimeField("publication des résultats", null=True, blank=True)

    receives_here = models.BooleanField("candidatures reçues ici", default=False)
    form_url = models.URLField("formulaire de dépôt", max_length=300, blank=True)
    source_url = models.URLField("source", max_length=300, blank=True)
    source_seen_on = models.DateField("source lue le", null=True, blank=True)
    contact_email = models.EmailField(
        "adresse pour les questions", blank=True, help_text="Une boîte du service, publiée."
    )

    grid_is_published = models.BooleanField("grille publiée avec l’appel", default=True)
    readers_per_application = models.PositiveSmallIntegerField("lecteurs par dossier", default=2)
    dispersion_threshold = models.DecimalField(
        "écart qui demande un lecteur de plus",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
    )
    member_rule = models.CharField(
        "une organisation dans deux candidatures",
        max_length=10,
        choices=MemberRule,
        default=MemberRule.WARN,
    )
    envelope_rule = models.CharField(
        "une demande au-dessus de l’enveloppe",
        max_length=10,
        choices=EnvelopeRule,
        default=EnvelopeRule.WARN,
    )

    state = models.CharField("état", max_length=15, choices=CallState, default=CallState.DRAFT)
    is_example = models.BooleanField("exemple fictif", default=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"
        ordering = (F("closes_on").desc(nulls_last=True), "slug")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "closes_at"], name="call_open"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(region=""),
                name="call_has_title_and_region",
                violation_error_message="Un appel a un intitulé et une région.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CallState.values),
                name="call_state_known",
                violation_error_message="L’état de l’appel n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message="La clôture doit venir après l’ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="call_days_in_order",
                violation_error_message="Le jour de clôture précède le jour d’ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(receives_here=False)
                | Q(state=CallState.DRAFT)
                | (Q(opens_at__isnull=False) & Q(closes_at__isnull=False) & ~Q(zone_expression="")),
                name="call_received_here_is_exact",
                violation_error_message=(
                    "Un appel qui reçoit ses candidatures ici a un périmètre, et le jour et "
                    "l’heure d’ouverture et de clôture."
                ),
            ),
            models.CheckConstraint(
                condition=Q(zone_expression="") | Q(zone_vintage__isnull=False),
                name="call_zone_has_a_vintage",
                violation_error_message="Un périmètre porte le millésime du code géographique.",
            ),
            models.CheckConstraint(
                condition=Q(envelope=None) | Q(envelope__gt=0),
                name="call_envelope_positive",
                violation_error_message="L’enveloppe est un montant positif, ou rien.",
            ),
            models.CheckConstraint(
                condition=Q(floor_amount=None) | Q(floor_amount__gt=0),
                name="call_floor_positive",
                violation_error_message="Le montant minimal est positif, ou rien.",
            ),
            models.CheckConstraint(
                condition=Q(envelope=None)
                | Q(floor_amount=None)
                | Q(floor_amount__lte=F("envelope")),
                name="call_floor_within_envelope",
                violation_error_message="Le montant minimal dépasse l’enveloppe.",
            ),
            models.CheckConstraint(
                condition=Q(readers_per_application__gte=1) & Q(convention_years__gte=1),
                name="call_counts_positive",
                violation_error_message="Il faut au moins un lecteur et une année.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the instants in step with the days and hours that people write."""
        self.opens_at, self.closes_at = self.opens.instant, self.closes.instant
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "opens_at", "closes_at"}  # type: ignore[misc]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """The State service that runs the call; the other services of its region."""
        found = {Relation.ANY}
        if actor.organisation == self.dreets_id:
            found.add(Relation.ORGANISATION)
        if actor.regions and (self.region in actor.regions or "" in actor.regions):
            found.add(Relation.TERRITORY)
        return frozenset(found)

    @property
    def chain(self) -> UUID:
        return self.dreets_id

    @property
    def opens(self) -> Edge:
        return Edge(self.opens_on, self.opens_hour, self.time_zone)

    @property
    def closes(self) -> Edge:
        return Edge(self.closes_on, self.closes_hour, self.time_zone)

    @property
    def years(self) -> int:
        """The years of its budgets and conventions: those it publishes, else the usual ones."""
        return self.convention_years or USUAL_YEARS

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def phase(self, now: datetime | None = None) -> Phase:
        """What everyone sees at ``now`` (by default, this instant)."""
        return phase_at(
            now or clock.now(), state=CallState(self.state), opens=self.opens, closes=self.closes
        )

    def receives(self, arrived_at: datetime) -> bool:
        """Whether an application that arrived at this instant is in time, on this platform."""
        state = CallState(self.state)
        return self.receives_here and receives_at(
            arrived_at, state=state, opens=self.opens, closes=self.closes
        )

    @property
    def footprint(self) -> Footprint | None:
        """The perimeter, resolved once per process; None when it is not published."""
        if not self.zone_expression or self.zone_vintage is None:
            return None
        return footprint(self.zone_expression, self.zone_vintage)


class CallEnvelope(models.Model):
    """What a call keeps for one département, in euros."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="envelopes", verbose_name="appel"
    )
    department = models.CharField("département", max_length=3)
    amount = models.DecimalField("montant, en euros", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "enveloppe départementale"
        verbose_name_plural = "enveloppes départementales"
        ordering = ("department",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "department"],
                name="call_envelope_once",
                violation_error_message="Ce département a déjà une enveloppe.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="call_department_envelope_positive",
                violation_error_message="L’enveloppe d’un département est un montant positif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} : {self.amount} €"
