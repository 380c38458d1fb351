"""To whom a stage of a pathway may be given."""

from django.db.models import Q

from o2r.accounts.models import Organisation
from o2r.accounts.models.organisations import OrganisationQuerySet
from o2r.core import clock
from o2r.pathways.models import Pathway
from o2r.people.models import Agreement


def operators_for(pathway: Pathway) -> OrganisationQuerySet:
    """The operators that may carry a stage: the one of the file, and those to which the person
    agrees; of the project, when the pathway is of one. In order of their names."""
    agreed = Agreement.objects.in_force(clock.today()).filter(person=pathway.person_id)
    rows = Organisation.objects.filter(
        Q(pk=pathway.organisation_id) | Q(pk__in=agreed.values("recipient"), is_partitioned=False)
    )
    if pathway.project is not None:
        bearing = Q(pk=pathway.project.bearer_id) | Q(partnerships__project=pathway.project)
        rows = rows.filter(bearing | Q(pk=pathway.organisation_id)).distinct()
    return rows.order_by("name", "pk")
