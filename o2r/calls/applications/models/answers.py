"""What is typed, field by field, and by whom it is being typed."""

import uuid
from typing import ClassVar

from django.db import models

from o2r.accounts.models import User
from o2r.calls.applications.models.application import Application
from o2r.calls.applications.models.members import Member


class Answer(models.Model):
    """The text of one field of an application. ``revision`` grows at each change of this field."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="answers", verbose_name="candidature"
    )
    field = models.CharField("champ", max_length=60)
    text = models.TextField("texte", blank=True)
    revision = models.PositiveIntegerField("révision", default=0)
    changed_at = models.DateTimeField("modifié le")
    changed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="modifié par"
    )

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ("field",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "field"],
                name="answer_once",
                violation_error_message="Ce champ a déjà une réponse.",
            ),
        ]

    def __str__(self) -> str:
        return self.field


class AnswerRevision(models.Model):
    """Every value that a field has had: nothing typed is lost, not even by a colleague.

    ``field``: the code of a text, or the name of a fact; with a ``member``, of a fact of its part;
    with a ``year`` too, the account of an amount. ``before``: what a fact or an amount was, in
    words; a text has it in its revision before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="revisions", verbose_name="candidature"
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name="membre",
    )
    year = models.PositiveSmallIntegerField("année du projet", null=True, blank=True)
    field = models.CharField("champ", max_length=60)
    number = models.PositiveIntegerField("révision")
    before = models.TextField("valeur d’avant", blank=True)
    text = models.TextField("texte", blank=True)
    lost = models.BooleanField("écarté par un conflit", default=False)
    written_at = models.DateTimeField("écrit le")
    written_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="écrit par"
    )

    class Meta:
        verbose_name = "révision d’une réponse"
        verbose_name_plural = "révisions des réponses"
        ordering = ("field", "number", "written_at")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["application", "field"], name="answer_revision_of_field"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.number}"


class Presence(models.Model):
    """« X modifie cette section », for two minutes after its last sign of life."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="presences", verbose_name="candidature"
    )
    section = models.CharField("section", max_length=40)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name="qui")
    seen_at = models.DateTimeField("vu le")

    class Meta:
        verbose_name = "présence dans une section"
        verbose_name_plural = "présences dans une section"
        ordering = ("seen_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "section", "user"],
                name="presence_once",
                violation_error_message="Cette personne est déjà dans cette section.",
            ),
        ]

    def __str__(self) -> str:
        return self.section
