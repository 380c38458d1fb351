"""What was written for a person, and what they keep in their safe: sealed with their file."""

import uuid
from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.models import User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.papers.enums import PaperKind, SafeKind, SafeState
from o2r.pathways.papers.models.templates import TemplateVersion
from o2r.people.enums import Standing
from o2r.people.models import Person


class IssuedDocument(SealedRow):
    """A document made for a person. ``content``: what it says, from which the DOCX and the PDF are
    written again, the same; ``groups``: of fields, without which nobody reads it."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="issued_documents", verbose_name="personne"
    )
    version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="+", verbose_name="modèle"
    )
    kind = models.CharField("nature", max_length=12, choices=PaperKind)
    content = SealedTextField("contenu")
    groups = models.JSONField("groupes de champs", default=list)
    is_large = models.BooleanField("en grands caractères", default=False)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="fait par"
    )
    made_at = models.DateTimeField("fait le", default=clock.now)

    class Meta:
        verbose_name = "document produit"
        verbose_name_plural = "documents produits"
        ordering = ("person_id", "-made_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(content=b""),
                name="issued_document_says_something",
                violation_error_message="Un document produit dit quelque chose.",
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"


class SafeDocumentQuerySet(models.QuerySet["SafeDocument"]):
    def due(self) -> Self:
        """Those whose file has been sent, and waits for its verdict."""
        return self.filter(state=SafeState.CHECKED)

    def ending(self, until: date) -> Self:
        """Those kept that are no longer valid by a day."""
        return self.filter(state=SafeState.KEPT, expires_on__lte=until)


class SafeDocument(SealedRow):
    """A paper that belongs to the person, kept for them. Its file waits in quarantine, then is
    sealed in ``SafeContent``; ``reason``: why it was refused, in words."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="safe_documents", verbose_name="personne"
    )
    kind = models.CharField("nature", max_length=12, choices=SafeKind)
    title = SealedTextField("titre")
    state = models.CharField("état", max_length=12, choices=SafeState, default=SafeState.CHECKED)
    reason = models.CharField("raison du refus", max_length=400, blank=True)
    file_type = models.CharField("type", max_length=10, blank=True)
    size = models.PositiveIntegerField("taille", default=0, help_text="en octets")
    expires_on = models.DateField("valable jusqu’au", null=True, blank=True)
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="ajouté par"
    )
    added_on = models.DateField("ajouté le", default=clock.today)

    objects = SafeDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "papier du coffre"
        verbose_name_plural = "papiers du coffre"
        ordering = ("person_id", "kind", "added_on", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=SafeKind.values) & Q(state__in=SafeState.values),
                name="safe_document_known",
                violation_error_message="La nature ou l’état du papier n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(state=SafeState.KEPT) | ~Q(file_type=""),
                name="safe_document_kept_has_a_type",
                violation_error_message="Le type d’un papier gardé est connu.",
            ),
        ]

    def __str__(self) -> str:
        return f"papier {self.pk}"

    @property
    def is_kept(self) -> bool:
        return self.state == SafeState.KEPT

    def ends_by(self, day: date) -> bool:
        """Whether it is no longer valid by a day."""
        return self.expires_on is not None and self.expires_on <= day


class SafeContent(SealedRow):
    """The file of a paper, in base 64, sealed: apart, so that a list never reads it."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="safe_contents", verbose_name="personne"
    )
    document = models.OneToOneField(
        SafeDocument, on_delete=models.CASCADE, related_name="content", verbose_name="papier"
    )
    content = SealedTextField("fichier")

    class Meta:
        verbose_name = "fichier d’un papier du coffre"
        verbose_name_plural = "fichiers des papiers du coffre"
        ordering = ("document_id",)

    def __str__(self) -> str:
        return f"fichier {self.pk}"


class SafeCodeQuerySet(models.QuerySet["SafeCode"]):
    def live(self, instant: datetime) -> Self:
        """Those that still open something, of files that are open and not protected."""
        return self.filter(
            revoked_at=None,
            until__gt=instant,
            openings__lt=F("most_openings"),
            document__state=SafeState.KEPT,
            person__is_protected=False,
            person__standing=Standing.FOLLOWED,
        )


class SafeCode(models.Model):
    """A code that the person gives to somebody: it opens one paper, some hours, some times.

    ``digest``: of the code, which is nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="safe_codes", verbose_name="personne"
    )
    document = models.ForeignKey(
        SafeDocument, on_delete=models.CASCADE, related_name="codes", verbose_name="papier"
    )
    digest = models.CharField("empreinte du code", max_length=64, unique=True)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="donné avec"
    )
    made_at = models.DateTimeField("donné le", default=clock.now)
    until = models.DateTimeField("jusqu’à")
    most_openings = models.PositiveSmallIntegerField("ouvertures au plus")
    openings = models.PositiveSmallIntegerField("ouvertures", default=0)
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = SafeCodeQuerySet.as_manager()

    LONGEST = timedelta(hours=72)

    class Meta:
        verbose_name = "code du coffre"
        verbose_name_plural = "codes du coffre"
        ordering = ("document_id", "-made_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__gt=F("made_at")),
                name="safe_code_ends_after_start",
                violation_error_message="La fin d’un code suit son début.",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(revoked_at=None),
                name="safe_code_one_for_a_paper",
                violation_error_message="Un code ouvre déjà ce papier.",
            ),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"

    @property
    def is_live(self) -> bool:
        """Whether it still opens the paper, its file apart."""
        is_used_up = self.openings >= self.most_openings
        return self.revoked_at is None and clock.now() < self.until and not is_used_up
