"""Without an account: a code asked for, sent to the registered mailbox, and what it opens; for who
has no mailbox either, a letter that bears both."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.belt import errand
from o2r.pathways.referrals.enums import Channel, ReferralState
from o2r.pathways.referrals.models import (
    Referral,
    ReferralCode,
    ReferralLink,
    ReferralOpening,
)
from o2r.pathways.referrals.models.referral import SUMMARY
from o2r.pathways.referrals.secrets_of import (
    code_digest,
    is_same,
    one_time_code,
    typed_secret,
)
from o2r.pathways.referrals.selectors.links import live_link, opened_link
from o2r.pathways.referrals.selectors.reading import SharedByLink, opens, read_shared
from o2r.pathways.referrals.services.holding import (
    hold,
    link_author,
    locked,
    move,
    record_by_link,
)
from o2r.pathways.referrals.services.preparing import check_may_leave
from o2r.pathways.referrals.services.telling import address_of, mail_code, new_link
from o2r.pathways.rules import number
from o2r.people.services.holding import touched

QUIET = timedelta(minutes=2)
"""A code asked again so soon is not sent twice: the first one is on its way."""


@transaction.atomic
@errand("referral")
def ask_code(*, secret: str) -> bool | None:
    """Send a code to the registered mailbox, if there is something to open. None when no link
    answers any more; False when nothing was sent, which the page does not say."""
    link = live_link(secret)
    if link is None:
        return None
    row = locked(link.referral_id)
    if row.channel != Channel.MAIL or not row.mailbox or not opens(row, link):
        return False
    now = clock.now()
    codes = ReferralCode.objects.live(now, number("referral-code-tries")).filter(referral=row)
    if codes.filter(made_at__gt=now - QUIET).exists():
        return False
    mail_code(row, _new_code(row, link, openings=1))
    record_by_link(link_author(row), "referral.code", row)
    return True


@transaction.atomic
@errand("referral")
def open_by_code(*, secret: str, code: str) -> ReferralLink | None:
    """The link that a code opens, for a few minutes; None for a wrong code, one that has served or
    was tried too often, and when nothing is shared any more: all the same, as slowly."""
    link = live_link(secret)
    if link is None:
        return None
    row, now = locked(link.referral_id), clock.now()
    live = ReferralCode.objects.live(now, number("referral-code-tries"))
    codes = list(live.filter(referral=row).select_for_update(no_key=True).order_by("made_at", "pk"))
    digest = code_digest(row.pk, code)
    found = [one for one in codes if is_same(one.digest, digest)]
    if not found:
        # As long when there is none.
        is_same(digest, code_digest(row.pk, ""))
        keys = [one.pk for one in codes]
        ReferralCode.objects.filter(pk__in=keys).update(failed_tries=F("failed_tries") + 1)
        return None
    if not opens(row, link):
        return None
    ReferralCode.objects.filter(pk=found[0].pk).update(openings_left=F("openings_left") - 1)
    if row.state == ReferralState.SENT:
        move(by=link_author(row), row=row, to=ReferralState.SEEN, by_link=True)
    return link


@transaction.atomic
@errand("referral")
def read_opened(*, secret: str, key: str) -> SharedByLink | None:
    """What was agreed, as it stands now, for who has typed the code; each reading is journaled.

    ``key``: of the link that the code has opened. None when nothing is shared any more.
    """
    link = opened_link(secret, key)
    if link is None or not opens(link.referral, link):
        return None
    row = link.referral
    groups = sorted(row.open_groups() - {SUMMARY})
    ReferralOpening.objects.create(referral=row, groups=groups)
    record_by_link(link_author(row), "referral.open", row, *groups)
    return read_shared(row)


@transaction.atomic
def make_letter(*, by: Actor, referral: Referral) -> tuple[Referral, str, str]:
    """Print the letter of a referral: the address and, if something is shared, the code, which are
    nowhere else. Those of a former letter still serve. Raises NotAllowed, DomainError."""
    row, file = hold(by=by, referral=referral, act="imprimer cette lettre")
    check_may_leave(file)
    if row.channel == Channel.ACCOUNT or not row.is_under_way:
        raise DomainError(
            "Il n’y a pas de lettre à imprimer : cette structure répond dans son espace, ou "
            "l’orientation est close."
        )
    secret, digest = typed_secret()
    link = new_link(row, digest)
    openings = number("referral-letter-openings")
    code = _new_code(row, link, openings=openings) if opens(row, link) else ""
    touched(file)
    written(by, "referral.letter", file, "referral")
    return row, address_of(secret), code


def _new_code(row: Referral, link: ReferralLink, *, openings: int) -> str:
    code = one_time_code()
    zone = ZoneInfo(row.organisation.time_zone)
    until = datetime.combine(link.reads_until + timedelta(days=1), time(), tzinfo=zone)
    ReferralCode.objects.create(
        referral=row, digest=code_digest(row.pk, code), until=until, openings_left=openings
    )
    return code
