"""What every object of the platform answers before anyone sees it.

A governed model says its kind (second key of ``policy.csv``), how a person stands towards one of
its rows, and which rows a person may meet at all. Nothing else decides.
"""

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models

from o2r.accounts.actors import Actor
from o2r.accounts.enums import Relation
from o2r.accounts.policy import Subject, may_meet
from o2r.core.gathering import Bringing

M_co = TypeVar("M_co", bound="Governed", covariant=True)


class GovernedQuerySet(Bringing[M_co]):
    """The only door to objects: ``Model.objects.visible_to(actor)``."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows whose existence this person may know. Absent and forbidden look the same."""
        if not may_meet(actor, self.model.access_kind):
            return self.none()
        if actor.is_system:
            return self
        return self.seen_by(actor)

    def seen_by(self, actor: Actor) -> Self:
        """The rows to which the person stands in a relation that the policy knows.

        Written by each model; called by ``visible_to`` alone. Without it, nothing is seen.
        """
        return self.none()


class Governed(models.Model):
    """A row that someone may, or may not, know of."""

    access_kind: ClassVar[str]
    if TYPE_CHECKING:
        pk: UUID

    class Meta:
        abstract = True

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """How ``actor`` stands towards this row: each model adds what it knows to ``ANY``."""
        return frozenset({Relation.ANY})

    def shared_groups(self, actor: Actor) -> frozenset[str] | None:
        """The groups of fields of the share by which ``actor`` sees this row; None: no share."""
        return None

    def subject(self, actor: Actor) -> Subject:
        """This row, as the decision knows it."""
        return Subject(self.access_kind, self.relations_to(actor), self.shared_groups(actor))

    @property
    def chain(self) -> UUID | None:
        """The organisation in whose journal acts on this row are written; None: the platform's."""
        return None


def of_organisation(organisation: UUID | None, actor: Actor) -> frozenset[Relation]:
    """The relation to a row that belongs to one organisation."""
    if organisation is not None and organisation == actor.organisation:
        return frozenset({Relation.ANY, Relation.ORGANISATION})
    return frozenset({Relation.ANY})
