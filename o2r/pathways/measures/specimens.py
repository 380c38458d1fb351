"""What a person answered, read with their file alone."""

from dataclasses import replace
from decimal import Decimal

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core.crypto.fields import write_sealed
from o2r.pathways.measures.enums import Agreeing, Dimension, Moment, Outcome
from o2r.pathways.measures.models import (
    Measure,
    MeasureAnswers,
    MostSignificantChange,
    Satisfaction,
    Slider,
)
from o2r.people.models import Person
from o2r.people.specimens import followed_person


@specimens_of(
    "person-file",
    *(Relation.ANY, Relation.ORGANISATION, Relation.TEAM, Relation.REFERENT),
    *(Relation.CO_ACCOMPANYING, Relation.PARTNER, Relation.EMERGENCY),
    parameter="measure",
)
def person_asked(someone: Somebody, relation: Relation) -> Specimen:
    """A person who answered a scale, the réglettes, and said what has changed."""
    file = followed_person(someone, relation)
    person = Person.objects.get(pk=file.parameters["person"])
    asked = {"person": person, "moment": Moment.ENTRY, "asked_by": someone.stranger}
    measure = Measure.objects.create(
        **asked,
        scale="fasku3",
        scale_version="2021",
        outcome=Outcome.ANSWERED,
        score=Decimal("3.67"),
    )
    slider = Slider.objects.create(**asked, dimension=Dimension.TIES, value=4)
    opinion = Satisfaction.objects.create(**asked, useful=Agreeing.YES)
    answers = MeasureAnswers(subject=person.pk, person=person, measure=measure)
    told = MostSignificantChange(subject=person.pk, **asked)
    for row, texts in ((answers, {"items": "[3, 4, 4]"}), (told, {"words": "mots"})):
        write_sealed(row, organisation=person.organisation_id, **texts)
        row.save(force_insert=True)
    rows = (measure, slider, opinion, answers, told)
    return replace(file, rows=file.rows | {str(one.pk): relation for one in rows})
