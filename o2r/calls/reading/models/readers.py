"""Who reads for a call, and what ties them to the bodies of its consortia."""

import uuid
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation, User
from o2r.calls.models import Call
from o2r.calls.reading.enums import InterestNature


class ReaderQuerySet(GovernedQuerySet["Reader"]):
    def seen_by(self, actor: Actor) -> Self:
        """The readers that one's State service named."""
        return self.filter(call__dreets=actor.organisation)

    def current(self) -> Self:
        """Those who still read."""
        return self.filter(ended_at=None)


class Reader(Governed):
    """Someone whom the State service named to read the applications to one call.

    An officer, a partner, a researcher: anyone with an account. ``departments``: the codes of those
    they know, none meaning all; ``most``: how many applications they accept to read.
    """

    access_kind = "reading"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="readers", verbose_name="appel"
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="lecteur"
    )
    departments = models.JSONField("départements connus", default=list, blank=True)
    most = models.PositiveSmallIntegerField("dossiers au plus", null=True, blank=True)
    named_at = models.DateTimeField("désigné le")
    named_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="désigné par"
    )
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = "lecteur"
        verbose_name_plural = "lecteurs"
        ordering = ("named_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "user"],
                condition=Q(ended_at=None),
                name="reader_named_once",
                violation_error_message="Cette personne lit déjà pour cet appel.",
            ),
            models.CheckConstraint(
                condition=Q(most=None) | Q(most__gte=1),
                name="reader_accepts_something",
                violation_error_message="Le nombre de dossiers est au moins 1, ou vide.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.call.dreets_id, actor)

    @property
    def chain(self) -> UUID:
        return self.call.dreets_id

    @property
    def is_current(self) -> bool:
        return self.ended_at is None


class InterestDeclarationQuerySet(GovernedQuerySet["InterestDeclaration"]):
    def seen_by(self, actor: Actor) -> Self:
        """One's own, and those made to one's State service."""
        return self.filter(Q(user=actor.user) | Q(call__dreets=actor.organisation))

    def standing(self) -> Self:
        """The last one on each body: those it replaced are kept."""
        return self.filter(replaced_at=None)


class InterestDeclaration(Governed):
    """What one person declared of one body of the consortia of a call.

    ``body`` is the key of ``interests.body_key``. A later declaration replaces it, and never
    rewrites it.
    """

    access_kind = "interest-declaration"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, related_name="declarations", verbose_name="appel"
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="déclarant"
    )
    body = models.CharField("clé de l’organisme", max_length=220)
    body_name = models.CharField("organisme", max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisation sur la plateforme",
    )
    has_interest = models.BooleanField("un lien")
    nature = models.CharField("nature du lien", max_length=15, choices=InterestNature, blank=True)
    detail = models.TextField("précision", blank=True)
    declared_at = models.DateTimeField("déclaré le")
    replaced_at = models.DateTimeField("remplacé le", null=True, blank=True)

    objects = InterestDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = "déclaration d’intérêts"
        verbose_name_plural = "déclarations d’intérêts"
        ordering = ("declared_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["call", "user"], name="declaration_of_user"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["call", "user", "body"],
                condition=Q(replaced_at=None),
                name="declaration_one_standing",
                violation_error_message="Une déclaration est déjà faite pour cet organisme.",
            ),
            models.CheckConstraint(
                condition=Q(has_interest=False) | ~Q(nature=""),
                name="declaration_says_the_nature",
                violation_error_message="Un lien déclaré a une nature.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_name} : {'un lien' if self.has_interest else 'aucun lien'}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = of_organisation(self.call.dreets_id, actor)
        return found | {Relation.OWN} if actor.user == self.user_id else found

    @property
    def chain(self) -> UUID:
        return self.call.dreets_id
