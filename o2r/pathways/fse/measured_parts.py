"""Operations of the FSE+ and their sheets, for ``o2r bench casework``.

Every share below is an assumption of this benchmark, not a finding.
"""

from datetime import timedelta
from uuid import uuid4

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto import measured_keys
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.fse.answers import to_text
from o2r.pathways.fse.enums import SheetState
from o2r.pathways.fse.models import Operation, ParticipantSheet, SheetAnswers
from o2r.people.measured_files import sealed
from o2r.people.models import Person

OPERATIONS, EACH = 5, 60
NAMED = {"nom": "Koné", "prenom": "Awa", "sexe": "F", "telephone": "01 99 00 12 34"}


def fill(land: Territory) -> None:
    """Some operations of each operator, the first one with many participants."""
    for operator in land.operators:
        made = [_operation(operator, rank) for rank in range(OPERATIONS)]
        _enter(operator, made[0], operator.files[: EACH * len(operator.workers)])


def _operation(operator: Operator, rank: int) -> Operation:
    today = clock.today()
    return Operation.objects.create(
        organisation=operator.organisation,
        region="84",
        number=f"2026{rank:05}-{uuid4().hex[:8]}",
        title=f"Opération {rank}",
        starts_on=today - timedelta(days=300),
        ends_on=today + timedelta(days=300),
    )


def _enter(operator: Operator, operation: Operation, people: list[Person]) -> None:
    """The sheets of some people: two in three lack something."""
    here = operator.organisation
    keys = measured_keys.fill(len(people), here.pk)
    rows = [
        ParticipantSheet(
            id=key,
            organisation=here,
            operation=operation,
            person=person,
            state=SheetState.INCOMPLETE if rank % 3 else SheetState.ENTRY_COMPLETE,
            missing_entry=rank % 3,
            entered_on=clock.today() - timedelta(days=rank),
        )
        for rank, (key, person) in enumerate(zip(keys, people, strict=True))
    ]
    ParticipantSheet.objects.bulk_create(rows)
    wanted = ((SheetAnswers(subject=one.pk, sheet=one), {"entry": to_text(NAMED)}) for one in rows)
    SheetAnswers.objects.bulk_create(sealed(here.pk, wanted))


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """The operations, the fullest first; the sheet of each file that is opened."""
    rows = list(Operation.objects.filter(organisation=operator.organisation).order_by("number"))
    people = Person.objects.in_bulk(known["person"])
    held = ParticipantSheet.objects.filter(operation=rows[0], person__in=people)
    missing = set(people) - set(held.order_by("pk").values_list("person", flat=True))
    _enter(operator, rows[0], [people[key] for key in known["person"] if key in missing])
    by_person = {one.person_id: one.pk for one in held.order_by("pk")}
    many = len(known["person"])
    return {
        "operation": [row.pk for row in rows][:many],
        "sheet": [by_person[key] for key in known["person"]],
        "moment": ["entree"] * many,
    }


measured_part(Part(("fse",), fill, objects, (Operation, ParticipantSheet)))
