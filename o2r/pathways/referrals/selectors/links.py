"""What a link opens: the same answer for one that is unknown, too old or closed."""

from o2r.core import clock
from o2r.core.belt import errand
from o2r.pathways.referrals.models import ReferralLink
from o2r.pathways.referrals.secrets_of import link_digest


@errand("referral")
def live_link(secret: str) -> ReferralLink | None:
    """The link in service that a secret opens, with its referral. One query, whatever it finds."""
    rows = ReferralLink.objects.live(clock.today()).select_related(
        "referral__organisation", "referral__agreement"
    )
    return rows.filter(digest=link_digest(secret)).order_by("pk").first()


@errand("referral")
def opened_link(secret: str, key: str) -> ReferralLink | None:
    """The same, when a code has opened it: ``key`` is what the session kept."""
    link = live_link(secret)
    return link if link is not None and str(link.pk) == key else None
