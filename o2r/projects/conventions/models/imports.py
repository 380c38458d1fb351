"""Files of conventions kept between their check and their confirmation; reminders sent."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.projects.conventions.enums import ReminderKind


class ConventionImportQuerySet(GovernedQuerySet["ConventionImport"]):
    def seen_by(self, actor: Actor) -> Self:
        """The files this person has uploaded."""
        return self.filter(owner=actor.user)


class ConventionImport(Governed):
    """A file of conventions uploaded, kept between its check and its confirmation."""

    access_kind = "convention-import"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="déposé par",
    )
    file_name = models.CharField("nom du fichier", max_length=200)
    content = models.BinaryField("contenu")
    uploaded_at = models.DateTimeField("déposé le")

    objects = ConventionImportQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier de conventions à importer"
        verbose_name_plural = "fichiers de conventions à importer"
        ordering = ("uploaded_at", "id")

    def __str__(self) -> str:
        return self.file_name

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        own = {Relation.OWN} if self.owner_id == actor.user else set()
        return frozenset({Relation.ANY, *own})


class ConventionReminder(models.Model):
    """A reminder that was sent: of what, about which row, and for which date.

    A job that runs twice for the same day tells nobody twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("rappel", max_length=20, choices=ReminderKind)
    about = models.UUIDField("objet")
    due_on = models.DateField("échéance")
    step = models.PositiveSmallIntegerField("rang")
    sent_at = models.DateTimeField("envoyé le")

    class Meta:
        verbose_name = "rappel envoyé"
        verbose_name_plural = "rappels envoyés"
        ordering = ("sent_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "about", "due_on", "step"],
                name="reminder_once",
                violation_error_message="Ce rappel est déjà parti.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
