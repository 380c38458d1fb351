"""Decisions are acts of the State; the minutes alone name people."""

from django.db.models import F

from o2r.core.retention.enums import Ground
from o2r.core.retention.registry import NO_PERSONAL_DATA, Follows, Since, Until, declare

for label in ("Room", "Choice", "Letter"):
    declare(f"selection.{label}", personal=NO_PERSONAL_DATA)
for label, held in (
    ("Scenario", "identifiant du compte qui l’écrit"),
    ("ResultsPublication", "identifiant du compte qui choisit l’heure"),
):
    declare(
        f"selection.{label}",
        personal=held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Until("tant que l’appel est conservé, comme tout acte publié"),
    )
declare(
    "selection.Decision",
    personal="identifiant du compte qui l’écrit et la confirme",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("application"),
)
declare(
    "selection.Minutes",
    personal="nom et fonction des membres présents, et qui s’est retiré",
    ground=Ground.PUBLIC_INTEREST,
    clock=Since(F("call__closes_at"), "la clôture de l’appel"),
    period="application",
)
