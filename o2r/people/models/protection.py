"""A protected file (« dossier protégé »): since when, why, and who has opened it since."""

import uuid
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.people.models.person import Person


class Protection(SealedRow):
    """One time during which a file is protected. Why is sealed: the reason alone tells too much.

    ``reason``: a code of ``ProtectionReason``; ``end_words``: why it is protected no more.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="protections", verbose_name="personne"
    )
    reason = SealedTextField("motif")
    words = SealedTextField("ce qu’il faut savoir")
    since = models.DateTimeField("depuis le", default=clock.now)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="protégé par"
    )
    ended_at = models.DateTimeField("levée le", null=True, blank=True)
    ended_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="levée par",
    )
    end_words = SealedTextField("pourquoi la lever")

    class Meta:
        verbose_name = "protection d’un dossier"
        verbose_name_plural = "protections de dossiers"
        ordering = ("person_id", "-since", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None),
                name="person_protected_once",
                violation_error_message="Ce dossier est déjà protégé.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="protection_ended_by_somebody",
                violation_error_message="Dites qui lève la protection.",
            ),
        ]

    def __str__(self) -> str:
        return f"protection {self.pk}"


class ProtectedReadingQuerySet(models.QuerySet["ProtectedReading"]):
    def of_day(self, person: Person, day: date) -> Self:
        """Who opened a file that day, the latest first."""
        return self.filter(person=person, day=day).order_by("-last_at", "id")

    def since(self, instant: datetime) -> Self:
        """Those of the days after an instant."""
        return self.filter(last_at__gte=instant)


class ProtectedReading(models.Model):
    """Somebody else than the referent opened a protected file that day, or a file that was opened
    to them in an emergency, so many times."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="readings", verbose_name="personne"
    )
    reader = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="ouvert par"
    )
    day = models.DateField("jour")
    count = models.PositiveIntegerField("fois", default=0)
    last_at = models.DateTimeField("dernière fois à")

    objects = ProtectedReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "lecture d’un dossier protégé"
        verbose_name_plural = "lectures de dossiers protégés"
        ordering = ("person_id", "-last_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "reader", "day"],
                name="protected_reading_by_day",
                violation_error_message="Une ligne par lecteur et par jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"lecture {self.pk}"
