"""A referral is met by who follows its person, or by the organisation that received it."""

from o2r.core.belt import leave_out, protect, rules
from o2r.people.belt import of_who_follows

KIND = "referral"

protect(
    "referrals.Referral",
    columns=["theme", "fields", "reason"],
    readable=rules.either(
        of_who_follows("person_id"),
        rules.both(
            rules.organisation("recipient_id", KIND, "partner"),
            # What became of a protected file is told to nobody.
            rules.sql("NOT is_hidden AND state <> 'brouillon'"),
        ),
    ),
)
leave_out(
    "referrals.ReferralWords",
    why="chiffré avec une clé que seuls qui oriente et qui reçoit tiennent",
)
leave_out(
    "referrals.ReferralMove", why="suit son orientation, dont les droits de lire sont calculés"
)
_DIGESTS = "une empreinte et des dates, lues par le secret du lien sans que personne soit connecté"
for _label in ("ReferralLink", "ReferralCode"):
    leave_out(f"referrals.{_label}", why=_DIGESTS)
leave_out("referrals.ReferralOpening", why="une heure et des codes, lus avec l’orientation")
