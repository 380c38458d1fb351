"""Entries of the journal, head of each chain, marks of what retention removed.

The tables name users, organisations and objects by UUID only, without foreign keys: an entry
outlives what it speaks of. Triggers (see ``triggers``) refuse in the database what the managers
refuse here.
"""

import uuid
from typing import Any, Never

from django.db import models

from o2r.core.journal.chain import FORM, ORIGIN, Link
from o2r.core.journal.enums import Decision
from o2r.core.journal.errors import AppendOnly


class AppendOnlyQuerySet(models.QuerySet["JournalEntry", "JournalEntry"]):
    """Rows that are only added and read."""

    def update(self, **kwargs: Any) -> Never:
        raise AppendOnly

    def delete(self) -> Never:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnly


class JournalEntry(models.Model):
    """One decision that read or wrote personal data or money; never a value of a field."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField("chaîne")
    number = models.PositiveBigIntegerField("numéro dans la chaîne")
    at = models.DateTimeField("instant")
    user = models.UUIDField("personne", null=True, blank=True)
    organisation = models.UUIDField("organisation", null=True, blank=True)
    role = models.CharField("rôle", max_length=80)
    action = models.CharField("action", max_length=80)
    kind = models.CharField("nature de l’objet", max_length=80)
    object_id = models.UUIDField("objet", null=True, blank=True)
    fields = models.TextField("champs", blank=True, help_text="noms triés, avec des virgules")
    decision = models.CharField("décision", max_length=5, choices=Decision.choices)
    reason = models.CharField("motif", max_length=300, blank=True)
    count = models.PositiveIntegerField("nombre d’objets", default=1)
    request_id = models.CharField("requête", max_length=32, blank=True)
    basis = models.CharField(
        "à quel titre", max_length=160, blank=True, help_text="relations, triées, avec des virgules"
    )
    in_place_of = models.UUIDField("en remplacement de", null=True, blank=True)
    form = models.PositiveSmallIntegerField("forme canonique", default=FORM)
    previous = models.CharField("empreinte précédente", max_length=64)
    hash = models.CharField("empreinte", max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "entrée du journal"
        verbose_name_plural = "entrées du journal"
        ordering = ["chain", "number"]
        indexes = [
            models.Index(fields=["chain", "at"], name="journal_chain_at"),
            models.Index(fields=["object_id", "at"], name="journal_object_at"),
            models.Index(fields=["user", "at"], name="journal_user_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number"],
                name="journal_one_entry_per_number",
                violation_error_message="Une chaîne a déjà une entrée à ce numéro.",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="journal_numbers_start_at_one",
                violation_error_message="Les numéros d’une chaîne commencent à 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} n° {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry. Raises AppendOnly for one that exists."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnly

    def link(self) -> Link:
        """What the hash of this entry covers."""
        return Link(*(getattr(self, name) for name in Link._fields))


class ChainHead(models.Model):
    """Where a chain stands; its row is locked while an entry is added, so that none forks."""

    chain = models.UUIDField("chaîne", primary_key=True)
    number = models.PositiveBigIntegerField("dernier numéro", default=0)
    hash = models.CharField("dernière empreinte", max_length=64, default=ORIGIN)

    class Meta:
        verbose_name = "tête de chaîne"
        verbose_name_plural = "têtes de chaîne"
        ordering = ["chain"]

    def __str__(self) -> str:
        return f"{self.chain} à {self.number}"


class LastAnchor(models.Model):
    """The newest anchor that was written outside: one row, so that its loss is noticed.

    It proves nothing alone: whoever holds the database can change it. The folder must agree.
    """

    id = models.PositiveSmallIntegerField("identifiant", primary_key=True, default=1)
    digest = models.CharField("empreinte", max_length=64)
    at = models.DateTimeField("instant")

    class Meta:
        verbose_name = "dernière ancre"
        verbose_name_plural = "dernières ancres"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="journal_one_last_anchor",
                violation_error_message="Une seule ancre est la dernière.",
            ),
        ]

    def __str__(self) -> str:
        return f"ancre du {self.at:%d/%m/%Y %H:%M} UTC"


class PruningMark(models.Model):
    """What retention removed from the start of a chain, signed with a key kept elsewhere.

    The first entry kept follows ``hash``, so that a pruned chain still verifies.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField("chaîne")
    number = models.PositiveBigIntegerField("dernier numéro retiré")
    hash = models.CharField("empreinte de la dernière entrée retirée", max_length=64)
    at = models.DateTimeField("instant")
    signature = models.CharField("signature", max_length=128)

    class Meta:
        verbose_name = "marque d’élagage"
        verbose_name_plural = "marques d’élagage"
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number"],
                name="journal_one_pruning_per_number",
                violation_error_message="Cette chaîne est déjà élaguée jusqu’à ce numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} élaguée jusqu’à {self.number}"
