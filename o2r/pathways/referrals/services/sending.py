"""A referral leaves, once: what was true when it was prepared is checked again."""

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import written
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.calendar_words import long_day
from o2r.core.crypto.services import share
from o2r.pathways.referrals.enums import Channel, ReferralState
from o2r.pathways.referrals.models import Referral
from o2r.pathways.referrals.selectors.reaching import reach
from o2r.pathways.referrals.services.holding import hold, move
from o2r.pathways.referrals.services.preparing import REFER, check_may_leave
from o2r.pathways.referrals.services.telling import tell_structure
from o2r.people.enums import SharedField
from o2r.people.models import Person
from o2r.people.services.holding import touched


@transaction.atomic
def send(*, by: Actor, referral: Referral) -> Referral:
    """Send a draft; sent already, it changes nothing. A refusal keeps the draft.

    Raises NotAllowed; DomainError for a file of which nothing leaves, a service that closed, a
    structure that is reached otherwise since, and an agreement that is over.
    """
    row, file = hold(by=by, referral=referral, act=REFER)
    if row.state not in (ReferralState.DRAFT, ReferralState.CANCELLED):
        return row
    check_may_leave(file)
    _check_service(row)
    _check_way(row, file)
    _check_agreement(row)
    row.sent_at, row.sent_by_id = clock.now(), by.user
    row.counted_from = clock.today()
    move(by=by.author, row=row, to=ReferralState.SENT)
    if row.recipient is not None:
        share(by=by.author, subject=row.pk, from_=row.organisation_id, to=row.recipient.pk)
    tell_structure(row)
    touched(file)
    groups = {SharedField(one).group for one in row.fields}
    written(by, "referral.send", file, "referral", *sorted(groups))
    return row


def _check_service(row: Referral) -> None:
    service = row.service
    if service is None or not service.is_open:
        raise DomainError(
            f"« {row.service_name} » a fermé depuis : l’orientation n’est pas partie, le brouillon "
            "est gardé. Choisissez un autre service."
        )


def _check_way(row: Referral, file: Person) -> None:
    """The structure is reached as it was when the person agreed. Without identity, as it is now."""
    assert row.service is not None  # noqa: S101 — checked before
    reached = reach(row.service, file)
    same = (reached.channel, reached.recipient, reached.mailbox) == (
        *(row.channel, row.recipient, row.mailbox),
    )
    if row.fields and not (same and reached.may_carry):
        raise DomainError(
            f"{row.structure_name} ne se joint plus de la même façon : l’orientation n’est pas "
            "partie, le brouillon est gardé. Reprenez avec la personne ce qui est partagé."
        )
    row.channel, row.recipient, row.mailbox = reached.channel, reached.recipient, reached.mailbox


def _check_agreement(row: Referral) -> None:
    if not row.fields:
        return
    today, over = clock.today(), ""
    if row.channel == Channel.ACCOUNT:
        given = row.agreement
        holds = given is not None and given.is_in_force() and set(row.fields) <= set(given.fields)
        until = given.until if given is not None else None
    else:
        holds, until = row.has_consent(today), row.consent_until
    if holds:
        return
    if until is not None and until < today:
        over = f" (il finissait le {long_day(until)})"
    raise DomainError(
        f"L’accord de la personne n’est plus en vigueur{over} : l’orientation n’est pas partie, le "
        "brouillon est gardé. Redemandez-lui son accord, ou envoyez sans identité.",
        field="share",
    )
