"""What an operator takes over of pathways: the file that waits, the act, the lines known."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.people.models import Person
from o2r.people.rules import number

KIND = "pathway-import"


class IntakeFileQuerySet(GovernedQuerySet["IntakeFile"]):
    def seen_by(self, actor: Actor) -> Self:
        """The files that this person has sent for the organisation they act for."""
        return self.filter(owner=actor.user, organisation=actor.organisation)


class IntakeActQuerySet(GovernedQuerySet["IntakeAct"]):
    def seen_by(self, actor: Actor) -> Self:
        """The imports that this person has made for the organisation they act for."""
        return self.filter(owner=actor.user, organisation=actor.organisation)


class TakenIn(Governed):
    """What one person sends, for one operator."""

    access_kind = KIND

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="importé par"
    )
    mapping = models.JSONField("ce qu’est chaque colonne", default=dict)

    class Meta:
        abstract = True

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        mine = (self.owner_id, self.organisation_id) == (actor.user, actor.organisation)
        return frozenset({Relation.ANY, Relation.OWN} if mine else {Relation.ANY})

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id


class IntakeFile(TakenIn):
    """A file of pathways between its deposit and its import: one at a time for each person, gone
    within a day. What it holds is sealed apart, with a key of its own (``IntakeContent``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploaded_at = models.DateTimeField("déposé le", default=clock.now)

    objects = IntakeFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier de parcours à importer"
        verbose_name_plural = "fichiers de parcours à importer"
        ordering = ("uploaded_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "owner"],
                name="intake_file_one_at_a_time",
                violation_error_message="Un fichier de parcours attend déjà d’être importé.",
            ),
        ]

    def __str__(self) -> str:
        return f"fichier {self.pk}"


class IntakeContent(SealedRow):
    """The name of a file, the columns that may be taken, their lines. ``subject``: the file."""

    file = models.OneToOneField(
        IntakeFile, on_delete=models.CASCADE, related_name="content", verbose_name="fichier"
    )
    sheet = SealedTextField("feuille")

    class Meta:
        verbose_name = "contenu d’un fichier de parcours"
        verbose_name_plural = "contenus des fichiers de parcours"
        ordering = ("file_id",)

    def __str__(self) -> str:
        return f"contenu {self.pk}"


class IntakeAct(TakenIn):
    """A file of pathways that was taken over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made = models.PositiveIntegerField("parcours repris", default=0)
    written_at = models.DateTimeField("importé le", default=clock.now)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    objects = IntakeActQuerySet.as_manager()

    class Meta:
        verbose_name = "import de parcours"
        verbose_name_plural = "imports de parcours"
        ordering = ("-written_at", "id")

    def __str__(self) -> str:
        return f"import du {self.written_at:%d/%m/%Y}"

    @property
    def undone_until(self) -> datetime:
        """The instant after which it stays: as for a file opened by mistake."""
        return self.written_at + timedelta(hours=number("undo-opening-hours"))

    @property
    def may_be_undone(self) -> bool:
        return self.undone_at is None and clock.now() < self.undone_until


class IntakeRow(models.Model):
    """A line already taken over, known by a keyed digest: the same file twice doubles nobody."""

    id = models.BigAutoField(primary_key=True)
    act = models.ForeignKey(
        IntakeAct, on_delete=models.CASCADE, related_name="rows", verbose_name="import"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    digest = models.CharField("empreinte", max_length=64)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="intake_rows", verbose_name="personne"
    )

    class Meta:
        verbose_name = "ligne de parcours importée"
        verbose_name_plural = "lignes de parcours importées"
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "digest"],
                name="intake_row_once",
                violation_error_message="Cette ligne est déjà reprise.",
            ),
        ]

    def __str__(self) -> str:
        return f"ligne importée {self.pk}"
