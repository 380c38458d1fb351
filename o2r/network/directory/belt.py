"""A note is read by the organisation that wrote it, whatever a filter forgets."""

from o2r.core.belt import leave_out, protect, rules

protect(
    "directory.ServiceNote",
    columns=["text"],
    readable=rules.organisation("organisation_id", "service-note"),
)
for _label in ("Structure", "Service", "ServiceReport", "UnmetNeed"):
    leave_out(f"directory.{_label}", why="ne dit rien de personne")
