"""Minutes name people: they are met by the State service of the call alone."""

from o2r.core.belt import leave_out, protect, rules

# ``o2r_calls_run`` is written by the readings: the calls of the services that one acts for.
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
