"""People who left, and people who may leave, for ``o2r bench casework``."""

from itertools import cycle, islice
from typing import Any

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.months import add_months
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.enums import PathwayState
from o2r.pathways.exits.enums import ExitKind, FollowUpStep
from o2r.pathways.exits.models import Exit, FollowUpSituation
from o2r.pathways.models import Pathway
from o2r.people.models import Person

AFTER_AN_EXIT = ("exit", "news", "come_back", "close")


def fill(land: Territory) -> None:
    """Somebody in ten has left."""
    for operator in land.operators:
        for person in operator.files[len(operator.files) // 2 :: 10]:
            _left(person, operator)


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """Other files of the worker: some are left, others may still be."""
    gone = Exit.objects.filter(person__organisation=operator.organisation).values("person")
    mine = Person.objects.filter(referent=operator.workers[0]).followed()
    free = mine.exclude(pk__in=known["person"]).exclude(pk__in=gone).order_by("-pk")
    many = len(known["person"])
    some = list(free[: 2 * many])
    half = (len(some) + 1) // 2
    left, here = some[:half], some[half:]
    for person in left:
        _left(person, operator)
    Pathway.objects.filter(person__in=here).update(state=PathwayState.ACCOMPANIMENT)
    keys = {f"exits:{page}:person": _named(left, many) for page in AFTER_AN_EXIT}
    return keys | {"exits:leave:person": _named(here, many)}


def _named(people: list[Person], many: int) -> list[Any]:
    """The keys of ``many`` files: a small operator has fewer, and the first ones come again."""
    return [one.pk for one in islice(cycle(people), many)]


def _left(person: Person, operator: Operator) -> None:
    """Somebody whose news is awaited since a month."""
    today = clock.today()
    pathway = Pathway.objects.filter(person=person).order_by("pk").first()
    if pathway is None:
        return
    gone = max(pathway.opened_on, add_months(today, -4))
    Pathway.objects.filter(pk=pathway.pk).update(state=PathwayState.WATCHED, ended_on=gone)
    made = Exit(
        subject=person.pk,
        person=person,
        pathway=pathway,
        kind=ExitKind.COMMON_LAW,
        on=gone,
        noted_by=operator.workers[0],
    )
    write_sealed(made, organisation=operator.organisation.pk, where="Mission locale", who="Nour")
    made.save(force_insert=True)
    FollowUpSituation.objects.bulk_create(
        FollowUpSituation(person=person, exit=made, step=step, due_on=today)
        for step in FollowUpStep
    )


measured_part(Part(("exits",), fill, objects, (Exit,)))
