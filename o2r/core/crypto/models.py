"""Keys as they rest in the database: every one of them is wrapped by another.

The root key, outside the database, wraps one key per organisation; that key wraps the data key of
each person file the organisation may read; the data key seals the texts of the file.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.core import clock
from o2r.core.crypto.enums import Pair


class RootVersion(models.Model):
    """A version of the root key: never the key, only what proves that we still have it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField("version")
    probe = models.BinaryField("témoin scellé par la clé racine")
    created_at = models.DateTimeField("créée le", default=clock.now)
    rehearsed_at = models.DateTimeField("secours répété le", null=True, blank=True)

    class Meta:
        verbose_name = "version de la clé racine"
        verbose_name_plural = "versions de la clé racine"
        ordering = ("version",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["version"],
                name="root_version_once",
                violation_error_message="Cette version de la clé racine existe déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"clé racine, version {self.version}"


class RecoveryWrap(models.Model):
    """The root key wrapped for two holders of shares: of no use to one alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    root = models.ForeignKey(
        RootVersion,
        verbose_name="version de la clé racine",
        on_delete=models.CASCADE,
        related_name="recovery_wraps",
    )
    pair = models.CharField("parts", max_length=20, choices=Pair)
    wrapped = models.BinaryField("clé racine emballée")

    class Meta:
        verbose_name = "clé racine de secours"
        verbose_name_plural = "clés racines de secours"
        ordering = ("root", "pair")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["root", "pair"],
                name="recovery_wrap_once",
                violation_error_message="Ces deux parts ont déjà leur clé de secours.",
            ),
            models.CheckConstraint(
                condition=Q(pair__in=Pair.values),
                name="recovery_wrap_pair_known",
                violation_error_message="Ces deux parts ne sont pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.root} pour {self.get_pair_display()}"


class OrganisationKey(models.Model):
    """The key of an organisation, wrapped by the root key. Two versions live during a rotation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.UUIDField("organisation")
    version = models.PositiveIntegerField("version")
    root_version = models.PositiveIntegerField("version de la clé racine")
    wrapped = models.BinaryField("clé emballée")
    created_at = models.DateTimeField("créée le", default=clock.now)

    class Meta:
        verbose_name = "clé d’organisation"
        verbose_name_plural = "clés d’organisation"
        ordering = ("organisation", "version")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "version"],
                name="organisation_key_version_once",
                violation_error_message="Cette organisation a déjà cette version de sa clé.",
            ),
        ]

    def __str__(self) -> str:
        return f"clé de l’organisation {self.organisation}, version {self.version}"


class DataKey(models.Model):
    """One version of the key of a person file. It holds no key: each organisation has a wrap."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField("dossier")
    version = models.PositiveIntegerField("version")
    created_at = models.DateTimeField("créée le", default=clock.now)

    class Meta:
        verbose_name = "clé de dossier"
        verbose_name_plural = "clés de dossier"
        ordering = ("subject", "version")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "version"],
                name="data_key_version_once",
                violation_error_message="Ce dossier a déjà cette version de sa clé.",
            ),
        ]

    def __str__(self) -> str:
        return f"clé du dossier {self.subject}, version {self.version}"


class Wrap(models.Model):
    """A data key wrapped for one organisation: deleting it takes the file away from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data_key = models.ForeignKey(
        DataKey, verbose_name="clé de dossier", on_delete=models.CASCADE, related_name="wraps"
    )
    organisation = models.UUIDField("organisation")
    organisation_key = models.ForeignKey(
        OrganisationKey,
        verbose_name="clé d’organisation",
        # A key of organisation in use cannot go: what it wraps would be lost.
        on_delete=models.PROTECT,
        related_name="wraps",
        db_index=False,
    )
    wrapped = models.BinaryField("clé de dossier emballée")

    class Meta:
        verbose_name = "clé de dossier emballée"
        verbose_name_plural = "clés de dossier emballées"
        ordering = ("data_key", "organisation")
        # A rotation walks the wraps of one key in this order: each batch starts where it must.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation_key", "id"], name="wrap_by_organisation_key"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["data_key", "organisation"],
                name="wrap_once_per_organisation",
                violation_error_message="Cette organisation a déjà la clé de ce dossier.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.data_key} pour l’organisation {self.organisation}"


class DestroyedKey(models.Model):
    """The fingerprint of a file whose keys were destroyed, to destroy them again in a backup."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_hash = models.CharField("empreinte du dossier", max_length=64)
    destroyed_at = models.DateTimeField("détruite le", default=clock.now)

    class Meta:
        verbose_name = "clé détruite"
        verbose_name_plural = "clés détruites"
        ordering = ("destroyed_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject_hash"],
                name="destroyed_key_once",
                violation_error_message="Les clés de ce dossier ont déjà été détruites.",
            ),
        ]

    def __str__(self) -> str:
        return f"clés du dossier d’empreinte {self.subject_hash[:12]}…"
