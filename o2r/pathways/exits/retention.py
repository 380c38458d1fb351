"""Where people went, and what became of them: kept as long as their file."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, declare

for _label, _held in (
    ("Exit", "où va une personne à la fin du parcours ; qui l’accompagne ensuite, chiffré"),
    ("FollowUpSituation", "ce que devient une personne trois et six mois après, en codes"),
):
    declare(
        f"exits.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("person"),
        subjects=[SubjectKind.PERSON],
    )
