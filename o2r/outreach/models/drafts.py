"""What a worker has begun to enter and not sent: theirs alone, sealed, kept a few days."""

from typing import ClassVar

from django.db import models

from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.outreach.enums import EntryForm


class EntryDraft(SealedRow):
    """The fields of a form that its author has not sent, as a browser would send them.

    Kept here so that neither a battery, nor a cut line, nor a closed page loses what was typed, and
    so that nothing of it stays on the phone. One for each form, and for each day and team of a
    report (``about``), with a key of its own (``subject``): the row is emptied once the form is
    sent.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    author = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="auteur"
    )
    form = models.CharField("saisie", max_length=12, choices=EntryForm)
    about = models.CharField("à propos de", max_length=60, blank=True)
    fields = SealedTextField("champs")
    saved_at = models.DateTimeField("gardé le", default=clock.now)

    class Meta:
        verbose_name = "saisie commencée"
        verbose_name_plural = "saisies commencées"
        ordering = ("-saved_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "author", "form", "about"],
                name="one_entry_draft_each",
                violation_error_message="Une saisie commencée est déjà gardée.",
            ),
        ]

    def __str__(self) -> str:
        return f"saisie {self.pk}"
