"""What the columns of the import template are, version after version."""

import uuid
from typing import ClassVar, Self

from django.db import models

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation
from o2r.core import clock


class ColumnMappingQuerySet(GovernedQuerySet["ColumnMapping"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the operator one acts for."""
        return self.filter(organisation=actor.organisation)


class ColumnMapping(Governed):
    """One version of the matching between a template and the sheet, for one operator.

    ``columns``: see ``columns.py``; ``template``: the name of the file it was made from. The last
    version is the one in use; the former ones say how a former file was written.
    """

    access_kind = "fse-operation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    version = models.PositiveIntegerField("version")
    template = models.CharField("modèle", max_length=200, blank=True)
    columns = models.JSONField("colonnes")
    made_at = models.DateTimeField("faite le", default=clock.now)

    objects = ColumnMappingQuerySet.as_manager()

    class Meta:
        verbose_name = "correspondance des colonnes"
        verbose_name_plural = "correspondances des colonnes"
        ordering = ("-version", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "version"],
                name="fse_mapping_version_once",
                violation_error_message="Cette version existe déjà : rechargez la page.",
            ),
        ]

    def __str__(self) -> str:
        return f"correspondance {self.version}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.organisation_id, actor)

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id
