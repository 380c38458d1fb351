"""A call, as the service that reads its applications meets it, and as its readers do."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.governed import GovernedQuerySet, of_organisation
from o2r.calls.enums import CallState
from o2r.calls.models import Call
from o2r.calls.reading.enums import Unveiling
from o2r.calls.reading.models.readers import Reader

UNVEILED = (CallState.COMMITTEE, CallState.RESULTS, CallState.ARCHIVED)
"""From the committee on, the State service reads every mark."""

CHECKLIST = (
    "Déposée avant la clôture",
    "Chef de file et membres identifiés, chacun par son SIRET",
    "Territoire dans le périmètre de l’appel",
    "Publics et étapes demandés par l’appel",
    "Pièces obligatoires présentes et lisibles",
    "Budget équilibré, montant demandé au-dessus du plancher",
)
"""What is checked first, call by call: each service changes it (provisoire)."""


class CallOfficeQuerySet(GovernedQuerySet["CallOffice"]):
    def seen_by(self, actor: Actor) -> Self:
        """The calls of the State service one works for, once they are announced."""
        return self.filter(dreets=actor.organisation).exclude(state=CallState.DRAFT)


class CallOffice(Call):
    """A call, for the State service that has its applications read."""

    access_kind = "reading"

    objects: ClassVar[Any] = CallOfficeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = "instruction d’un appel"
        verbose_name_plural = "instructions des appels"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.dreets_id, actor)


class DeclarationDeskQuerySet(GovernedQuerySet["DeclarationDesk"]):
    def seen_by(self, actor: Actor) -> Self:
        """The calls that one's service runs, or that one was named to read."""
        named = Reader.objects.current().filter(call=OuterRef("pk"), user=actor.user)
        found = Q(Exists(named.order_by()))
        if actor.has(MembershipRole.STATE_OFFICER):
            found |= Q(dreets=actor.organisation)
        return self.filter(found).exclude(state=CallState.DRAFT)


class DeclarationDesk(Call):
    """A call, for who must declare their interests before reading what it received."""

    access_kind = "interest-declaration"

    objects: ClassVar[Any] = DeclarationDeskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = "déclarations d’intérêts d’un appel"
        verbose_name_plural = "déclarations d’intérêts des appels"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = of_organisation(self.dreets_id, actor)
        if actor.user and Reader.objects.current().filter(call=self.pk, user=actor.user).exists():
            found |= {Relation.OWN}
        return found


class ReadingPlan(models.Model):
    """How the applications to one call are read: until when, what is checked, what is shown.

    ``checklist``: the sentences that the admissibility page asks about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.OneToOneField(
        Call, on_delete=models.CASCADE, related_name="reading_plan", verbose_name="appel"
    )
    due_on = models.DateField("lectures à rendre le", null=True, blank=True)
    unveiling = models.CharField(
        "notes visibles du service", max_length=10, choices=Unveiling, default=Unveiling.ALL_SENT
    )
    checklist = models.JSONField("points de recevabilité", default=list, blank=True)
    started_at = models.DateTimeField("instruction ouverte le")

    class Meta:
        verbose_name = "organisation des lectures"
        verbose_name_plural = "organisations des lectures"
        ordering = ("started_at", "id")

    def __str__(self) -> str:
        return f"Lectures de {self.call}"
