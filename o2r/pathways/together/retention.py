from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, declare

for _label, _held in (
    ("CareMember", "qui accompagne une personne, dans quel rôle, jusqu’à quand"),
    ("OutsideName", "nom d’un professionnel sans compte qui accompagne une personne, chiffré"),
    ("Meeting", "qui s’est réuni autour d’une personne, et ce qui s’est dit, chiffré"),
    ("Obligation", "ce qui est demandé à une personne ou pour elle, chiffré, et pour quel jour"),
    ("TogetherMove", "identifiant du compte qui change le groupe d’une personne"),
):
    declare(
        f"together.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("person"),
        subjects=[SubjectKind.PERSON],
    )
