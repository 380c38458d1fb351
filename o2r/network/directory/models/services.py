"""Structures and their services, after the national schema data·inclusion.

Codes are those of the schema; field names are English and mapped in ``records``.
"""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.network.directory.codes import category_of
from o2r.network.directory.enums import ReferringBody, SchemaVersion


class Listed(Governed):
    """An entry of the directory. ``external_id``: that of data·inclusion, none for a local one.

    ``owner``: the organisation whose team added it; ``schema_version``: what described it last.
    """

    access_kind = "service"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    external_id = models.CharField(
        "identifiant data·inclusion", max_length=255, unique=True, null=True, blank=True
    )
    schema_version = models.CharField(
        "version du schéma", max_length=10, choices=SchemaVersion, default=SchemaVersion.V1
    )
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ajouté par",
    )
    source = models.CharField("producteur", max_length=255)
    name = models.CharField("nom", max_length=150)
    updated_on = models.DateField("mis à jour le", default=clock.today)
    source_url = models.URLField("page chez le producteur", max_length=2083, blank=True)
    commune = models.CharField("code de la commune", max_length=5, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    address = models.TextField("adresse", blank=True)
    phone = models.TextField("téléphone", blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    opening_hours = models.TextField("horaires (syntaxe OpenStreetMap)", blank=True)
    unknown_values = models.JSONField("valeurs hors du schéma", default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.owner_id, actor)


class ListedQuerySet(GovernedQuerySet["Structure"]):
    def seen_by(self, actor: Actor) -> Self:
        """Partners are places: whoever reads the directory reads all of it."""
        return self.all()


class Structure(Listed):
    """An organisation that offers services to people looking for their way to work.

    ``organisation``: its account on the platform, when it has one. ``contact_mail``: the mailbox
    to which a code may be sent, written by who keeps the directory, never by an import.
    """

    description = models.TextField("description", blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    networks = models.JSONField("réseaux porteurs", default=list, blank=True)
    referring_body = models.CharField(
        "organisme référent", max_length=20, choices=ReferringBody, blank=True
    )
    website = models.URLField("site internet", max_length=2083, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte sur la plateforme",
    )
    contact_mail = models.EmailField("boîte vérifiée, pour les codes", blank=True)

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = "structure partenaire"
        verbose_name_plural = "structures partenaires"
        ordering = ("name", "id")

    @property
    def mailbox(self) -> str:
        """Where to write: the checked mailbox, else the published one."""
        return self.contact_mail or self.email


class ServiceQuerySet(GovernedQuerySet["Service"]):
    def seen_by(self, actor: Actor) -> Self:
        """Partners are places: whoever reads the directory reads all of it."""
        return self.all()

    def open(self) -> Self:
        """Those that are not closed."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=clock.today()))

    def with_structure(self) -> Self:
        """All that a line or a sheet shows, in the same query."""
        return self.select_related("structure", "structure__organisation")


class Service(Listed):
    """Something a structure offers. ``zone``: where people who may use it live, as an expression of
    the territory; empty: its département.

    ``edition``: the change of the directory that wrote it last (``DirectoryEdition``).
    ``is_at_commune_centre``: its point is the centre of its commune, for want of a better one.
    """

    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, related_name="services", verbose_name="structure"
    )
    description = models.TextField("description")
    kinds = models.JSONField("types de service", default=list, blank=True)
    themes = models.JSONField("thématiques", default=list, blank=True)
    publics = models.JSONField("publics", default=list, blank=True)
    publics_details = models.TextField("précisions sur les publics", blank=True)
    access_conditions = models.TextField("conditions d’accès", blank=True)
    fees = models.CharField("frais", max_length=20, blank=True)
    fees_details = models.TextField("précisions sur les frais", blank=True)
    access_modes = models.JSONField("modes d’accueil", default=list, blank=True)
    contacted_by = models.JSONField("mobilisable par", default=list, blank=True)
    contact_modes = models.JSONField("modes de mobilisation", default=list, blank=True)
    contact_url = models.URLField("lien de mobilisation", max_length=2083, blank=True)
    contact_details = models.TextField("précisions sur la mobilisation", blank=True)
    weekly_hours = models.FloatField("heures par semaine", null=True, blank=True)
    weeks = models.PositiveIntegerField("semaines", null=True, blank=True)
    zone = models.TextField("territoire", blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    is_at_commune_centre = models.BooleanField("placé au centre de la commune", default=False)
    confirmed_on = models.DateField("confirmé le", null=True, blank=True)
    closed_on = models.DateField("fermé le", null=True, blank=True)
    edition = models.PositiveBigIntegerField("modification", default=0)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "service partenaire"
        verbose_name_plural = "services partenaires"
        ordering = ("name", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["edition"], name="service_edition"),
            models.Index(fields=["source"], name="service_source"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether somebody may still be sent there."""
        return self.closed_on is None or self.closed_on > clock.today()

    @property
    def is_local(self) -> bool:
        return self.owner_id is not None

    @property
    def seen_right_on(self) -> date:
        """The last day on which somebody said that the entry is right."""
        return max(self.updated_on, self.confirmed_on or self.updated_on)

    @property
    def categories(self) -> list[str]:
        """The categories of its thématiques, in their order."""
        return list(dict.fromkeys(map(category_of, self.themes)))
