"""How a service is reached: in its space, by a link sent to its mailbox, or by a letter."""

from dataclasses import dataclass

from o2r.accounts.models import Organisation
from o2r.network.directory.models import Service
from o2r.pathways.referrals.enums import Channel
from o2r.people.models import Person
from o2r.people.selectors.agreements import is_recipient


@dataclass(frozen=True)
class Reached:
    """By what a referral leaves today. ``may_carry``: whether who the person is may travel so: in
    an account, to a mailbox that somebody checked, or on paper handed over."""

    channel: Channel
    recipient: Organisation | None = None
    mailbox: str = ""
    may_carry: bool = True


def reach(service: Service, person: Person) -> Reached:
    """The surest way to a service for this person: an account, a mailbox, a letter."""
    structure = service.structure
    account = structure.organisation
    if account is not None and is_recipient(account, person):
        return Reached(Channel.ACCOUNT, account)
    if structure.mailbox:
        checked = bool(structure.contact_mail)
        return Reached(Channel.MAIL, mailbox=structure.mailbox, may_carry=checked)
    return Reached(Channel.LETTER)
