"""Referrals of one person that wait for somebody: nobody answered, or the need is still there."""

from collections.abc import Iterable
from datetime import date

from o2r.pathways.referrals.delays import delays
from o2r.pathways.referrals.enums import FAILED, UNREAD
from o2r.pathways.referrals.models import Referral


def silent(rows: Iterable[Referral], today: date) -> list[Referral]:
    """Those that nobody has answered for as long as it takes to remind somebody."""
    limit = delays().reminder
    return [one for one in rows if one.state in UNREAD and days_silent(one, today) >= limit]


def days_silent(row: Referral, today: date) -> int:
    return (today - row.counted_from).days if row.counted_from else 0


def failed(rows: Iterable[Referral]) -> list[Referral]:
    """Those that failed, without another since."""
    known = list(rows)
    followed = {one.follows_id for one in known}
    return [one for one in known if one.state in FAILED and one.pk not in followed]
