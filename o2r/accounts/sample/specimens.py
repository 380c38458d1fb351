"""The protected record in each of the nine relations."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.models import Membership, Team
from o2r.accounts.sample.models import SampleRecord
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock

GROUPS = "identity contact route barriers narrative health justice sealed workload referral".split()
SHARED = ("identity", "contact")


@specimens_of(
    "person-file",
    Relation.ANY,
    Relation.ORGANISATION,
    Relation.TEAM,
    Relation.REFERENT,
    Relation.CO_ACCOMPANYING,
    Relation.PARTNER,
    Relation.REFERRER,
)
def person_file(someone: Somebody, relation: Relation) -> Specimen:
    """A file to which ``someone`` stands in ``relation``, with a text of its own in each group."""
    canaries = {group: f"{group}-{uuid4().hex}" for group in GROUPS}
    record = SampleRecord(
        organisation=someone.elsewhere, referent=someone.stranger, groups=canaries
    )
    if relation in (Relation.ORGANISATION, Relation.TEAM):
        record.organisation = someone.organisation
    if relation is Relation.TEAM:
        record.team = _team_of(someone)
    if relation is Relation.REFERENT:
        record.referent = someone.user
    if relation is Relation.REFERRER:
        record.referrer = someone.user
    if relation is Relation.PARTNER:
        record.partner = someone.organisation
        record.shared_until = clock.today() + timedelta(days=30)
        record.shared = " ".join(SHARED)
    record.save()
    if relation is Relation.CO_ACCOMPANYING:
        record.co_accompanying.add(someone.user)
    made = Specimen({"record": str(record.pk)}, canaries)
    return replace(made, shared=frozenset(SHARED)) if relation is Relation.PARTNER else made


def _team_of(someone: Somebody) -> Team:
    name = f"Équipe {uuid4().hex[:8]}"
    team = Team.objects.create(organisation=someone.organisation, name=name)
    for held in Membership.objects.filter(user=someone.user, organisation=someone.organisation):
        held.teams.add(team)
    return team
