"""Taking back an import made by mistake, for a day and while nobody has built on it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require, written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.belt import errand
from o2r.core.slices import slices
from o2r.pathways.intake.models import IntakeAct
from o2r.pathways.models import Eligibility, Pathway
from o2r.people.models import Person
from o2r.people.rules import number
from o2r.people.services.taking_over import SLICE, give_back

UNDO = "annuler cet import de parcours"
BUILT_ON = (
    "Des parcours de cet import ont avancé, ou des dossiers ont été complétés depuis : il ne "
    "s’annule plus. Corrigez un par un ceux qui sont faux."
)


@transaction.atomic
def undo_intake(*, by: Actor, act: IntakeAct) -> IntakeAct:
    """Take an import back whole: pathways, then files, keys first. A second time changes nothing;
    the same file may then be imported again.

    Raises NotAllowed; DomainError when it is too late, or when somebody has built on a line.
    """
    held = IntakeAct.objects.select_for_update(no_key=True).get(pk=act.pk)
    require(by, "delete", held, act=UNDO)
    if held.undone_at is not None:
        return held
    if not held.may_be_undone:
        raise DomainError(
            f"Cet import a plus de {number('undo-opening-hours')} heures : il ne s’annule plus. "
            "Corrigez ou effacez un par un les parcours faux."
        )
    people = list(held.rows.order_by("person_id").values_list("person_id", flat=True))
    if len(people) < held.made:
        raise DomainError(BUILT_ON)
    _remove_pathways(held, people)
    give_back(by=by, people=people, taken_at=held.written_at)
    held.undone_at = clock.now()
    held.save(update_fields=["undone_at"])
    written(by, "delete", held, "all", count=held.made)
    return held


@errand("imported-files")
def _remove_pathways(act: IntakeAct, people: Collection[UUID]) -> None:
    for some in slices(people, SLICE):
        # The person first, as every act on a file.
        list(Person.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk"))
        pathways = Pathway.objects.filter(person__in=some)
        checks = Eligibility.objects.filter(person__in=some)
        if (
            pathways.exclude(revision=0).exists()
            or pathways.count() != len(some)
            or checks.filter(noted_at__gt=act.written_at).exclude(checked_by=act.owner_id).exists()
        ):
            raise DomainError(BUILT_ON)
        checks.delete()
        pathways.delete()
