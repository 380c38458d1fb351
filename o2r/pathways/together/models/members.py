"""Who stands around a person: invited, agreed, known by them, and until when."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.governed import Governed, GovernedQuerySet
from o2r.accounts.models import Organisation, User
from o2r.core import clock
from o2r.core.crypto.fields import SealedRow, SealedTextField
from o2r.pathways.together.enums import (
    STANDING_CARE,
    CareEnding,
    CareRole,
    CareState,
    MovedThing,
)
from o2r.people.models import Agreement, Person


class CareMemberQuerySet(GovernedQuerySet["CareMember"]):
    def seen_by(self, actor: Actor) -> Self:
        """The places offered to somebody, or to nobody in particular where they act: the group of
        a person is read with their file, not here."""
        mine = Q(user__in=[actor.user] if actor.user else [])
        ours = Q(organisation=actor.organisation, user=None, organisation__isnull=False)
        return self.filter(mine | ours)

    def standing(self) -> Self:
        """Those that are not over."""
        return self.filter(state__in=STANDING_CARE)

    def active(self) -> Self:
        return self.filter(state=CareState.ACTIVE)

    def over(self, day: date) -> Self:
        """Those whose last day has passed, that nobody ended."""
        return self.standing().filter(until__lt=day)


class CareMember(Governed):
    """One place beside a person, of a colleague, of a partner, or of somebody without an account.

    ``host``: the organisation that follows the person. ``organisation``: that of the member, when
    it is another one; it then needs ``agreement``, of the purpose « accompagner ensemble ».
    ``user``: who holds the place, once known; who has no account is in ``OutsideName``.
    ``until``: the last day. ``known_by_person_on``: when the person met them: nobody accompanies
    somebody who does not know it.
    """

    access_kind = "care-member"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="care_members", verbose_name="personne"
    )
    host = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="organisation de la personne",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="organisation du membre",
    )
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="professionnel",
    )
    role = models.CharField("rôle", max_length=24, choices=CareRole)
    state = models.CharField("état", max_length=12, choices=CareState, default=CareState.INVITED)
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="care_members",
        verbose_name="accord",
    )
    invited_at = models.DateTimeField("invité le", default=clock.now)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="invité par"
    )
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au")
    known_by_person_on = models.DateField("connu de la personne le", null=True, blank=True)
    noticed_at = models.DateTimeField("fin annoncée le", null=True, blank=True)
    ending = models.CharField("fin", max_length=12, choices=CareEnding, blank=True)
    ended_on = models.DateField("terminé le", null=True, blank=True)
    form_digest = models.CharField("empreinte de la saisie", max_length=64, unique=True)

    objects = CareMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre du groupe d’une personne"
        verbose_name_plural = "membres des groupes"
        ordering = ("person_id", "invited_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "until"], name="care_by_end"),
            models.Index(fields=["organisation", "state"], name="care_by_organisation"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=CareState.ACTIVE)
                | Q(since__isnull=False, known_by_person_on__isnull=False),
                name="care_known_before_active",
                violation_error_message="Dites quand la personne a rencontré ce professionnel.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CareState.ENDED, CareState.REFUSED]) | ~Q(ending=""),
                name="care_end_says_why",
                violation_error_message="Dites pourquoi cet accompagnement s’arrête.",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) | ~Q(organisation=F("host")),
                name="care_of_elsewhere",
                violation_error_message="Un collègue n’est pas d’une autre organisation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {str(self.pk)[:8]}"

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        found = {Relation.ANY}
        if self.user_id is not None and self.user_id == actor.user:
            found.add(Relation.OWN)
        if self.user_id is None and self.organisation_id and self._is_of(actor):
            found.add(Relation.ORGANISATION)
        return frozenset(found)

    def _is_of(self, actor: Actor) -> bool:
        return self.organisation_id == actor.organisation

    @property
    def chain(self) -> uuid.UUID:
        return self.host_id

    @property
    def is_outside(self) -> bool:
        """Whether nobody with an account may answer for it."""
        return self.user_id is None and self.organisation_id is None

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING_CARE

    @property
    def is_active(self) -> bool:
        return self.state == CareState.ACTIVE

    @property
    def is_lead(self) -> bool:
        """Whether it is the référent de parcours of today."""
        return self.is_active and self.role == CareRole.LEAD

    @property
    def place(self) -> uuid.UUID:
        """The organisation for which the member acts; that of the person for a colleague."""
        return self.organisation_id or self.host_id


class OutsideName(SealedRow):
    """Who holds a place without an account, and how to reach them, sealed with the file."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="outside_names", verbose_name="personne"
    )
    member = models.OneToOneField(
        CareMember, on_delete=models.CASCADE, related_name="outside", verbose_name="place"
    )
    name = SealedTextField("nom du professionnel")
    contact = SealedTextField("comment le joindre")

    class Meta:
        verbose_name = "professionnel sans compte"
        verbose_name_plural = "professionnels sans compte"
        ordering = ("person_id", "id")

    def __str__(self) -> str:
        return f"professionnel {self.pk}"


class TogetherMove(models.Model):
    """One move of a member of the group, or of what was asked: from where, to where, by whom.

    ``about``: the key of the row that moved; ``by`` empty: it ended by itself.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="together_moves", verbose_name="personne"
    )
    thing = models.CharField("de quoi", max_length=12, choices=MovedThing)
    about = models.UUIDField("ligne", db_index=True)
    left = models.CharField("avant", max_length=12, blank=True)
    reached = models.CharField("après", max_length=12)
    at = models.DateTimeField("le", default=clock.now)
    by = models.UUIDField("par", null=True)

    class Meta:
        verbose_name = "passage d’un accompagnement à plusieurs"
        verbose_name_plural = "passages des accompagnements à plusieurs"
        ordering = ("person_id", "at", "id")

    def __str__(self) -> str:
        return f"{self.left} → {self.reached}"
