"""The protected record in each of the nine relations."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.models import Membership, Team
from o2r.accounts.sample.services import open_record
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.journal.authors import Author

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
    parameter="record",
)
def person_file(someone: Somebody, relation: Relation) -> Specimen:
    """A file to which ``someone`` stands in ``relation``, with a text of its own in each group."""
    canaries = {group: f"{group}-{uuid4().hex}" for group in GROUPS}
    record = open_record(
        by=Author.system("specimen"),
        texts=canaries,
        # A key opens nothing by itself: the policy decides, and is what is measured here.
        readers=[someone.organisation.pk],
        **_standing(someone, relation),
    )
    if relation is Relation.CO_ACCOMPANYING:
        record.co_accompanying.add(someone.user)
    made = Specimen({"record": str(record.pk)}, canaries)
    return replace(made, shared=frozenset(SHARED)) if relation is Relation.PARTNER else made


def _standing(someone: Somebody, relation: Relation) -> dict[str, Any]:
    """The columns of the record that make the relation."""
    columns: dict[str, Any] = {"organisation": someone.elsewhere, "referent": someone.stranger}
    match relation:
        case Relation.ORGANISATION:
            columns |= {"organisation": someone.organisation}
        case Relation.TEAM:
            columns |= {"organisation": someone.organisation, "team": _team_of(someone)}
        case Relation.REFERENT:
            columns |= {"referent": someone.user}
        case Relation.REFERRER:
            columns |= {"referrer": someone.user}
        case Relation.PARTNER:
            columns |= {
                "partner": someone.organisation,
                "shared_until": clock.today() + timedelta(days=30),
                "shared": " ".join(SHARED),
            }
    return columns


def _team_of(someone: Somebody) -> Team:
    name = f"Équipe {uuid4().hex[:8]}"
    team = Team.objects.create(organisation=someone.organisation, name=name)
    for held in Membership.objects.filter(user=someone.user, organisation=someone.organisation):
        held.teams.add(team)
    return team
