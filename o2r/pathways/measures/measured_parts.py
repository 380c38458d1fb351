"""What people answered, for ``o2r bench casework``: each open file, several times.

Every share below is an assumption of this benchmark, not a finding.
"""

import random
from uuid import uuid4

from o2r.accounts.models import Organisation
from o2r.core.crypto.fields import write_sealed
from o2r.outreach.measured_registry import Objects, Part, measured_part
from o2r.outreach.measured_volume import Operator, Territory
from o2r.pathways.measures.enums import Agreeing, Dimension, Moment, Outcome
from o2r.pathways.measures.models import Measure, MostSignificantChange, Satisfaction, Slider
from o2r.pathways.measures.wordings import scales
from o2r.people.models import Person

SEED, ANSWERED, TOLD = 53, 0.7, 3
MOMENTS = (Moment.ENTRY, Moment.THREE_MONTHS, Moment.EXIT)


def fill(land: Territory) -> None:
    """Scales and réglettes of each open file, three times; some pass."""
    rng = random.Random(SEED)
    for operator in land.operators:
        for person in operator.files:
            _answered(person, operator, rng)


def _answered(person: Person, operator: Operator, rng: random.Random) -> None:
    measures, sliders = [], []
    for moment in MOMENTS:
        asked = {"person": person, "moment": moment, "asked_by": operator.workers[0]}
        for scale in scales().values():
            if moment not in scale.moments:
                continue
            score = scale.scoring.maximum if rng.random() < ANSWERED else None
            outcome = Outcome.SKIPPED if score is None else Outcome.ANSWERED
            measures.append(
                Measure(
                    **asked,
                    scale=scale.code,
                    scale_version=scale.version,
                    outcome=outcome,
                    score=score,
                )
            )
        entry = uuid4()
        sliders += [
            Slider(**asked, entry=entry, dimension=one, value=rng.randrange(11))
            for one in Dimension
        ]
    Measure.objects.bulk_create(measures)
    Slider.objects.bulk_create(sliders)


def objects(operator: Operator, partner: Organisation, known: Objects) -> Objects:
    """Words and an opinion of each file that is opened; no address names them."""
    for person in Person.objects.in_bulk(known["person"]).values():
        asked = {"person": person, "moment": Moment.EXIT, "asked_by": operator.workers[0]}
        for _ in range(TOLD):
            told = MostSignificantChange(subject=person.pk, **asked)
            write_sealed(told, organisation=operator.organisation.pk, words="Je ris à nouveau.")
            told.save(force_insert=True)
        Satisfaction.objects.create(**asked, useful=Agreeing.YES)
    return {}


measured_part(Part(("measures",), fill, objects, (Measure, Slider)))
