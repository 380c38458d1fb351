"""The partner directory: structures and their services, after the national schema data·inclusion.

Identifiers and codes are those of the schema; field names are English and mapped in ``records``.
"""

from math import cos, radians
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from o2r.network.enums import CodeKind
from o2r.territory.geography import Commune

KM_PER_DEGREE = 111.2
EVERYWHERE = ("france", "99100")
EVERYONE = "tous-publics"


class Structure(models.Model):
    """An organisation that offers services to people looking for their way to work."""

    id = models.CharField("identifiant", max_length=255, primary_key=True)
    source = models.CharField("producteur", max_length=255)
    name = models.CharField("nom", max_length=150)
    updated_on = models.DateField("mise à jour")
    description = models.TextField("description", blank=True)
    source_url = models.URLField("page chez le producteur", max_length=2083, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    networks = models.JSONField("réseaux porteurs", default=list)
    insee_code = models.CharField("code de la commune", max_length=5, blank=True)
    city = models.TextField("commune", blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    address = models.TextField("adresse", blank=True)
    address_more = models.TextField("complément d’adresse", blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    phone = models.TextField("téléphone", blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    website = models.URLField("site internet", max_length=2083, blank=True)
    opening_hours = models.TextField("horaires (syntaxe OpenStreetMap)", blank=True)
    accessibility_url = models.URLField("accessibilité du lieu", max_length=2083, blank=True)
    unknown_values = models.JSONField("valeurs hors du schéma", default=dict)

    class Meta:
        verbose_name = "structure partenaire"
        verbose_name_plural = "structures partenaires"
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class ServiceQuerySet(models.QuerySet["Service"]):
    def about(self, topic: str) -> Self:
        """Services on a topic: a code, or a whole category (``"mobilite"``)."""
        codes = ServiceCode.objects.filter(kind=CodeKind.TOPIC)
        named = codes.filter(code=topic) if "--" in topic else _in_category(codes, topic)
        return self.filter(pk__in=named.values("service"))

    def for_public(self, public: str) -> Self:
        """Services open to a public: named, or open to everyone, or that say nothing of it."""
        codes = ServiceCode.objects.filter(kind=CodeKind.PUBLIC, code__in=(public, EVERYONE))
        silent = ~Exists(_own_codes(CodeKind.PUBLIC))
        return self.filter(Q(pk__in=codes.values("service")) | Q(silent))

    def reaching(self, commune: Commune) -> Self:
        """Services that people of a commune may use.

        Their zone holds the commune (by its code, its EPCI, its département, or the whole
        country); those that declare no zone serve the département they stand in.
        """
        places = [commune.code, commune.department, *EVERYWHERE]
        if commune.epci:
            places.append(commune.epci)
        zones = ServiceCode.objects.filter(kind=CodeKind.ZONE, code__in=places)
        at_home = Q(insee_code__startswith=commune.department) & ~Exists(_own_codes(CodeKind.ZONE))
        return self.filter(Q(pk__in=zones.values("service")) | at_home)

    def around(self, commune: Commune, kilometres: float) -> Self:
        """Services that stand in a square around a commune: what is left to measure exactly.

        Nothing when the centre of the commune is not known.
        """
        if commune.lat is None or commune.lon is None:
            return self.none()
        height = kilometres / KM_PER_DEGREE
        width = height / max(0.01, cos(radians(commune.lat)))
        return self.filter(
            latitude__range=(commune.lat - height, commune.lat + height),
            longitude__range=(commune.lon - width, commune.lon + width),
        )

    def with_card_data(self) -> Self:
        """All that a card shows, in two queries for any number of services."""
        return self.select_related("structure").prefetch_related("codes")


class Service(models.Model):
    """Something a structure offers. Lists of codes are in ``codes``.

    Coordinates come from the producer, else from the centre of the commune
    (``is_at_commune_centre``).
    """

    id = models.CharField("identifiant", max_length=255, primary_key=True)
    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, related_name="services", verbose_name="structure"
    )
    source = models.CharField("producteur", max_length=255)
    name = models.CharField("nom", max_length=150)
    description = models.TextField("description")
    updated_on = models.DateField("mise à jour")
    source_url = models.URLField("page chez le producteur", max_length=2083, blank=True)
    kind = models.CharField("type de service", max_length=255, blank=True)
    fees = models.CharField("frais", max_length=255, blank=True)
    fees_details = models.TextField("précisions sur les frais", blank=True)
    publics_details = models.TextField("précisions sur les publics", blank=True)
    access_conditions = models.TextField("conditions d’accès", blank=True)
    insee_code = models.CharField("code de la commune", max_length=5, blank=True)
    city = models.TextField("commune", blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    address = models.TextField("adresse", blank=True)
    address_more = models.TextField("complément d’adresse", blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    is_at_commune_centre = models.BooleanField("placé au centre de la commune", default=False)
    phone = models.TextField("téléphone", blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    contact_url = models.URLField("lien de mobilisation", max_length=2083, blank=True)
    contact_details = models.TextField("précisions sur la mobilisation", blank=True)
    weekly_hours = models.FloatField("heures par semaine", null=True, blank=True)
    weeks = models.PositiveIntegerField("semaines", null=True, blank=True)
    opening_hours = models.TextField("horaires (syntaxe OpenStreetMap)", blank=True)
    unknown_values = models.JSONField("valeurs hors du schéma", default=dict)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "service partenaire"
        verbose_name_plural = "services partenaires"
        ordering = ("name", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["latitude", "longitude"], name="service_place"),
            models.Index(fields=["insee_code"], name="service_commune"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceCode(models.Model):
    """One code of one list of a service. ``is_known`` is false outside the official list."""

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="codes", verbose_name="service"
    )
    kind = models.CharField("liste", max_length=20, choices=CodeKind)
    code = models.CharField("code", max_length=255)
    is_known = models.BooleanField("dans la liste officielle", default=True)

    class Meta:
        verbose_name = "code d’un service"
        verbose_name_plural = "codes d’un service"
        ordering = ("service_id", "kind", "code")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "code"], name="service_code_list"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["service", "kind", "code"],
                name="service_code_once",
                violation_error_message="Ce code est déjà dans la liste du service.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CodeKind.values),
                name="service_code_kind_known",
                violation_error_message="La liste n’est pas connue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


def _own_codes(kind: CodeKind) -> models.QuerySet[ServiceCode]:
    return ServiceCode.objects.filter(service=OuterRef("pk"), kind=kind)


def _in_category(
    codes: models.QuerySet[ServiceCode], category: str
) -> models.QuerySet[ServiceCode]:
    # A range of the index: « - » comes just before « . ».
    return codes.filter(code__gte=f"{category}--", code__lt=f"{category}-.")
