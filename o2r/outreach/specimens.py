"""Meetings, observations and reports, in each relation to someone."""

from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.outreach.enums import ObservationKind
from o2r.outreach.models import DailyReport, Encounter, Observation


@specimens_of("encounter", Relation.ANY, Relation.ORGANISATION)
def encounter(someone: Somebody, relation: Relation) -> Specimen:
    """A meeting that a colleague noted, of a person whom the reader does not follow."""
    ours = relation is Relation.ORGANISATION
    made = Encounter.objects.create(
        organisation=someone.organisation if ours else someone.elsewhere,
        by=someone.stranger,
        kind="rencontre",
        partner_present=f"Partenaire {uuid4().hex}",
    )
    return Specimen(
        {"encounter": str(made.pk), "person": str(uuid4())},
        {"*": made.partner_present},
        whole=frozenset({"outreach:encounter"}),
    )


@specimens_of("daily-report", Relation.ANY, Relation.ORGANISATION)
def daily_report(someone: Somebody, relation: Relation) -> Specimen:
    """What a colleague left of a day."""
    ours = relation is Relation.ORGANISATION
    where = someone.organisation if ours else someone.elsewhere
    before = DailyReport.objects.of_organisation(where.pk).count()
    made = DailyReport.objects.create(
        organisation=where,
        # One a day, and another specimen may have taken today.
        day=clock.today() - timedelta(days=before),
        text=f"Compte rendu {uuid4().hex}",
        written_by=someone.stranger,
        revision=1,
    )
    return Specimen({"report": str(made.pk)}, {"*": made.text})


@specimens_of("observation", Relation.ANY, Relation.ORGANISATION)
def observation(someone: Somebody, relation: Relation) -> Specimen:
    """What a colleague noticed somewhere."""
    ours = relation is Relation.ORGANISATION
    made = Observation.objects.create(
        organisation=someone.organisation if ours else someone.elsewhere,
        kind=ObservationKind.TENSION,
        text=f"Observation {uuid4().hex}",
        by=someone.stranger,
    )
    return Specimen({"observation": str(made.pk)}, {"*": made.text})
