"""Referrals, what became of them, and what opens them without an account."""

from o2r.pathways.referrals.models.links import ReferralCode, ReferralLink, ReferralOpening
from o2r.pathways.referrals.models.referral import Referral, ReferralMove, ReferralWords

__all__ = [
    "Referral",
    "ReferralCode",
    "ReferralLink",
    "ReferralMove",
    "ReferralOpening",
    "ReferralWords",
]
