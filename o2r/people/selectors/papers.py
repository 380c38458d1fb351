"""What the papers handed to a person are filled with: what they were told and agreed to."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from o2r.accounts.models import Membership
from o2r.core import clock
from o2r.core.instance import instance
from o2r.core.retention.periods import period
from o2r.people.card_codes import grouped, plain
from o2r.people.enums import AgreementState
from o2r.people.models import Agreement, Person
from o2r.people.papers import Access, Consent, Information, Receipt, SharedSecrecy
from o2r.people.selectors.agreements import agreements_of, told_to


def receipt_of(person: Person, *, contact: str) -> Receipt:
    """All that somebody was told and agreed to, what they stopped included. ``contact``: how to
    reach the team, as the worker wants it written."""
    rows = sorted(agreements_of(person), key=lambda one: (one.number or 0, one.asked_at))
    return Receipt(
        operator=person.organisation.name,
        contact=contact,
        dpo=_dpo(person),
        months_kept=period("person-file", clock.today()).duration.months,
        made_on=clock.today(),
        information=tuple(
            Information(
                given_on=localdate(one.given_at),
                support=one.support,
                language=one.language,
                by=one.given_by.display_name,
            )
            for one in reversed(told_to(person))
        ),
        consents=tuple(_consent(one) for one in rows if one.is_consent and _was_given(one)),
        secrecy=tuple(_secrecy(one) for one in rows if not one.is_consent and _was_said(one)),
    )


def contact_of(person: Person) -> str:
    """How to reach the team, before the worker completes it."""
    who = person.referent
    return "\n".join(filter(None, [who.display_name if who else "", person.organisation.name]))


def access_of(code: str) -> Access:
    """What a card holds, for its code: the square brings it after the « # », which no server sees.

    Raises ValueError when the address of the instance is too long for a card.
    """
    shown = grouped(plain(code))
    link = f"{settings.PUBLIC_URL}{reverse('card:front')}#{shown}"
    return Access(link=link, address=typed_address(), code=shown)


def typed_address() -> str:
    """Where the code of a card is typed: short, without https://."""
    return f"{urlsplit(settings.PUBLIC_URL).netloc}{reverse('card:front').rstrip('/')}"


def _dpo(person: Person) -> str:
    """Who answers for the rights: the data protection officer, else the mailbox of the instance."""
    officers = Membership.objects.current().filter(
        organisation=person.organisation_id, is_dpo=True, user__is_active=True
    )
    first = officers.select_related("user").order_by("approved_at", "pk").first()
    if first is None:
        return settings.DPO_EMAIL or instance().contact_email
    return f"{first.user.display_name}, {first.user.email}"


def _was_given(one: Agreement) -> bool:
    return one.is_in_force() or one.state == AgreementState.WITHDRAWN


def _was_said(one: Agreement) -> bool:
    """Shared, or refused: that the person said no is theirs to keep too."""
    return _was_given(one) or one.state == AgreementState.REFUSED


def _consent(one: Agreement) -> Consent:
    return Consent(
        purpose=one.purpose,
        recipient=one.recipient.name,
        fields=tuple(one.fields),
        given_on=one.given_on or clock.today(),
        until=one.until or clock.today(),
        support=one.channel,
        proof=one.proof,
        stopped_on=localdate(one.withdrawn_at) if one.withdrawn_at else None,
        number=one.number,
    )


def _secrecy(one: Agreement) -> SharedSecrecy:
    if one.is_in_force():
        return SharedSecrecy(
            purpose=one.purpose,
            recipient=one.recipient.name,
            fields=tuple(one.fields),
            since=one.given_on,
            until=one.until,
        )
    said_no = max((move.moved_at for move in one.moves.all()), default=one.asked_at)
    return SharedSecrecy(
        purpose=one.purpose,
        recipient=one.recipient.name,
        fields=tuple(one.fields),
        refused_on=localdate(said_no),
    )
