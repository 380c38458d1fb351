"""Templates of what is written for people: those of the product, and each operator's own."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.pathways.papers.enums import PaperKind
from o2r.pathways.papers.wording import LONGEST


class PaperTemplateQuerySet(GovernedQuerySet["PaperTemplate"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the operator one acts for, and those of the product."""
        return self.filter(Q(organisation=actor.organisation) | Q(organisation=None))

    def in_service(self) -> Self:
        """Those from which something may still be made."""
        return self.filter(retired_at=None)


class PaperTemplate(Governed):
    """What a document says before it is filled. ``organisation`` empty: of the product, which an
    operator copies to change. ``title`` and ``body``: of the version in force, ``number``."""

    access_kind = "paper-template"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisation",
    )
    kind = models.CharField("nature", max_length=12, choices=PaperKind)
    title = models.CharField("titre", max_length=150)
    body = models.TextField("texte", max_length=LONGEST)
    number = models.PositiveSmallIntegerField("version", default=1)
    code = models.CharField("code du produit", max_length=40, blank=True)
    retired_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "modèle de document"
        verbose_name_plural = "modèles de documents"
        ordering = ("kind", "title", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=PaperKind.values),
                name="paper_template_kind_known",
                violation_error_message="La nature du modèle n’est pas dans la liste.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="paper_template_of_product_once",
                violation_error_message="Ce modèle du produit existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(code="") | Q(organisation=None),
                name="paper_template_code_is_of_product",
                violation_error_message="Seul un modèle du produit a un code.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        if self.organisation_id is None:
            return frozenset({Relation.ANY, Relation.ORGANISATION})
        return of_organisation(self.organisation_id, actor)

    @property
    def chain(self) -> uuid.UUID | None:
        return self.organisation_id

    @property
    def is_of_product(self) -> bool:
        """Whether it comes with the product: read by everyone, changed by copying it."""
        return self.organisation_id is None


class TemplateVersion(models.Model):
    """One version of a template, kept for what was made from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(
        PaperTemplate, on_delete=models.CASCADE, related_name="versions", verbose_name="modèle"
    )
    number = models.PositiveSmallIntegerField("version")
    title = models.CharField("titre", max_length=150)
    body = models.TextField("texte", max_length=LONGEST)
    written_at = models.DateTimeField("écrite le", default=clock.now)
    written_by = models.UUIDField("écrite par", null=True)

    class Meta:
        verbose_name = "version d’un modèle"
        verbose_name_plural = "versions des modèles"
        ordering = ("template_id", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["template", "number"],
                name="template_version_once",
                violation_error_message="Cette version existe déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
