"""Organisations and their teams."""

import uuid
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from o2r.accounts import siret
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.enums import OrganisationKind, OrganisationState, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.territory.time_zones import hour_of


def validate_siret(value: str) -> None:
    """Refuse a SIRET that INSEE cannot have given."""
    problem = siret.problem(value)
    if problem:
        raise ValidationError(f"{problem[0].upper()}{problem[1:]}.", code="siret")


class OrganisationQuerySet(GovernedQuerySet["Organisation"]):
    def seen_by(self, actor: Actor) -> Self:
        """All of them for the platform and the State; for the others, the one they act for."""
        if actor.roles & {Role.PLATFORM_MANAGER, Role.STATE_OFFICER, Role.NATIONAL_OFFICER}:
            return self
        return self.filter(pk=actor.organisation)

    def waiting_for_approval(self) -> Self:
        """Organisations of which someone asks to become the first manager."""
        asking = Q(memberships__asks_to_manage=True, memberships__ended_at=None)
        return self.filter(asking).distinct()

    def known_as(self, name: str, siret: str, *, is_example: bool) -> Self:
        """The organisation that a file names: by its SIRET, else by its name, whatever the case.

        Examples and real organisations never meet: a fictional file cannot touch a real one.
        """
        rows = self.filter(is_example=is_example)
        return rows.filter(siret=siret) if siret else rows.filter(siret="", name__iexact=name)


class Organisation(Governed):
    """A legal body: operator, partner, member of the réseau pour l'emploi, State service…

    ``is_partitioned``: what it knows of people stays inside, but totals (« structure cloisonnée »).
    """

    access_kind = "organisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nom", max_length=150)
    legal_name = models.CharField("raison sociale", max_length=200, blank=True)
    kind = models.CharField("nature", max_length=40, choices=OrganisationKind)
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[validate_siret])
    website = models.URLField("site internet", max_length=300, blank=True)
    mailbox = models.EmailField(
        "boîte de messagerie",
        blank=True,
        help_text="Boîte générique de l’organisation, jamais affichée : elle reçoit les messages.",
    )
    is_example = models.BooleanField("exemple fictif", default=False)
    state = models.CharField(
        "état", max_length=20, choices=OrganisationState, default=OrganisationState.OPEN
    )
    asked_to_open_at = models.DateTimeField("ouverture demandée le", null=True, blank=True)
    approved_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ouverte par l’organisation",
    )
    approved_at = models.DateTimeField("ouverte le", null=True, blank=True)
    closed_at = models.DateTimeField("fermée le", null=True, blank=True)
    region = models.CharField(
        "région",
        max_length=3,
        blank=True,
        help_text="Code Insee de la région d’un service de l’État.",
    )
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    email_domains = models.CharField(
        "domaines de messagerie admis",
        max_length=400,
        blank=True,
        help_text="Séparés par des espaces. Vide : toute adresse est admise.",
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    is_partitioned = models.BooleanField("structure cloisonnée", default=False)
    partitioned_at = models.DateTimeField("cloisonnée le", null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisations"
        ordering = ("name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                name="organisation_siret_14_digits",
                violation_error_message="Le SIRET contient 14 chiffres, ou rien.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organisation_has_a_name",
                violation_error_message="L’organisation doit avoir un nom.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="organisation_kind_known",
                violation_error_message="La nature de l’organisation n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(is_example=False) | Q(siret=""),
                name="organisation_example_without_siret",
                violation_error_message="Une organisation fictive n’a pas de SIRET.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OrganisationState.values),
                name="organisation_state_known",
                violation_error_message="L’état de l’organisation n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(state=OrganisationState.CLOSED) | Q(closed_at__isnull=False),
                name="organisation_closed_has_a_date",
                violation_error_message="Une organisation fermée porte la date de sa fermeture.",
            ),
            models.CheckConstraint(
                condition=Q(is_partitioned=False, partitioned_at=None)
                | Q(is_partitioned=True, partitioned_at__isnull=False),
                name="organisation_partitioned_has_a_date",
                violation_error_message="Une structure cloisonnée dit depuis quand.",
            ),
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="organisation_siret_once",
                violation_error_message="Une organisation porte déjà ce SIRET.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                "is_example",
                condition=Q(siret=""),
                name="organisation_name_once_without_siret",
                violation_error_message=(
                    "Une organisation sans SIRET porte déjà ce nom : donnez le SIRET pour les "
                    "distinguer."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_hour(self) -> str:
        """Whose hour it lives by: « heure de La Réunion »."""
        return hour_of(self.time_zone)

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """A State service answers for the organisations of its region, and never for itself; an
        organisation, or a service, without a region is everyone's."""
        if actor.organisation == self.pk:
            return frozenset({Relation.ANY, Relation.ORGANISATION})
        everywhere = not self.region or "" in actor.regions
        if actor.regions and (everywhere or self.region in actor.regions):
            return frozenset({Relation.ANY, Relation.TERRITORY})
        return frozenset({Relation.ANY})

    @property
    def chain(self) -> uuid.UUID:
        return self.pk

    @property
    def is_open(self) -> bool:
        return self.state == OrganisationState.OPEN

    def admits(self, email: str) -> bool:
        """Whether the domain of an address is one that the organisation admits."""
        domains = self.email_domains.lower().split()
        return not domains or email.lower().rpartition("@")[2] in domains


class TeamQuerySet(GovernedQuerySet["Team"]):
    def seen_by(self, actor: Actor) -> Self:
        """The teams of the organisation one acts for."""
        return self.filter(organisation=actor.organisation)


class Team(Governed):
    """Some people of an organisation who share their work: one site, one bus, one night round."""

    access_kind = "team"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="teams", verbose_name="organisation"
    )
    name = models.CharField("nom", max_length=100)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = "équipe"
        verbose_name_plural = "équipes"
        ordering = ("name", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("name"),
                "organisation",
                name="team_name_once",
                violation_error_message="Une équipe de cette organisation porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="team_has_a_name",
                violation_error_message="L’équipe doit avoir un nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.organisation_id, actor)

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id
