"""What an operator takes over from its own files: the file that waits, the act, the lines known."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.outreach.enums import ImportKind
from o2r.outreach.models.encounters import Encounter
from o2r.outreach.models.places import Place
from o2r.people.models import Person
from o2r.people.rules import number

KIND = "outreach-import"


class ImportFileQuerySet(GovernedQuerySet["ImportFile"]):
    def seen_by(self, actor: Actor) -> Self:
        """The files that this person has sent for the organisation they act for."""
        return self.filter(owner=actor.user, organisation=actor.organisation)


class ImportActQuerySet(GovernedQuerySet["ImportAct"]):
    def seen_by(self, actor: Actor) -> Self:
        """The imports that this person has made for the organisation they act for."""
        return self.filter(owner=actor.user, organisation=actor.organisation)


class Imported(Governed):
    """What one person sends, for one operator."""

    access_kind = KIND

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="importé par"
    )
    kind = models.CharField("ce que le fichier contient", max_length=12, choices=ImportKind)
    mapping = models.JSONField("ce qu’est chaque colonne", default=dict)

    class Meta:
        abstract = True

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        mine = (self.owner_id, self.organisation_id) == (actor.user, actor.organisation)
        return frozenset({Relation.ANY, Relation.OWN} if mine else {Relation.ANY})

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id


class ImportFile(Imported):
    """A file between its deposit and its import: one at a time for each person, gone within a day.

    What it holds is sealed apart, with a key of its own (``ImportContent``). ``commune``: where its
    places are, when they do not say.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commune = models.CharField("commune des lieux", max_length=5, blank=True)
    uploaded_at = models.DateTimeField("déposé le", default=clock.now)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier à importer"
        verbose_name_plural = "fichiers à importer"
        ordering = ("uploaded_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "owner"],
                name="import_file_one_at_a_time",
                violation_error_message="Un fichier attend déjà d’être importé.",
            ),
        ]

    def __str__(self) -> str:
        return f"fichier {self.pk}"


class ImportContent(SealedRow):
    """The name of a file, the columns that may be taken, their lines. ``subject``: the file."""

    file = models.OneToOneField(
        ImportFile, on_delete=models.CASCADE, related_name="content", verbose_name="fichier"
    )
    sheet = SealedTextField("feuille")

    class Meta:
        verbose_name = "contenu d’un fichier à importer"
        verbose_name_plural = "contenus des fichiers à importer"
        ordering = ("file_id",)

    def __str__(self) -> str:
        return f"contenu {self.pk}"


class ImportAct(Imported):
    """A file that was taken over: what it made, and what undoing it puts back.

    ``before``: the last contact of each person whom it moved, by file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made = models.PositiveIntegerField("lignes reprises", default=0)
    written_at = models.DateTimeField("importé le", default=clock.now)
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    before = models.JSONField("derniers contacts d’avant", default=dict)

    objects = ImportActQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ("-written_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "kind", "written_at"], name="import_act_by_kind"),
        ]

    def __str__(self) -> str:
        return f"import du {self.written_at:%d/%m/%Y}"

    @property
    def undone_until(self) -> datetime:
        """The instant after which it stays: as for a file opened by mistake."""
        return self.written_at + timedelta(hours=number("undo-opening-hours"))

    @property
    def may_be_undone(self) -> bool:
        return self.undone_at is None and clock.now() < self.undone_until


class ImportedRow(models.Model):
    """A line already taken over, known by keyed digests: the same file twice doubles nothing.

    ``digest``: of its reference, or of what tells it from the others; ``name_digest``: of how the
    person is called, by which their passages find them. One of the three keys is filled.
    """

    id = models.BigAutoField(primary_key=True)
    act = models.ForeignKey(
        ImportAct, on_delete=models.CASCADE, related_name="rows", verbose_name="import"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    kind = models.CharField("nature", max_length=12, choices=ImportKind)
    digest = models.CharField("empreinte", max_length=64)
    name_digest = models.CharField("empreinte du nom", max_length=64, blank=True)
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="imported_rows",
        verbose_name="personne",
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lieu",
    )
    encounter = models.ForeignKey(
        Encounter,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="rencontre",
    )

    class Meta:
        verbose_name = "ligne importée"
        verbose_name_plural = "lignes importées"
        ordering = ("id",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "name_digest"], name="imported_row_by_name"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "digest"],
                name="imported_row_once",
                violation_error_message="Cette ligne est déjà reprise.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(place__isnull=False)
                | Q(encounter__isnull=False),
                name="imported_row_of_something",
                violation_error_message="Une ligne importée a fait quelque chose.",
            ),
        ]

    def __str__(self) -> str:
        return f"ligne importée {self.pk}"
