"""Names of members: for the State service of the région, and who works where the member does."""

from o2r.core.belt import protect, rules, sql_function
from o2r.core.belt.policies import definer
from o2r.core.belt.registry import Rule

KIND = "committee-member"
_ROLES = "at_once text[], settled text[]"

sql_function(
    "o2r_my_committees",
    lambda: definer(
        "o2r_my_committees",
        _ROLES,
        "uuid[]",
        # A State service without a région answers for all of them.
        "SELECT ARRAY(SELECT i.id FROM committees_instance i "
        "JOIN accounts_organisation o ON o.id = o2r_organisation() "
        "WHERE (o.region = '' OR o.region = i.region) AND (SELECT o2r_holds(at_once, settled)))",
    ),
)
sql_function(
    "o2r_my_seats",
    lambda: definer(
        "o2r_my_seats",
        f"{_ROLES}, own_at_once text[], own_settled text[]",
        "uuid[]",
        "SELECT ARRAY(SELECT s.id FROM committees_seat s "
        "WHERE s.instance_id = ANY ((SELECT o2r_my_committees(at_once, settled))::uuid[]) "
        "OR s.organisation_id "
        "= ANY ((SELECT o2r_my_organisations(own_at_once, own_settled))::uuid[]))",
    ),
)


def _my_committees() -> Rule:
    return lambda: rules.in_array(
        "instance_id", f"o2r_my_committees({rules.words(KIND, 'territory')})"
    )


def _my_seats() -> Rule:
    return lambda: rules.in_array(
        "seat_id",
        f"o2r_my_seats({rules.words(KIND, 'territory')}, {rules.words(KIND, 'organisation')})",
    )


protect(
    "committees.Seat",
    columns=["name", "email"],
    readable=rules.either(_my_committees(), rules.organisation("organisation_id", KIND)),
)
protect("committees.Attendance", columns=["is_present"], readable=_my_seats())
