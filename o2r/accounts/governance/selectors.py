"""What those who answer for an organisation, or for the platform, may read of the journal."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.governance.words import membership_lists
from o2r.accounts.models import Membership, User
from o2r.core.belt import errand
from o2r.core.journal.enums import Decision
from o2r.core.journal.models import JournalEntry
from o2r.core.journal.selectors import Entries, by_day
from o2r.core.journal.sentences import DigestLine, digest_lines

LONGEST_DIGEST = 500
LISTS = ("list", "search", "export", "share")


def chain_of(actor: Actor) -> UUID | None:
    """Whose journal this person reads: their organisation's; the platform's (None) for who runs it.

    Raises LookupError for someone who acts for nobody: None would open the platform's chain.
    """
    if actor.has(MembershipRole.PLATFORM_MANAGER):
        return None
    if actor.organisation is None:
        raise LookupError("Someone who acts for no organisation answers for no journal.")
    return actor.organisation


def people_of(actor: Actor) -> Mapping[UUID, str]:
    """Names of those whose acts may be looked for: who works, or worked, in the organisation."""
    people = User.objects.filter(memberships__organisation=actor.organisation).distinct()
    return dict(people.order_by("display_name", "pk").values_list("pk", "display_name"))


@errand("rights")
def who_saw(user: UUID) -> list[DigestLine]:
    """What others did with the account of a person, by day and organisation; newest first.

    Their account, each place where they work or worked, and the lists of people read there
    meanwhile. An errand: an account no longer reaches the organisation that it has left, but its
    right of access (GDPR, art. 15) covers what was done there.
    """
    held = list(Membership.objects.filter(user=user).order_by("pk"))
    told = [*_on_the_account(user, held), *_in_lists(user, held)]
    return sorted(told, key=lambda line: line.day, reverse=True)


def _on_the_account(user: UUID, held: Sequence[Membership]) -> list[DigestLine]:
    known = [user, *(one.pk for one in held)]
    entries = _by_others(user).filter(object_id__in=known).order_by("-at", "chain", "-number")
    return digest_lines(entries[:LONGEST_DIGEST])


def _in_lists(user: UUID, held: Sequence[Membership]) -> list[DigestLine]:
    """A list says how many it shows, not whom: whoever was a member then was in it."""
    during = Q(pk__in=())
    for one in held:
        here = Q(chain=one.organisation_id, at__gte=one.created_at)
        during |= here & Q(at__lt=one.ended_at) if one.ended_at else here
    entries = _by_others(user).filter(during, kind="membership", object_id=None, action__in=LISTS)
    return membership_lists(by_day(entries)[:LONGEST_DIGEST])


def _by_others(user: UUID) -> Entries:
    return JournalEntry.objects.filter(decision=Decision.ALLOW).exclude(user=user)
