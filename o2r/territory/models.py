"""The lists that an instance imports itself: QPV and FRR. Official geography is files, not rows."""

from typing import Self

from django.db import models
from django.db.models import Q

from o2r.territory.enums import UnitKind
from o2r.territory.zones import ListedUnit


class LocalListKind(models.TextChoices):
    """The lists that no registry carries, imported from their official CSV."""

    QPV = UnitKind.QPV.value, "quartiers prioritaires de la politique de la ville (QPV)"
    FRR = UnitKind.FRR.value, "communes France ruralités revitalisation (FRR)"


class LocalListQuerySet(models.QuerySet["LocalList"]):
    def in_force(self, kind: str) -> Self:
        """The list of this kind that expressions use: one or none."""
        return self.filter(kind=kind, is_in_force=True)


class LocalList(models.Model):
    """One import of an official list, with where it comes from. Former lists are kept."""

    kind = models.CharField("type de liste", max_length=8, choices=LocalListKind.choices)
    dated = models.DateField("date d’effet", help_text="date à laquelle la liste s’applique")
    source = models.CharField("source", max_length=500, help_text="adresse ou nom du fichier")
    sha256 = models.CharField("empreinte SHA-256 du fichier", max_length=64)
    vintage = models.PositiveSmallIntegerField("millésime du code officiel géographique")
    imported_at = models.DateTimeField("importée le")
    imported_by = models.UUIDField("importée par", null=True, blank=True)
    is_in_force = models.BooleanField("en vigueur", default=True)

    objects = LocalListQuerySet.as_manager()

    class Meta:
        verbose_name = "liste locale"
        verbose_name_plural = "listes locales"
        ordering = ["kind", "-imported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(is_in_force=True),
                name="one_local_list_in_force_per_kind",
                violation_error_message="Une autre liste de ce type est déjà en vigueur.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LocalListKind.values),
                name="local_list_of_a_known_kind",
                violation_error_message="Le type de liste est qpv ou frr.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} au {self.dated:%d/%m/%Y}"


class LocalUnitQuerySet(models.QuerySet["LocalUnit"]):
    """Answers ``qpv:`` and ``frr:`` terms: it is the ``LocalLists`` of the zone algebra."""

    def is_imported(self, kind: UnitKind) -> bool:
        """Whether a list of this kind is in force."""
        return LocalList.objects.in_force(kind).exists()

    def find(self, kind: UnitKind, code: str) -> ListedUnit | None:
        """The unit of this code in the list in force."""
        unit = self.filter(list__kind=kind, list__is_in_force=True, code=code).first()
        return ListedUnit(unit.name, tuple(unit.communes)) if unit else None

    def named(self, text: str) -> Self:
        """The units of the lists in force whose name holds ``text``, or whose code begins so."""
        if not text:
            return self.none()
        matching = Q(name__icontains=text) | Q(code__istartswith=text)
        return self.filter(matching, list__is_in_force=True).order_by("name", "code")


class LocalUnit(models.Model):
    """A unit of an imported list, and the communes it lies in."""

    list = models.ForeignKey(
        LocalList, on_delete=models.CASCADE, related_name="units", verbose_name="liste"
    )
    code = models.CharField("code", max_length=20)
    name = models.CharField("nom", max_length=200)
    communes = models.JSONField("codes INSEE des communes")

    objects = LocalUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "unité d’une liste locale"
        verbose_name_plural = "unités des listes locales"
        ordering = ["list", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "code"],
                name="local_unit_once_per_list",
                violation_error_message="Ce code est déjà dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="local_unit_has_code_and_name",
                violation_error_message="Une unité a un code et un nom.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
