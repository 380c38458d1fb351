"""Minutes name people: they are met by the State service of the call alone."""

from o2r.core.belt import leave_out, protect, rules, sql_function
from o2r.core.belt.policies import definer

sql_function(
    "o2r_calls_run",
    lambda: definer(
        "o2r_calls_run",
        "at_once text[], settled text[]",
        "uuid[]",
        "SELECT ARRAY(SELECT c.id FROM calls_call c WHERE c.dreets_id = ANY "
        "((SELECT o2r_my_organisations(at_once, settled))::uuid[]))",
    ),
)
protect(
    "selection.Minutes",
    columns=["content"],
    readable=lambda: rules.in_array(
        "call_id", f"o2r_calls_run({rules.words('minutes', 'organisation')})"
    ),
)
_WHO = "n’identifie qu’un compte, dont le nom n’est pas dans la table"
for _label in ("Scenario", "Decision", "ResultsPublication"):
    leave_out(f"selection.{_label}", why=_WHO)
