"""The delays of a referral in force today: ``data/pathways/rules.csv`` (provisoire)."""

from datetime import date, timedelta

from o2r.pathways.referrals.loop import Delays
from o2r.pathways.rules import number


def delays() -> Delays:
    """Reminder, silence and closing of the loop, in days."""
    return Delays(
        reminder=number("referral-reminder-days"),
        silence=number("referral-silence-days"),
        closing=number("referral-closing-days"),
    )


def closes_on(since: date) -> date:
    """The day on which the loop is closed at the latest."""
    return since + timedelta(days=number("referral-closing-days"))


def reads_until(since: date) -> date:
    """The last day on which a code opens what was agreed, without an account."""
    return since + timedelta(days=number("referral-code-days"))


def agreed_until(day: date) -> date:
    """The last day of what a person agrees to tell for one referral."""
    return day + timedelta(days=number("referral-agreement-days"))
