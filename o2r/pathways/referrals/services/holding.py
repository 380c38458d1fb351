"""A referral held and moved: the person first, then its row; one row of the log per move."""

from datetime import datetime
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.journal.authors import Author
from o2r.core.journal.services import record
from o2r.pathways.referrals.enums import CLOSED, REFERRAL_MOVES, ReferralState
from o2r.pathways.referrals.models import Referral, ReferralCode, ReferralLink, ReferralMove
from o2r.people.models import Person
from o2r.people.services.holding import held

BY_LINK = "referral-link"
"""The role of whoever holds a link, in the journal: nobody knows who it is."""


def hold(*, by: Actor, referral: Referral, act: str) -> tuple[Referral, Person]:
    """The referral as it is now, for who follows the person: both rows locked, the file first.

    Raises NotAllowed; DomainError for a file where nothing is written any more.
    """
    file = held(by=by, person=referral.person, act=act)
    row = locked(referral.pk)
    row.person = file
    return row, file


def locked(referral: UUID) -> Referral:
    """The row of a referral, locked until the transaction ends."""
    rows = Referral.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("organisation", "recipient", "agreement", "service").get(pk=referral)


def move(*, by: Author, row: Referral, to: ReferralState, by_link: bool = False) -> None:
    """The one way from a state to another, of a locked row; logged.

    Raises DomainError for a move that the table has not.
    """
    left = ReferralState(row.state)
    if to not in REFERRAL_MOVES[left]:
        raise DomainError(
            f"Cette orientation est « {left.label} » : elle ne peut plus devenir « {to.label} ». "
            "Rechargez la page : quelqu’un l’a peut-être changée."
        )
    now = clock.now()
    row.state = to
    row.closed_at = now if to in CLOSED else None
    if to == ReferralState.SEEN:
        row.seen_at = now
    row.save()
    ReferralMove.objects.create(
        referral=row, left=left, reached=to, moved_at=now, moved_by=by.user, by_link=by_link
    )
    if to in CLOSED:
        end_codes(row, now)


def end_codes(row: Referral, now: datetime) -> None:
    """Whatever code was sent opens nothing any more."""
    ReferralCode.objects.filter(referral=row, ended_at=None).update(ended_at=now)


def end_links(row: Referral, now: datetime) -> None:
    """Whatever link was given answers nothing any more, and its codes neither."""
    ReferralLink.objects.filter(referral=row, ended_at=None).update(ended_at=now)
    end_codes(row, now)


def link_author(row: Referral) -> Author:
    """Whoever holds the link of a referral."""
    return Author(None, row.organisation_id, BY_LINK)


def record_by_link(by: Author, action: str, row: Referral, *groups: str) -> None:
    """Journal an act done by a link, in the chain of who sent the referral."""
    record(
        by=by,
        action=action,
        kind=row.access_kind,
        object_id=row.pk,
        organisation=row.chain,
        fields=groups or ("summary",),
    )
