"""What only the keys of a file open: who the person is, how to reach them, what is written."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.people.enums import ContactKind, NoteLevel
from o2r.people.models.person import Person

ADDENDUM_AFTER_HOURS = 24
"""A note is corrected by its author for a day; then it is completed, never rewritten."""


class Identity(SealedRow):
    """Who a person is. What each rung of the ladder lets be filled is in ``ladder.py``."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="identity", verbose_name="personne"
    )
    known_as = SealedTextField("surnom ou prénom d’usage")
    first_name = SealedTextField("prénom")
    last_name = SealedTextField("nom")
    birth_date = SealedTextField("date de naissance")
    verified_by = SealedTextField("ce qui a été vu pour vérifier")
    interpreter_caution = SealedTextField("qui ne doit pas interpréter")

    class Meta:
        verbose_name = "identité d’une personne"
        verbose_name_plural = "identités des personnes"
        ordering = ("person_id",)

    def __str__(self) -> str:
        return f"identité {self.pk}"


class ContactMeans(SealedRow):
    """One way to reach somebody, and what must be known before using it.

    ``not_before`` and ``not_after``: hours of the day, where the person is. What nobody said is the
    most careful: no message left, a sender that says nothing.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="contacts", verbose_name="personne"
    )
    kind = models.CharField("moyen", max_length=12, choices=ContactKind)
    value = SealedTextField("numéro, adresse ou lieu")
    remark = SealedTextField("à savoir")
    no_voicemail = models.BooleanField("ne pas laisser de message", default=True)
    not_before = models.TimeField("pas avant", null=True, blank=True)
    not_after = models.TimeField("pas après", null=True, blank=True)
    is_read_by_others = models.BooleanField("quelqu’un d’autre lit ce téléphone", default=False)
    wants_neutral_sender = models.BooleanField("expéditeur neutre", default=True)
    is_preferred = models.BooleanField("préféré", default=False)
    added_at = models.DateTimeField("ajouté le", default=clock.now)

    class Meta:
        verbose_name = "moyen de contact"
        verbose_name_plural = "moyens de contact"
        ordering = ("person_id", "-is_preferred", "added_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=ContactKind.values),
                name="contact_kind_known",
                violation_error_message="Ce moyen de contact n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Note(SealedRow):
    """Something written of a person by somebody, for some readers. Completed after a day."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="notes", verbose_name="personne"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="auteur"
    )
    level = models.CharField("niveau", max_length=16, choices=NoteLevel, default=NoteLevel.TEAM)
    text = SealedTextField("texte")
    completes = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="addenda",
        verbose_name="complète",
    )
    written_at = models.DateTimeField("écrite le", default=clock.now)
    revised_at = models.DateTimeField("corrigée le", null=True, blank=True)

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "notes"
        ordering = ("-written_at", "id")

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def may_be_corrected(self) -> bool:
        """Whether it is still the time when its author corrects it."""
        return clock.now() < self.written_at + timedelta(hours=ADDENDUM_AFTER_HOURS)


class NoteDraft(SealedRow):
    """A note that its author has not finished: theirs alone, gone once it is written.

    Kept here, sealed, so that nothing of it stays on a phone or on a shared computer.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="note_drafts", verbose_name="personne"
    )
    author = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="auteur"
    )
    text = SealedTextField("texte")
    saved_at = models.DateTimeField("gardé le", default=clock.now)

    class Meta:
        verbose_name = "brouillon de note"
        verbose_name_plural = "brouillons de notes"
        ordering = ("person_id", "saved_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "author"],
                name="one_note_draft_each",
                violation_error_message="Un brouillon est déjà gardé pour ce dossier.",
            ),
        ]

    def __str__(self) -> str:
        return f"brouillon {self.pk}"
