"""Whether an application may be read, and what it must still bring."""

import uuid
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import User
from o2r.calls.applications.models import Application, Member, ReadingAccess
from o2r.core import clock
from o2r.core.files.models import StoredFile


class AdmissibilityQuerySet(GovernedQuerySet["Admissibility"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the calls of the State service one works for."""
        return self.filter(application__call__dreets=actor.organisation)


class Admissibility(Governed):
    """What was checked of one application, and what was decided: the state says it.

    ``items``: a list of ``{"label": …, "answer": ItemAnswer or "", "note": …}``. ``letter_heading``
    and ``letter_body``: the last letter of inadmissibility, as its consortium received it.
    """

    access_kind = "reading"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(
        Application,
        on_delete=models.CASCADE,
        related_name="admissibility",
        verbose_name="candidature",
    )
    items = models.JSONField("points vérifiés", default=list, blank=True)
    reason = models.TextField("motif", blank=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décidée par",
    )
    letter_heading = models.CharField("objet du courrier", max_length=200, blank=True)
    letter_body = models.TextField("texte du courrier", blank=True)

    objects = AdmissibilityQuerySet.as_manager()

    class Meta:
        verbose_name = "recevabilité"
        verbose_name_plural = "recevabilités"
        ordering = ("application__number", "id")

    def __str__(self) -> str:
        return f"Recevabilité de {self.application}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.application.call.dreets_id, actor)

    @property
    def chain(self) -> UUID:
        return self.application.call.dreets_id


class CorrectionRequestQuerySet(GovernedQuerySet["CorrectionRequest"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those made to one's organisation, and those of the applications that one may open."""
        if actor.user is None:
            return self.none()
        mine = Member.objects.filter(
            application=OuterRef("application"), organisation=actor.organisation
        )
        opened = ReadingAccess.objects.filter(application=OuterRef("application"), user=actor.user)
        found = Q(Exists(opened.order_by()))
        if actor.organisation:
            found |= Q(Exists(mine.order_by()))
        return self.filter(found)

    def pending(self) -> Self:
        """Those that wait for the consortium."""
        return self.filter(answered_at=None)

    def asked_of(self, organisation: UUID | None) -> Self:
        """Those made to the consortia of an organisation."""
        if organisation is None:
            return self.none()
        mine = Member.objects.filter(application=OuterRef("application"), organisation=organisation)
        return self.filter(Exists(mine.order_by()))


class CorrectionRequest(Governed):
    """What the State service asks a consortium to bring, and what it answered.

    A missing document may be asked for; what was written is not (CRPA art. L. 114-5).
    """

    access_kind = "correction"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="corrections",
        verbose_name="candidature",
    )
    what = models.TextField("ce qui est demandé")
    due_on = models.DateField("à rendre le")
    asked_at = models.DateTimeField("demandée le")
    asked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="demandée par"
    )
    answer = models.TextField("réponse", blank=True)
    file = models.OneToOneField(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pièce apportée",
    )
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="répondue par",
    )

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de correction"
        verbose_name_plural = "demandes de correction"
        ordering = ("due_on", "asked_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(what=""),
                name="correction_says_what",
                violation_error_message="Une demande dit ce qui manque.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""),
                name="correction_answered_in_words",
                violation_error_message="Une réponse dit ce qui est apporté.",
            ),
        ]

    def __str__(self) -> str:
        return self.what[:60]

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """The consortium it is made to; who may open the application."""
        found = {Relation.ANY}
        members = self.application.members.all()
        if actor.organisation and any(
            member.organisation_id == actor.organisation for member in members
        ):
            found.add(Relation.ORGANISATION)
        accesses = self.application.reading_accesses.all()
        if actor.user and any(one.user_id == actor.user for one in accesses):
            found.add(Relation.READER)
        return frozenset(found)

    @property
    def chain(self) -> UUID:
        return self.application.call.dreets_id

    @property
    def is_late(self) -> bool:
        """Whether it was not answered in time: by its day, else by today."""
        answered = self.answered_at
        return (localdate(answered) if answered else clock.today()) > self.due_on
