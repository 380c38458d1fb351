"""A file of pathways that waits, and an import that may be undone, for ``o2r bench casework``."""

from o2r.accounts.models import Organisation
from o2r.core import clock
from o2r.core.crypto import measured_keys
from o2r.core.crypto.fields import write_sealed
from o2r.outreach.exchange.sheets import TakenSheet
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.intake.models import IntakeAct, IntakeContent, IntakeFile
from o2r.projects.exchange.tables import Line

LINES = 200
MAPPING = {"Surnom": "known_as", "Dernier contact": "last_contact_on", "État": "state"}


def fill(land: Territory) -> None:
    """Nothing more: a file waits a day at most."""


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """A file of the worker, a line in ten to correct; what they imported."""
    here, owner = operator.organisation, operator.workers[0]
    (key,) = measured_keys.fill(1, here.pk)
    file = IntakeFile.objects.create(id=key, owner=owner, organisation=here, mapping=MAPPING)
    lines = tuple(Line(2 + rank, _line(rank)) for rank in range(LINES))
    content = IntakeContent(subject=file.pk, file=file)
    text = TakenSheet("parcours.csv", lines).to_text()
    write_sealed(content, organisation=here.pk, sheet=text)
    content.save(force_insert=True)
    act = IntakeAct.objects.create(owner=owner, organisation=here, made=LINES)
    many = len(known["person"])
    return {"intake:draft": [file.pk] * many, "intake:act": [act.pk] * many}


def _line(rank: int) -> dict[str, str]:
    day = "hier" if rank % 10 == 0 else f"{clock.today():%d/%m/%Y}"
    return {"Surnom": f"Sofiane {rank}", "Dernier contact": day, "État": "repéré"}


measured_part(Part(("intake",), fill, objects))
