"""Lists of pathways: where each stands, without a narrative."""

from django.db.models import Prefetch, Q

from o2r.accounts.actors import Actor
from o2r.pathways.enums import PathwayState
from o2r.pathways.models import Pathway
from o2r.pathways.models.pathway import PathwayQuerySet
from o2r.people.models import Person
from o2r.projects.models import FundedProject
from o2r.projects.models.project import FundedProjectQuerySet


def projects_of(actor: Actor) -> FundedProjectQuerySet:
    """The projects that one's organisation carries or takes part in, by title."""
    here = actor.organisation
    rows = FundedProject.objects.filter(Q(bearer=here) | Q(partnerships__organisation=here))
    return rows.distinct().order_by("title", "pk")


def pathways_listed(state: PathwayState | None) -> PathwayQuerySet:
    """Those of a state, or all those that are not closed, the longest in their state first."""
    rows = Pathway.objects.filter(state=state) if state else Pathway.objects.unfinished()
    people = Person.objects.select_related("identity", "organisation", "referent")
    people = people.bring("agreements", "follow_ups", "emergency_openings").order_by("pk")
    rows = rows.select_related("organisation").bring("stages").order_by("state_since", "pk")
    return rows.prefetch_related(Prefetch("person", queryset=people))
