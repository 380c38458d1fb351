"""Families and groups: who goes with whom, each with their own file."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from o2r.core import clock
from o2r.people.enums import GroupKind, GroupRole
from o2r.people.models.person import Person


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def on(self, day: date) -> Self:
        """Those in force on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class GroupMember(models.Model):
    """Somebody belongs to a family or a group. The rows of a group bear the same ``group`` key.

    A group has no row of its own, no name and no count: it is what its members say, as far as one
    may meet them. Who may not meet somebody finds no trace of them there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.UUIDField("groupe", default=uuid.uuid4, db_index=True)
    kind = models.CharField("nature du groupe", max_length=12, choices=GroupKind)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="group_members", verbose_name="personne"
    )
    role = models.CharField("place dans le groupe", max_length=12, choices=GroupRole, blank=True)
    since = models.DateField("depuis le", default=clock.today)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre d’un groupe"
        verbose_name_plural = "membres d’un groupe"
        ordering = ("group", "since", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="group_member_ends_after_start",
                violation_error_message="La fin précède le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"membre {self.pk}"

    def lasts(self, day: date) -> bool:
        """Whether they still are in the group on a day."""
        return bool(self.since <= day and (self.until is None or self.until >= day))
