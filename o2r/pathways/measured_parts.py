"""Pathways of a territory full of people, for ``o2r bench casework``: one for each open file.

Every share below is an assumption of this benchmark, not a finding.
"""

import random
from datetime import timedelta
from itertools import islice

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.months import add_months
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.enums import EntryAnswer, EntryGround, PathwayState, StageKind
from o2r.pathways.models import Eligibility, Pathway, PathwayMove, PathwayStage
from o2r.people.measured_files import BATCH, sealed
from o2r.people.models import Person

SEED, MOVES_EACH, ACCOMPANIED = 41, 3, 0.5
STATES = (
    *(PathwayState.TRUSTED, PathwayState.REMOBILISATION),
    *(PathwayState.ACCOMPANIMENT, PathwayState.HANDOVER, PathwayState.LOST),
)


def fill(land: Territory) -> None:
    """A pathway, its moves and its right to enter for each file of each operator."""
    rng = random.Random(SEED)
    for operator in land.operators:
        rows = Person.objects.of_organisation(operator.organisation.pk).followed()
        people = iter(rows.order_by("pk"))
        while some := list(islice(people, BATCH)):
            _fill(some, operator, rng)


def _fill(people: list[Person], operator: Operator, rng: random.Random) -> None:
    today, rows = clock.today(), []
    for one in people:
        opened = min(one.opened_on, today)
        since = opened + timedelta(days=rng.randrange((today - opened).days + 1))
        intensive = since if rng.random() < ACCOMPANIED else None
        rows.append(
            Pathway(
                person=one,
                organisation=operator.organisation,
                state=rng.choice(STATES),
                state_since=since,
                opened_on=opened,
                intensive_from=intensive,
                is_derogated=bool(intensive and add_months(intensive, 9) < today),
            )
        )
    Pathway.objects.bulk_create(rows)
    PathwayMove.objects.bulk_create(
        PathwayMove(pathway=row, left=row.state, reached=row.state, on=row.state_since)
        for row in rows
        for _ in range(MOVES_EACH)
    )
    wanted = ((_checked(row, operator), {"evidence": "Le dit elle-même."}) for row in rows)
    Eligibility.objects.bulk_create(sealed(operator.organisation.pk, wanted))


def _checked(row: Pathway, operator: Operator) -> Eligibility:
    return Eligibility(
        subject=row.person_id,
        person=row.person,
        pathway=row,
        answer=EntryAnswer.ACCEPTED,
        ground=EntryGround.NOT_REGISTERED,
        checked_on=row.opened_on,
        checked_by=operator.workers[0],
    )


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """The pathways of the files that are opened; the partner carries a stage of each."""
    by_person = {row.person_id: row for row in Pathway.objects.filter(person__in=known["person"])}
    rows = [by_person[key] for key in known["person"]]
    stages = [
        PathwayStage.objects.create(pathway=row, kind=StageKind.REMOBILISE, organisation=partner)
        for row in rows
    ]
    return {"pathway": [row.pk for row in rows], "stage": [one.pk for one in stages]}


measured_part(Part(("pathways",), fill, objects, (Pathway, PathwayMove, Eligibility, PathwayStage)))
