"""What was said and planned with a person is met with their file."""

from o2r.core.belt import leave_out, protect
from o2r.people.belt import of_my_people

for _label, _columns in (
    ("Diagnosis", ["summary", "hard_to_say"]),
    ("BarrierScore", ["by_person", "by_professional", "situations", "words"]),
    ("Strength", ["code", "words"]),
    ("Objective", ["code", "words", "barrier"]),
    ("PlanAction", ["code", "words", "partner"]),
):
    protect(f"diagnosis.{_label}", columns=_columns, readable=of_my_people("person_id"))
for _label in ("DiagnosisMove", "ObjectiveMove", "PlanActionMove"):
    leave_out(
        f"diagnosis.{_label}",
        why="un état, un jour et un compte : rien de la personne, sans sa ligne",
    )
