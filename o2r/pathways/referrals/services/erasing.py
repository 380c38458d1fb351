"""What goes with a person: the words, their key, and whatever opened something. That somebody was
sent to a service, and what became of it, stays a figure of nobody."""

from o2r.core import clock
from o2r.core.crypto.services import destroy
from o2r.core.journal.authors import Author
from o2r.pathways.referrals.models import (
    Referral,
    ReferralCode,
    ReferralLink,
    ReferralOpening,
    ReferralWords,
)
from o2r.pathways.referrals.services.holding import end_links


def forget(by: Author, referral: Referral) -> None:
    """Erase what a referral says of somebody: the structure meets it no more."""
    destroy(by=by, subject=referral.pk)
    for model in (ReferralWords, ReferralOpening, ReferralCode, ReferralLink):
        model.objects.filter(referral=referral).delete()
    referral.is_hidden = True
    referral.agreement = None
    referral.save(update_fields=["is_hidden", "agreement"])


def hide(referral: Referral) -> None:
    """The file becomes protected: links and codes die, the structure meets the referral no more.
    Lifting the protection wakes nothing up: it is sent again, with the person."""
    end_links(referral, clock.now())
    referral.is_hidden = True
    referral.save(update_fields=["is_hidden"])
