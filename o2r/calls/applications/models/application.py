"""An application, and the sentences one may say about a list of them."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import User
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models.access import ReadingAccess
from o2r.calls.applications.states_shown import ShownState, public_state
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.core import clock
from o2r.projects.footprint import Footprint, footprint

NEVER_SHOWN_TO_THE_STATE = (ApplicationState.DRAFT,)
COMPLETABLE = (
    *(ApplicationState.SUBMITTED, ApplicationState.INCOMPLETE, ApplicationState.ADMISSIBLE),
    *(ApplicationState.AWARDED, ApplicationState.WAITING),
)
"""Until its convention, which needs a territory and a bearer."""


class ApplicationQuerySet(GovernedQuerySet["Application"]):
    def seen_by(self, actor: Actor) -> Self:
        """What one's organisation writes; what a State service of the region received; what one
        was named to read, once one has declared no interest in it.

        A draft is its consortium's business: not even its existence is told to the State.
        """
        found = Q(pk__in=[])
        if actor.organisation:
            found |= Q(Exists(_members().filter(organisation=actor.organisation)))
        received = ~Q(state__in=NEVER_SHOWN_TO_THE_STATE)
        if actor.regions:
            here = Q() if "" in actor.regions else Q(call__region__in=actor.regions)
            found |= received & here
        if actor.user:
            opened = ReadingAccess.objects.filter(application=OuterRef("pk"), user=actor.user)
            found |= received & Q(Exists(opened))
        return self.filter(found)

    def of_organisation(self, organisation: UUID | None) -> Self:
        """The applications of which an organisation is a member."""
        if organisation is None:
            return self.none()
        return self.filter(Exists(_members().filter(organisation=organisation)))

    def of_call(self, call: Call) -> Self:
        """The applications to one call, in a fixed order, without those that were withdrawn."""
        rows = self.filter(call=call).exclude(state=ApplicationState.WITHDRAWN)
        return rows.order_by("created_at", "pk")

    def received(self) -> Self:
        """All that were sent and not withdrawn."""
        return self.exclude(state__in=(ApplicationState.DRAFT, ApplicationState.WITHDRAWN))

    def receiving_drafts(self, now: datetime, until: datetime) -> Self:
        """The drafts of the calls that close after ``now`` and no later than ``until``."""
        return self.filter(
            state=ApplicationState.DRAFT,
            call__state=CallState.PUBLISHED,
            call__receives_here=True,
            call__closes_at__gt=now,
            call__closes_at__lte=until,
        )

    def completable_by(self, actor: Actor) -> Self:
        """Those taken over from another site that a person may complete in place of its author.

        Whoever took them over holds the export. Once some people have passed the gate of the
        interests, they alone go on.
        """
        accesses = ReadingAccess.objects.filter(application=OuterRef("pk"))
        return self.filter(~Q(external_reference=""), state__in=COMPLETABLE).filter(
            ~Exists(accesses) | Exists(accesses.filter(user=actor.user))
        )

    def compared(self) -> Self:
        """Those that are read and ranked: admissible, or already decided."""
        return self.filter(
            state__in=(
                ApplicationState.ADMISSIBLE,
                ApplicationState.AWARDED,
                ApplicationState.WAITING,
                ApplicationState.REJECTED,
                ApplicationState.CONTRACTED,
            )
        )

    def opened_to(self, user: UUID | None) -> Self:
        """Those that someone was let in to read, having declared no interest in them."""
        opened = ReadingAccess.objects.filter(application=OuterRef("pk"), user=user)
        return self.filter(Exists(opened))

    def with_arrivals(self) -> Self:
        """Each with ``arrived_at``: when what now counts was received, here or elsewhere."""
        standing = _related("submissions").filter(taken_back_at=None).order_by("-rank")
        moves = ApplicationMove.objects.filter(
            application=OuterRef("pk"), to_state=ApplicationState.SUBMITTED
        )
        return self.annotate(
            arrived_at=Coalesce(
                Subquery(standing.values("arrived_at")[:1]),
                Subquery(moves.order_by("moved_at", "pk").values("moved_at")[:1]),
            )
        )

    def with_members(self) -> Self:
        """With the call, the consortium and who reads, in three queries."""
        return self.select_related("call__dreets").prefetch_related("members", "reading_accesses")


class Application(Governed):
    """What a consortium proposes to one call: texts in ``answers``, money in ``budget``.

    ``number``: its place in the order of arrival, given at the first submission. ``revision`` grows
    by one at each change of what is not an answer. Of one that comes from another site
    (``external_reference``): ``late_reason`` says why it was taken though it was sent after the
    closing, ``import_notes`` what could not be read, a line each, and ``stated_cost`` what the
    project costs, whose budget is in the dossier of origin.
    """

    access_kind = "application"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="applications", verbose_name="appel"
    )
    number = models.PositiveIntegerField("numéro", null=True, blank=True)
    title = models.CharField("intitulé du projet", max_length=200, blank=True)
    zone_expression = models.TextField("territoire", blank=True)
    zone_vintage = models.PositiveSmallIntegerField(
        "millésime du code géographique", null=True, blank=True
    )
    publics = models.JSONField("publics", default=list, blank=True)
    attention_points = models.JSONField("points d’attention", default=list, blank=True)
    stages = models.JSONField("étapes", default=list, blank=True)
    channels = models.JSONField("façons d’aller vers", default=list, blank=True)
    places = models.PositiveIntegerField("personnes accompagnées par an", null=True, blank=True)
    has_analytic_accounts = models.BooleanField("comptabilité analytique attestée", default=False)
    state = models.CharField(
        "état", max_length=15, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    revision = models.PositiveIntegerField("révision", default=0)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)
    external_reference = models.CharField(
        "dossier d’origine",
        max_length=60,
        blank=True,
        help_text="Numéro du dossier dans Démarches simplifiées, quand il en vient.",
    )
    late_reason = models.TextField("motif de la reprise hors délai", blank=True)
    import_notes = models.TextField("ce que l’export ne disait pas lisiblement", blank=True)
    stated_cost = models.DecimalField(
        "coût total annoncé, en euros", max_digits=12, decimal_places=2, null=True, blank=True
    )
    reminded_for = models.CharField("dernier rappel", max_length=60, blank=True, editable=False)
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="créée par"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        ordering = ("number", "created_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["call", "state"], name="application_of_call"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "number"],
                name="application_number_once",
                violation_error_message="Ce numéro est déjà celui d’une candidature.",
            ),
            models.UniqueConstraint(
                fields=["call", "external_reference"],
                condition=~Q(external_reference=""),
                name="application_external_reference_once",
                violation_error_message="Ce dossier est déjà repris dans cet appel.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values),
                name="application_state_known",
                violation_error_message="L’état de la candidature n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ApplicationState.DRAFT, ApplicationState.WITHDRAWN))
                | Q(number__isnull=False),
                name="application_received_has_a_number",
                violation_error_message="Une candidature déposée porte un numéro.",
            ),
            models.CheckConstraint(
                condition=Q(zone_expression="") | Q(zone_vintage__isnull=False),
                name="application_zone_has_a_vintage",
                violation_error_message="Un territoire porte le millésime du code géographique.",
            ),
            models.CheckConstraint(
                condition=Q(late_reason="") | ~Q(external_reference=""),
                name="application_late_comes_from_elsewhere",
                violation_error_message="Ici, une candidature hors délai n’est pas reçue.",
            ),
            models.CheckConstraint(
                condition=Q(stated_cost=None) | Q(stated_cost__gte=0),
                name="application_stated_cost_not_negative",
                violation_error_message="Un coût n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Candidature sans titre"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """A member organisation; a State service of the region of the call; a named reader."""
        found = {Relation.ANY}
        if actor.organisation and any(
            member.organisation_id == actor.organisation for member in self.members.all()
        ):
            found.add(Relation.ORGANISATION)
        if self.state in NEVER_SHOWN_TO_THE_STATE:
            return frozenset(found)
        if actor.regions and ("" in actor.regions or self.call.region in actor.regions):
            found.add(Relation.TERRITORY)
        if actor.user and any(
            access.user_id == actor.user for access in self.reading_accesses.all()
        ):
            found.add(Relation.READER)
        return frozenset(found)

    @property
    def chain(self) -> UUID:
        """Acts are written in the journal of the State service that receives the application."""
        return self.call.dreets_id

    @property
    def shown_state(self) -> ShownState:
        """What its consortium may read of its state now: nothing decided before the results."""
        return public_state(self, clock.now())

    @property
    def is_draft(self) -> bool:
        return self.state == ApplicationState.DRAFT

    @property
    def may_be_completed(self) -> bool:
        """Whether it comes from another site, and may still be completed by the State service."""
        return bool(self.external_reference) and self.state in COMPLETABLE

    @property
    def footprint(self) -> Footprint | None:
        """Where the project would act; None until a territory is typed."""
        if not self.zone_expression or self.zone_vintage is None:
            return None
        return footprint(self.zone_expression, self.zone_vintage)


def _members() -> models.QuerySet[Any]:
    """The consortium of the row asked for."""
    return _related("members")


def _related(name: str) -> models.QuerySet[Any]:
    """What is attached to the row asked for: its model is declared after this one."""
    model: Any = Application._meta.get_field(name).related_model
    rows: models.QuerySet[Any] = model._default_manager.filter(application=OuterRef("pk"))
    return rows.order_by()


class ApplicationMove(models.Model):
    """One move of the state of an application."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="moves", verbose_name="candidature"
    )
    from_state = models.CharField("de", max_length=15, choices=ApplicationState)
    to_state = models.CharField("à", max_length=15, choices=ApplicationState)
    reason = models.TextField("motif", blank=True)
    moved_at = models.DateTimeField("le")
    moved_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )

    class Meta:
        verbose_name = "passage d’une candidature"
        verbose_name_plural = "passages d’une candidature"
        ordering = ("moved_at", "id")

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"
