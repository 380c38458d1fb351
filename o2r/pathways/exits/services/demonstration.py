"""The invented exits of a demonstration: one of a while ago, of which news is awaited."""

from datetime import timedelta

from django.db import transaction

from o2r.core import clock
from o2r.pathways.exits.enums import ExitKind
from o2r.pathways.exits.models import Exit
from o2r.pathways.exits.services.leaving import Leaving, leave
from o2r.pathways.measures.services.demonstration import demo_people
from o2r.pathways.models import Pathway
from o2r.pathways.services.opening import open_pathway
from o2r.people.examples import HUGO, INES

EXITS = (
    (
        *("Lucien", HUGO, 150, 90),
        Leaving(
            ExitKind.SIAE, where="Les Jardins d’Aubrelieu", who="Denis Aubry", words="Mi-temps."
        ),
    ),
    ("Titi", INES, 60, 6, Leaving(ExitKind.REFUSED, words="Reviendra peut-être au printemps.")),
)
"""Who, by whom, opened and left so many days ago."""


@transaction.atomic
def create_demo_exits() -> int:
    """Note the invented exits, once; how many. Who already has a pathway keeps it as it is.

    Raises DemonstrationOnly outside a demonstration.
    """
    workers, people = demo_people({by for _, by, *_ in EXITS})
    noted = 0
    if Exit.objects.exists():
        return noted
    for who, email, opened, left, leaving in EXITS:
        person, by = people.get(who), workers.get(email)
        if person is None or by is None or Pathway.objects.filter(person=person).exists():
            continue
        with clock.stopped_at(clock.now() - timedelta(days=opened)):
            pathway = open_pathway(by=by, person=person)
        with clock.stopped_at(clock.now() - timedelta(days=left)):
            given = Leaving(leaving.kind, where=leaving.where, who=leaving.who, words=leaving.words)
            leave(by=by, pathway=pathway, leaving=given)
        noted += 1
    return noted
