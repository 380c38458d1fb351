"""Whether somebody may enter, why, how it is known, on which day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.enums import EntryAnswer, EntryGround, EntrySource, RefusalReason
from o2r.pathways.models.pathway import Pathway
from o2r.people.models import Person


class Eligibility(SealedRow):
    """One check of the right to enter; append-only: the last one counts.

    ``last_contact_on``: with the referring body, for the ground that depends on it.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="eligibilities", verbose_name="personne"
    )
    pathway = models.ForeignKey(
        Pathway,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="eligibilities",
        verbose_name="parcours",
    )
    answer = models.CharField("réponse", max_length=12, choices=EntryAnswer)
    ground = models.CharField("motif d’entrée", max_length=32, choices=EntryGround, blank=True)
    refused_for = models.CharField("pourquoi pas", max_length=16, choices=RefusalReason, blank=True)
    source = models.CharField(
        "comment on le sait", max_length=12, choices=EntrySource, default=EntrySource.DECLARED
    )
    last_contact_on = models.DateField(
        "dernier contact avec l’organisme référent", null=True, blank=True
    )
    checked_on = models.DateField("vérifié le", default=clock.today)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="vérifié par"
    )
    evidence = SealedTextField("ce qui a été vu ou dit")
    noted_at = models.DateTimeField("noté le", default=clock.now)

    class Meta:
        verbose_name = "vérification du droit d’entrer"
        verbose_name_plural = "vérifications du droit d’entrer"
        ordering = ("person_id", "checked_on", "noted_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answer=EntryAnswer.ACCEPTED, ground__in=EntryGround.values)
                | Q(answer=EntryAnswer.REFUSED, refused_for__in=RefusalReason.values),
                name="eligibility_says_why",
                violation_error_message="Dites pourquoi la personne peut entrer, ou pourquoi non.",
            ),
            models.CheckConstraint(
                condition=Q(last_contact_on=None) | Q(last_contact_on__lte=models.F("checked_on")),
                name="eligibility_contact_before_check",
                violation_error_message="Le dernier contact est après la vérification.",
            ),
        ]

    def __str__(self) -> str:
        return f"droit d’entrer vérifié le {self.checked_on:%d/%m/%Y}"

    @property
    def is_accepted(self) -> bool:
        return self.answer == EntryAnswer.ACCEPTED
