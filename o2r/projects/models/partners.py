"""Who takes part in a project beside its bearer."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.accounts.models import Organisation
from o2r.projects.enums import PartnerRole


class ProjectPartner(models.Model):
    """An organisation that takes part in a project beside its bearer, in the order announced."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        "projects.FundedProject",
        on_delete=models.CASCADE,
        related_name="partnerships",
        verbose_name="projet",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="partnerships",
        verbose_name="organisation",
    )
    role = models.CharField(
        "rôle", max_length=20, choices=PartnerRole, default=PartnerRole.CONSORTIUM
    )
    position = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "partenaire d’un projet"
        verbose_name_plural = "partenaires d’un projet"
        ordering = ("project_id", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                name="partner_once",
                violation_error_message="Cette organisation est déjà partenaire du projet.",
            ),
            models.UniqueConstraint(
                fields=["project", "position"],
                name="partner_rank_once",
                violation_error_message="Deux partenaires ne peuvent pas avoir le même rang.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=PartnerRole.values),
                name="partner_role_known",
                violation_error_message="Le rôle du partenaire n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"
