"""What an instance set otherwise than its environment; the exports that need a second person."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import ACCOUNT_MANAGER, DATA_PROTECTION_OFFICER, Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation, User
from o2r.core import clock

APPROVED_FOR = timedelta(hours=24)


class InstanceSetting(models.Model):
    """One change of one setting. The last row of a code is in force; none is ever rewritten.

    ``number`` counts the changes of the whole instance: a process that knows the last one is up to
    date. An empty ``value`` comes back to the environment. ``is_provisional``:
    waits for a confirmation, shown as « provisoire ». ``in_force_on``: first day, for dated values.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("numéro de version", unique=True)
    code = models.CharField("réglage", max_length=80)
    value = models.TextField("valeur", blank=True)
    source = models.CharField("source", max_length=300)
    is_provisional = models.BooleanField("provisoire", default=False)
    in_force_on = models.DateField("en vigueur le", default=clock.today)
    set_at = models.DateTimeField("réglé le")
    set_by = models.UUIDField("réglé par", null=True, blank=True)

    class Meta:
        verbose_name = "réglage de l’instance"
        verbose_name_plural = "réglages de l’instance"
        ordering = ("-number",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code", "-number"], name="setting_of_code"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(code=""),
                name="setting_says_where_it_comes_from",
                violation_error_message="Un réglage dit d’où il vient.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, version {self.number}"


class ExportApprovalQuerySet(GovernedQuerySet["ExportApproval"]):
    def seen_by(self, actor: Actor) -> Self:
        """One's own requests; those of the organisation for who answers for its data."""
        mine = Q(asked_by=actor.user)
        if actor.has(ACCOUNT_MANAGER) or actor.has(DATA_PROTECTION_OFFICER):
            mine |= Q(organisation=actor.organisation)
        return self.filter(mine)

    def waiting(self) -> Self:
        """Requests that nobody has decided."""
        return self.filter(decided_at=None)

    def usable(self, *, user: uuid.UUID, organisation: uuid.UUID | None, persons: int) -> Self:
        """Agreements that cover an export of so many people now, the smallest first."""
        return self.filter(
            asked_by=user,
            organisation=organisation,
            is_approved=True,
            used_at=None,
            decided_at__gt=clock.now() - APPROVED_FOR,
            persons__gte=persons,
        ).order_by("persons", "decided_at", "id")


class ExportApproval(Governed):
    """Someone asks to export many people; someone else of the organisation agrees, or not.

    An agreement serves once, within 24 hours, for ``persons`` people at most.
    """

    access_kind = "export-approval"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name="organisation"
    )
    asked_by = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="demandé par"
    )
    asked_at = models.DateTimeField("demandé le")
    persons = models.PositiveIntegerField("nombre de personnes")
    purpose = models.CharField("à quoi servira le fichier", max_length=500)
    is_approved = models.BooleanField("accordé", null=True)
    decided_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décidé par",
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)

    objects = ExportApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = "accord pour un export"
        verbose_name_plural = "accords pour un export"
        ordering = ("-asked_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-asked_at"], name="export_approval_list"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")),
                name="export_approved_by_someone_else",
                violation_error_message="Un export est accordé par une autre personne.",
            ),
            models.CheckConstraint(
                condition=Q(is_approved=None, decided_at=None)
                | Q(is_approved__isnull=False, decided_at__isnull=False),
                name="export_decided_is_dated",
                violation_error_message="Une décision porte sa date.",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(is_approved=True),
                name="export_used_was_approved",
                violation_error_message="Seul un accord donné peut servir.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.persons} personnes, {self.purpose}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """One's own request is not « of the organisation »: nobody agrees with themselves."""
        if self.asked_by_id == actor.user:
            return frozenset({Relation.ANY, Relation.OWN})
        return of_organisation(self.organisation_id, actor)

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id
