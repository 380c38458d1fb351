"""Alerts: who answers for the organisation, never the person they are about."""

from o2r.core.belt import leave_out, protect, rules, sql_function
from o2r.core.belt.policies import definer

_NOT_ABOUT_ME = rules.sql("about IS NULL OR about <> (SELECT o2r_user())")

sql_function(
    "o2r_my_alerts",
    lambda: definer(
        "o2r_my_alerts",
        "at_once text[], settled text[], all_at_once text[], all_settled text[]",
        "uuid[]",
        # Each call in a sub-query of its own: made once, and not again on each row.
        "SELECT ARRAY(SELECT id FROM watch_alert "
        "WHERE (organisation = ANY ((SELECT o2r_my_organisations(at_once, settled))::uuid[]) "
        "OR (SELECT o2r_holds(all_at_once, all_settled))) "
        "AND (about IS NULL OR about <> (SELECT o2r_user())))",
    ),
)

protect(
    "watch.Alert",
    columns=["about", "evidence"],
    readable=rules.both(
        rules.either(rules.organisation("organisation", "alert"), rules.anywhere("alert")),
        _NOT_ABOUT_ME,
    ),
)
protect(
    "watch.AlertMove",
    columns=["by", "comment"],
    readable=lambda: rules.in_array(
        "alert_id",
        f"o2r_my_alerts({rules.words('alert', 'organisation')}, {rules.words('alert', 'any')})",
    ),
)
_MEMORY = "mémoire des quotas et des règles, en identifiants et empreintes, lue à chaque lecture"
for _label in ("KnownNetwork", "ObservedEvent", "ReadCounter", "RuleMemory"):
    leave_out(f"watch.{_label}", why=_MEMORY)
