"""Funded projects, and the sentences one may say about a list of them.

No view and no selector writes a ``Q``: what can be asked of a list is a method of its QuerySet.
"""

import uuid
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.projects import confirmation
from o2r.projects.enums import (
    AttentionPoint,
    Channel,
    FacetKind,
    Origin,
    Public,
    PublicationState,
    Stage,
)
from o2r.projects.filters import ProjectFilters
from o2r.projects.footprint import Footprint, footprint, unit_bits
from o2r.projects.models.facets import ProjectFacet
from o2r.projects.models.partners import ProjectPartner
from o2r.territory.geography import Commune

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PHONE = r"^\+?[0-9]+( [0-9]+)*$"

validate_slug = RegexValidator(
    SLUG, "L’identifiant s’écrit en minuscules sans accent, chiffres et tirets."
)
validate_phone = RegexValidator(
    PHONE, "Le téléphone s’écrit en chiffres séparés par des espaces, par exemple 01 99 00 12 34."
)


IMPLIED_PUBLICS: dict[Public, tuple[AttentionPoint, ...]] = {
    Public.YOUNG: (AttentionPoint.YOUNG_BREAK,),
    Public.WOMEN: (AttentionPoint.WOMEN,),
    Public.QPV_FRR: (AttentionPoint.QPV, AttentionPoint.FRR),
}
"""An attention point that names a public says that this public is received."""


class FundedProjectQuerySet(GovernedQuerySet["FundedProject"]):
    def published(self) -> Self:
        """Published projects, examples included."""
        return self.filter(state=PublicationState.PUBLISHED)

    def real(self) -> Self:
        """Projects that exist, examples left out."""
        return self.filter(is_example=False)

    def shown_to_public(self, *, demonstration: bool | None = None) -> Self:
        """What anyone may see: the published projects, with the examples in a demonstration only.

        ``demonstration`` defaults to the setting of the instance.
        """
        shown = self.published()
        with_examples = settings.DEMONSTRATION if demonstration is None else demonstration
        return shown if with_examples else shown.real()

    def in_open_data(self, *, demonstration: bool | None = None) -> Self:
        """What the open data, the API and the sitemap hold: exactly what everyone sees."""
        return self.shown_to_public(demonstration=demonstration)

    def seen_by(self, actor: Actor) -> Self:
        """The projects a signed-in person works on.

        All of them for who runs the platform; those that one's organisation carries for the others.
        """
        if actor.has(MembershipRole.PLATFORM_MANAGER):
            return self
        return self.filter(bearer=actor.organisation)

    def for_public(self, public: Public) -> Self:
        """The projects that may receive someone of this public.

        A project fits when it names the public, or « tous publics », or an attention point that
        implies it; and also when its publics are not known, because leaving someone out by mistake
        costs more than one phone call.
        """
        public_facets = _own_facets().filter(kind=FacetKind.PUBLIC)
        named = public_facets.filter(code__in=(public, Public.EVERYONE))
        implied = _own_facets().filter(
            kind=FacetKind.ATTENTION, code__in=IMPLIED_PUBLICS.get(public, ())
        )
        return self.filter(Exists(named) | Exists(implied) | ~Exists(public_facets))

    def for_stage(self, stage: Stage) -> Self:
        """The projects that answer for this stage."""
        return self._having(FacetKind.STAGE, stage)

    def for_channel(self, channel: Channel) -> Self:
        """The projects that use this way of going towards people."""
        return self._having(FacetKind.CHANNEL, channel)

    def from_origin(self, origin: Origin) -> Self:
        """The projects that continue this programme."""
        return self.filter(origin=origin)

    def touching(self, *units: str) -> Self:
        """The projects whose zone shares a commune with all these units (``"dep:38"``) at once.

        One query reads the recipes, the sets decide. An unknown unit matches nothing.
        """
        common = unit_bits(units)
        if common is None:
            return self
        return self.filter(pk__in=[pk for pk, place in self.footprints() if place.bits & common])

    def matching(self, filters: ProjectFilters) -> Self:
        """The projects that answer every criterion given."""
        rows = self
        if filters.public:
            rows = rows.for_public(filters.public)
        if filters.stage:
            rows = rows.for_stage(filters.stage)
        if filters.channel:
            rows = rows.for_channel(filters.channel)
        if filters.origin:
            rows = rows.from_origin(filters.origin)
        return rows.touching(*filters.units)

    def with_card_data(self) -> Self:
        """All that a card shows, in three queries for any number of projects."""
        partnerships = ProjectPartner.objects.select_related("organisation")
        return self.select_related("bearer").prefetch_related(
            "facets", Prefetch("partnerships", partnerships)
        )

    def footprints(self) -> list[tuple[UUID, Footprint]]:
        """Each project with its place, in one query."""
        rows = self.order_by("slug").values_list("pk", "zone_expression", "zone_vintage")
        return [(pk, footprint(expression, vintage)) for pk, expression, vintage in rows]

    def public_codes(self) -> list[tuple[UUID, str]]:
        """Each public that each project names, in one query."""
        facets = ProjectFacet.objects.filter(kind=FacetKind.PUBLIC, project__in=self.order_by())
        return list(facets.order_by("project_id", "code").values_list("project_id", "code"))

    def footprints_by_slug(self) -> list[tuple[str, Footprint]]:
        """Each project with its place, by slug, in one query."""
        rows = self.order_by("slug").values_list("slug", "zone_expression", "zone_vintage")
        return [(slug, footprint(expression, vintage)) for slug, expression, vintage in rows]

    def to_confirm(self, before: date) -> Self:
        """Published projects never confirmed, or last confirmed before a date."""
        return self.published().filter(Q(confirmed_on=None) | Q(confirmed_on__lt=before))

    def _having(self, kind: FacetKind, code: str) -> Self:
        return self.filter(Exists(_own_facets().filter(kind=kind, code=code)))


def _own_facets() -> models.QuerySet[ProjectFacet]:
    return ProjectFacet.objects.filter(project=OuterRef("pk"))


class FundedProject(Governed):
    """A project kept after a call (lauréat): who carries it, where, for whom, how to reach it.

    ``uncertain_note`` says what a row taken from a public page leaves unsure, such as the exact
    perimeter. ``relay_mailbox`` receives the messages of the contact form and is never shown.
    ``revision`` counts the corrections of the page: two people never write over each other unseen.
    """

    access_kind = "project"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(
        "identifiant",
        max_length=80,
        unique=True,
        validators=[validate_slug],
        error_messages={"unique": "Un projet porte déjà cet identifiant."},
    )
    title = models.CharField("intitulé", max_length=200)
    bearer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,  # A project without the body that answers for it means nothing.
        related_name="carried_projects",
        verbose_name="porteur (chef de file)",
    )
    partners = models.ManyToManyField(
        Organisation,
        through="ProjectPartner",
        related_name="joined_projects",
        verbose_name="partenaires",
    )
    description = models.TextField("description des démarches", blank=True)
    zone_expression = models.TextField("territoire")
    zone_vintage = models.PositiveSmallIntegerField("millésime du code géographique")
    uncertain_note = models.TextField("point à confirmer", blank=True)

    phone = models.CharField("téléphone", max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField("adresse électronique publiée", blank=True)
    form_url = models.URLField("formulaire de contact", max_length=300, blank=True)
    contact_is_relay_only = models.BooleanField(
        "contact par formulaire seulement",
        default=False,
        help_text="Aucune adresse n’est affichée : les messages passent par la plateforme.",
    )
    relay_mailbox = models.EmailField("boîte du formulaire, jamais affichée", blank=True)
    opening_hours = models.TextField("horaires et permanences", blank=True)

    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    origin = models.CharField("origine", max_length=20, choices=Origin, default=Origin.UNKNOWN)
    source_url = models.URLField("source", max_length=300, blank=True)
    published_on = models.DateField("publié depuis le", null=True, blank=True)
    confirmed_on = models.DateField("dernière confirmation", null=True, blank=True)
    revision = models.PositiveIntegerField("révision de la fiche", default=0)
    state = models.CharField(
        "publication",
        max_length=20,
        choices=PublicationState,
        default=PublicationState.DRAFT,
    )
    is_example = models.BooleanField("exemple fictif", default=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    objects = FundedProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "projet financé"
        verbose_name_plural = "projets financés"
        ordering = ("slug",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "is_example", "slug"], name="project_public_list"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(slug__regex=SLUG),
                name="project_slug_shape",
                violation_error_message=(
                    "L’identifiant s’écrit en minuscules sans accent, chiffres et tirets."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(zone_expression=""),
                name="project_has_title_and_zone",
                violation_error_message="Un projet a un intitulé et un territoire.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_start",
                violation_error_message="La date de fin précède la date de début.",
            ),
            models.CheckConstraint(
                condition=Q(contact_is_relay_only=False) | Q(email=""),
                name="project_relay_hides_email",
                violation_error_message=(
                    "Un projet joignable par formulaire seulement ne publie pas d’adresse : "
                    "mettez-la dans la boîte du formulaire."
                ),
            ),
            models.CheckConstraint(
                condition=(
                    Q(is_example=False)
                    | (Q(email="") | Q(email__endswith=".example"))
                    & (Q(relay_mailbox="") | Q(relay_mailbox__endswith=".example"))
                ),
                name="project_example_mailboxes",
                violation_error_message=("Les adresses d’un projet fictif finissent par .example."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=PublicationState.values),
                name="project_state_known",
                violation_error_message="L’état de publication n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values),
                name="project_origin_known",
                violation_error_message="L’origine n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.bearer_id, actor)

    @property
    def chain(self) -> UUID:
        return self.bearer_id

    @property
    def footprint(self) -> Footprint:
        """Where the project acts, resolved once per process."""
        return footprint(self.zone_expression, self.zone_vintage)

    @property
    def territory_label(self) -> str:
        """The zone as a French sentence."""
        return self.footprint.label

    @property
    def marker(self) -> Commune:
        """The most populous commune of the zone."""
        return self.footprint.marker

    @property
    def publics(self) -> list[Public]:
        """Publics received; empty when they are not known. Reads ``facets``."""
        return [Public(code) for code in self._codes(FacetKind.PUBLIC)]

    @property
    def attention_points(self) -> list[AttentionPoint]:
        """Whom the project looks for first. Reads ``facets``."""
        return [AttentionPoint(code) for code in self._codes(FacetKind.ATTENTION)]

    @property
    def stages(self) -> list[Stage]:
        """Stages covered; empty when they are not known. Reads ``facets``."""
        return [Stage(code) for code in self._codes(FacetKind.STAGE)]

    @property
    def channels(self) -> list[Channel]:
        """Ways of going towards people. Reads ``facets``."""
        return [Channel(code) for code in self._codes(FacetKind.CHANNEL)]

    def _codes(self, kind: FacetKind) -> list[str]:
        present = {facet.code for facet in self.facets.all() if facet.kind == kind}
        return [code for code in kind.codes.values if code in present]

    @property
    def is_shown(self) -> bool:
        """Whether it is on the public site."""
        return self.state == PublicationState.PUBLISHED

    @property
    def trusted_since(self) -> date:
        """The day from which the page is held to be right: confirmed, else published, else made."""
        return self.confirmed_on or self.published_on or timezone.localdate(self.created_at)

    @property
    def unconfirmed_since(self) -> date | None:
        """From when nobody confirms the page, once that is more than six months.

        A page never confirmed counts from its publication; one that nobody sees, not at all.
        """
        if self.confirmed_on is None and not self.is_shown:
            return None
        return confirmation.unconfirmed_since(self.trusted_since, clock.today())

    @property
    def relay_address(self) -> str:
        """The mailbox that receives the contact form, never shown; empty when there is none."""
        return self.relay_mailbox or self.email or self.bearer.mailbox

    @property
    def accepts_messages(self) -> bool:
        """Whether the contact form can reach someone."""
        return bool(self.relay_address)

    @property
    def has_published_contact(self) -> bool:
        """Whether a phone, an address, a form or the relay is offered to professionals."""
        return bool(self.phone or self.email or self.form_url or self.accepts_messages)

    @property
    def blanks(self) -> list[str]:
        """What a visitor would look for on the page and not find. Reads ``facets``."""
        present = (
            ("contact", self.has_published_contact),
            ("public", self.publics or self.attention_points),
            ("description", self.description),
        )
        return [name for name, is_there in present if not is_there]
