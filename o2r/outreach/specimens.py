"""Meetings, in each relation to someone."""

from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.outreach.models import Encounter


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
