"""A call is an act of a service: who published it is all it holds of a person."""

from o2r.core.retention.enums import Ground
from o2r.core.retention.registry import NO_PERSONAL_DATA, Until, declare

for label in ("Call", "CallEnvelope", "Criterion", "RequiredPiece"):
    declare(f"calls.{label}", personal=NO_PERSONAL_DATA)
for label in ("CallVersion", "CallMove"):
    declare(
        f"calls.{label}",
        personal="identifiant du compte qui publie",
        ground=Ground.PUBLIC_INTEREST,
        clock=Until("tant que l’appel est conservé, comme tout acte publié"),
    )
