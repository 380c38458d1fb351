"""Letters by which a consortium is told what was decided."""

import uuid
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.calls.applications.enums import ApplicationState
from o2r.calls.applications.models import Application, Member
from o2r.calls.enums import CallState
from o2r.calls.selection.enums import Outcome
from o2r.calls.selection.models.decisions import Decision

AFTER_PUBLICATION = (CallState.RESULTS, CallState.ARCHIVED)


class LetterQuerySet(GovernedQuerySet["Letter"]):
    def seen_by(self, actor: Actor) -> Self:
        """The letters sent to one's organisation, once the results are published."""
        if actor.organisation is None:
            return self.none()
        mine = Member.objects.filter(
            application=OuterRef("application"), organisation=actor.organisation
        )
        return self.sent().filter(
            Exists(mine.order_by()), application__call__state__in=AFTER_PUBLICATION
        )

    def of_call(self, slug: str) -> Self:
        """The letters of a call that no later one replaces, by number of application."""
        return (
            self.filter(application__call__slug=slug, replaced_at=None)
            .exclude(application__state=ApplicationState.WITHDRAWN)
            .select_related("application__call", "decision")
            .order_by("application__number", "version", "pk")
        )

    def with_consortia(self) -> Self:
        """With what a document says of who writes and who receives."""
        rows = self.select_related("application__call__dreets", "decision")
        return rows.prefetch_related("application__members")

    def sent(self) -> Self:
        """Those that left: they change no more."""
        return self.filter(sent_at__isnull=False)

    def to_send(self) -> Self:
        """Those that may still be changed."""
        return self.filter(sent_at=None)


class Letter(Governed):
    """A letter to one consortium. Once sent it is frozen, with the SHA-256 of what was sent."""

    access_kind = "letter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="letters", verbose_name="candidature"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="letters", verbose_name="décision"
    )
    kind = models.CharField("nature", max_length=10, choices=Outcome)
    version = models.PositiveSmallIntegerField("version", default=1)
    heading = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    written_at = models.DateTimeField("écrite le")
    digest = models.CharField("empreinte SHA-256", max_length=64, blank=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    replaced_at = models.DateTimeField("remplacée le", null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "courrier"
        verbose_name_plural = "courriers"
        ordering = ("application", "version")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "version"],
                name="letter_version_once",
                violation_error_message="Cette version du courrier existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(replaced_at=None),
                name="letter_one_for_a_decision",
                violation_error_message="Cette décision a déjà son courrier.",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | ~Q(digest=""),
                name="letter_sent_is_frozen",
                violation_error_message="Un courrier envoyé porte son empreinte.",
            ),
            models.CheckConstraint(
                condition=~Q(heading="") & ~Q(body=""),
                name="letter_says_something",
                violation_error_message="Un courrier a un objet et un texte.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """A member of the consortium, once the letter is sent and the results published."""
        found = {Relation.ANY}
        shown = self.is_sent and self.application.call.state in AFTER_PUBLICATION
        if (
            shown
            and actor.organisation
            and any(
                member.organisation_id == actor.organisation
                for member in self.application.members.all()
            )
        ):
            found.add(Relation.ORGANISATION)
        return frozenset(found)

    @property
    def chain(self) -> UUID:
        return self.application.call.dreets_id

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None
