"""What goes with a person, and what a protected file takes back."""

from o2r.core import clock
from o2r.core.crypto.services import destroy
from o2r.core.journal.authors import Author
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.services.holding import end_links


def forget(by: Author, referral: Referral) -> None:
    """Erase a referral with its words, their key first: the structure meets it no more. What nobody
    around answered stays in the register of needs, which never knew whose it was."""
    destroy(by=by, subject=referral.pk)
    referral.delete()


def hide(referral: Referral) -> None:
    """The file becomes protected: links and codes die, the structure meets the referral no more.
    Lifting the protection wakes nothing up: it is sent again, with the person."""
    end_links(referral, clock.now())
    referral.is_hidden = True
    referral.save(update_fields=["is_hidden"])
