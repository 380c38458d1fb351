"""A pathway is met with the file, and by the operator that carries one of its stages."""

from o2r.core.belt import leave_out, protect, rules, sql_function
from o2r.core.belt.policies import definer
from o2r.core.belt.registry import Rule
from o2r.people.belt import ROLES, TODAY, of_my_people

KIND = "pathway"
sql_function(
    "o2r_pathways_carried",
    lambda: definer(
        "o2r_pathways_carried",
        ROLES,
        "uuid[]",
        "SELECT ARRAY(SELECT w.id FROM pathways_pathwaystage s "
        "JOIN pathways_pathway w ON w.id = s.pathway_id "
        "JOIN people_person p ON p.id = w.person_id "
        "JOIN accounts_organisation o ON o.id = p.organisation_id "
        "JOIN people_agreement a ON a.person_id = p.id AND a.recipient_id = s.organisation_id "
        "WHERE s.organisation_id = ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[]) "
        "AND NOT p.is_protected AND NOT o.is_partitioned AND a.state = 'donne' "
        f"AND a.given_on <= {TODAY} AND a.until >= {TODAY} "
        f"AND s.since <= {TODAY} AND (s.until IS NULL OR s.until >= {TODAY}))",
    ),
)


def of_my_pathways(column: str) -> Rule:
    """The rows of the pathways of which one's organisation carries a stage."""
    return lambda: rules.in_array(
        column, f"o2r_pathways_carried({rules.words(KIND, 'consortium')})"
    )


protect(
    "pathways.Pathway",
    columns=["attention"],
    readable=rules.either(of_my_people("person_id"), of_my_pathways("id")),
)
protect(
    "pathways.Eligibility",
    columns=["evidence", "last_contact_on"],
    readable=of_my_people("person_id"),
)
_RIGHTS = "suit son parcours, dont les droits de lire sont calculés"
for _label in ("PathwayMove", "PathwayPause", "PathwayStage"):
    leave_out(f"pathways.{_label}", why=_RIGHTS)
leave_out("pathways.Derogation", why="chiffrée avec la clé du dossier, lue avec son parcours")
