"""A call in each relation to someone: its State service's, its region's, another's."""

from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.specimens import OTHER_REGION, SAME_REGION, Somebody, Specimen, specimens_of
from o2r.calls.enums import CallState
from o2r.calls.models import Call, Criterion, RequiredPiece
from o2r.core import clock


def call_for(someone: Somebody, relation: Relation, state: CallState = CallState.PUBLISHED) -> Call:
    """A call that receives applications here, open for a week."""
    now, mark = clock.now(), uuid4().hex
    inside = relation in (Relation.TERRITORY, Relation.ORGANISATION)
    opens, closes = now - timedelta(days=2), now + timedelta(days=7)
    return Call.objects.create(
        slug=f"essai-{mark}",
        title=f"Appel {mark}",
        dreets=someone.organisation if relation is Relation.ORGANISATION else someone.elsewhere,
        region=SAME_REGION if inside else OTHER_REGION,
        zone_expression=f"reg:{SAME_REGION}",
        zone_vintage=2026,
        time_zone="UTC",
        opens_on=opens.date(),
        opens_hour=opens.time(),
        closes_on=closes.date(),
        closes_hour=closes.time(),
        receives_here=True,
        state=state,
    )


@specimens_of("call", Relation.ANY, Relation.ORGANISATION, Relation.TERRITORY)
def call(someone: Somebody, relation: Relation) -> Specimen:
    """A draft: what nobody reads but its State service."""
    made = call_for(someone, relation, CallState.DRAFT)
    criterion = Criterion.objects.create(call=made, code="C1", label="Parcours")
    piece = RequiredPiece.objects.create(call=made, code="piece-1", label="Statuts")
    parameters = {
        "call": made.slug,
        "criterion": str(criterion.pk),
        "piece": str(piece.pk),
    }
    return Specimen(parameters, {"*": made.title})
