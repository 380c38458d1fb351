"""What referrals hold of people: with their file, and erased with it."""

from o2r.core.retention.enums import Ground, SubjectKind
from o2r.core.retention.registry import Follows, declare

PERSON = SubjectKind.PERSON

declare(
    "referrals.Referral",
    personal="vers quel service une personne est orientée, ce qu’elle accepte de dire, la suite",
    ground=Ground.PUBLIC_INTEREST,
    clock=Follows("person"),
    subjects=[PERSON],
)
for _label, _held in (
    ("ReferralWords", "ce qui est écrit pour la structure, chiffré"),
    ("ReferralOpening", "quand ce qui est partagé a été lu sans compte"),
):
    declare(
        f"referrals.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("referral"),
        subjects=[PERSON],
    )
for _label, _held in (
    ("ReferralMove", "identifiant du compte qui note la suite d’une orientation"),
    ("ReferralLink", "empreinte d’un lien donné à une structure"),
    ("ReferralCode", "empreinte d’un code envoyé à une structure"),
):
    declare(
        f"referrals.{_label}",
        personal=_held,
        ground=Ground.PUBLIC_INTEREST,
        clock=Follows("referral"),
    )
