"""Who takes part in the index, what is asked through it, who is told, what they answer."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import OrganisationState, Relation
from o2r.accounts.governed import Governed, GovernedQuerySet, of_organisation
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.people.between.enums import AGREED_ON, NoticeState
from o2r.people.enums import Basis
from o2r.people.models import Person

COUNTED_OVER = timedelta(hours=24)
"""The period over which the requests of one person are counted."""


class IndexParticipationQuerySet(GovernedQuerySet["IndexParticipation"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those of the organisation one acts for."""
        return self.filter(organisation=actor.organisation)

    def in_force(self) -> Self:
        """Those of organisations that take part now: open, and not partitioned."""
        place = Q(organisation__is_partitioned=False, organisation__state=OrganisationState.OPEN)
        return self.filter(place, ended_at=None)


class IndexParticipation(Governed):
    """An organisation lets its files be looked for by others, and asks too; until it leaves."""

    access_kind = "index-participation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    since = models.DateTimeField("depuis le", default=clock.now)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="décidée par"
    )
    ended_at = models.DateTimeField("finie le", null=True, blank=True)

    objects = IndexParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "participation à l’index entre opérateurs"
        verbose_name_plural = "participations à l’index entre opérateurs"
        ordering = ("-since", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at=None),
                name="index_participation_once",
                violation_error_message="Cette organisation participe déjà à l’index.",
            ),
        ]

    def __str__(self) -> str:
        return f"participation {self.pk}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        return of_organisation(self.organisation_id, actor)

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id


class IndexObjection(models.Model):
    """The person does not want to be looked for by others (GDPR art. 21)."""

    person = models.OneToOneField(
        Person,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name="personne",
    )
    since = models.DateTimeField("depuis le", default=clock.now)
    noted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="notée par"
    )

    class Meta:
        verbose_name = "opposition à l’index entre opérateurs"
        verbose_name_plural = "oppositions à l’index entre opérateurs"
        ordering = ("since", "person_id")

    def __str__(self) -> str:
        return f"opposition {self.pk}"


class IndexChange(models.Model):
    """A file to put in the index again, or to take out of it: kept until the process has done it.

    ``file`` is no foreign key: what it names may be erased before. ``mark`` tells a change from the
    one that is being carried.
    """

    file = models.UUIDField("dossier", primary_key=True)
    organisation = models.UUIDField("organisation")
    mark = models.UUIDField("marque", default=uuid.uuid4)
    changed_at = models.DateTimeField("changé le", default=clock.now)

    class Meta:
        verbose_name = "changement à porter à l’index"
        verbose_name_plural = "changements à porter à l’index"
        ordering = ("changed_at", "file")

    def __str__(self) -> str:
        return f"changement {self.pk}"


class InquiryQuerySet(GovernedQuerySet["Inquiry"]):
    def seen_by(self, actor: Actor) -> Self:
        """One's own, for the organisation one acts for."""
        return self.filter(by=actor.user, organisation=actor.organisation)

    def waiting(self) -> Self:
        """Those that the worker has not carried to the index yet."""
        return self.filter(handled_at=None)

    def counted(self, user: uuid.UUID, instant: datetime) -> int:
        """How many somebody has asked within the period of the limit, whatever came of it."""
        return self.filter(by=user, asked_at__gt=instant - COUNTED_OVER).count()


class Inquiry(Governed):
    """Somebody asks whether a person is already accompanied by another operator.

    Nothing in this row says whether anybody was found.
    """

    access_kind = "inquiry"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="demandée par"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="personne",
    )
    asked_at = models.DateTimeField("demandée le", default=clock.now)
    handled_at = models.DateTimeField("portée à l’index le", null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’un accompagnement existant"
        verbose_name_plural = "demandes d’un accompagnement existant"
        ordering = ("-asked_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "asked_at"], name="inquiry_by_author"),
        ]

    def __str__(self) -> str:
        return f"demande {self.pk}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        mine = self.by_id == actor.user and self.organisation_id == actor.organisation
        return frozenset({Relation.ANY, Relation.OWN}) if mine else frozenset({Relation.ANY})

    @property
    def chain(self) -> uuid.UUID:
        return self.organisation_id


class InquiryWords(SealedRow):
    """Who is looked for, sealed with a key of its own: ``subject`` is the request."""

    inquiry = models.OneToOneField(
        Inquiry, on_delete=models.CASCADE, related_name="said", verbose_name="demande"
    )
    text = SealedTextField("qui est cherché")

    class Meta:
        verbose_name = "mots d’une demande"
        verbose_name_plural = "mots des demandes"
        ordering = ("inquiry_id",)

    def __str__(self) -> str:
        return f"mots {self.pk}"


class InquiryNoticeQuerySet(GovernedQuerySet["InquiryNotice"]):
    def seen_by(self, actor: Actor) -> Self:
        """Those about the files that one is the referent of, where one acts now."""
        return self.filter(
            person__organisation=actor.organisation,
            person__referent__in=actor.identities,
            person__is_protected=False,
        )

    def to_answer(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(state=NoticeState.WAITING)


class InquiryNotice(Governed):
    """A request reached the referent of a file. Who asked never reads this row.

    ``agreed_on``: kinds of facts that agree. Who asks, and for which organisation, is repeated
    here: the referent does not read the request, which holds words.
    """

    access_kind = "inquiry-notice"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="notices", verbose_name="demande"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", verbose_name="personne"
    )
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="demandée par"
    )
    asked_for = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="pour"
    )
    agreed_on = models.JSONField("ce qui concorde", default=list)
    told_at = models.DateTimeField("reçue le", default=clock.now)
    state = models.CharField(
        "état", max_length=12, choices=NoticeState, default=NoticeState.WAITING
    )
    answered_at = models.DateTimeField("réponse le", null=True, blank=True)

    objects = InquiryNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "demande reçue"
        verbose_name_plural = "demandes reçues"
        ordering = ("-told_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state=NoticeState.WAITING, answered_at=None)
                | ~Q(state=NoticeState.WAITING) & Q(answered_at__isnull=False),
                name="inquiry_notice_answered_has_a_date",
                violation_error_message="Une réponse porte sa date.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=NoticeState.values),
                name="inquiry_notice_state_known",
                violation_error_message="Cet état n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"demande reçue {self.pk}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        place = self.person.organisation_id == actor.organisation
        theirs = self.person.referent_id in actor.identities and not self.person.is_protected
        if place and theirs:
            return frozenset({Relation.ANY, Relation.REFERENT})
        return frozenset({Relation.ANY})

    @property
    def chain(self) -> uuid.UUID:
        return self.person.organisation_id

    @property
    def agreed_words(self) -> list[str]:
        """What agrees, in words, the surest first."""
        return [words for kind, words in AGREED_ON.items() if kind in self.agreed_on]


class InquiryAnswer(SealedRow):
    """The referent accepts to talk: all that who asked ever learns, in the referent's own words.

    ``ground``: by what right; ``contact``: how to reach the referent. Sealed with a key that both
    organisations hold (``subject`` is the answer itself).
    """

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.CASCADE, related_name="answers", verbose_name="demande"
    )
    notice = models.OneToOneField(
        InquiryNotice, on_delete=models.CASCADE, related_name="answer", verbose_name="demande reçue"
    )
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="réponse de"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisation"
    )
    ground = models.CharField("à quel titre", max_length=16, choices=Basis)
    contact = SealedTextField("comment joindre le référent")
    words = SealedTextField("message")
    answered_at = models.DateTimeField("le", default=clock.now)

    class Meta:
        verbose_name = "réponse à une demande"
        verbose_name_plural = "réponses à des demandes"
        ordering = ("answered_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(contact=b""),
                name="inquiry_answer_says_how_to_reach",
                violation_error_message="Une réponse dit comment joindre le référent.",
            ),
        ]

    def __str__(self) -> str:
        return f"réponse {self.pk}"
