"""What those who answer for an organisation, or for the platform, may read of the journal."""

from collections.abc import Mapping
from uuid import UUID

from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole
from o2r.accounts.models import User
from o2r.core.journal.enums import Decision
from o2r.core.journal.models import JournalEntry
from o2r.core.journal.sentences import DigestLine, digest_lines

LONGEST_DIGEST = 500


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


def who_saw(user: UUID) -> list[DigestLine]:
    """What others did with the account of a person, by day and organisation; newest first."""
    entries = JournalEntry.objects.filter(object_id=user, decision=Decision.ALLOW)
    others = entries.exclude(user=user).order_by("-at", "chain", "-number")
    return digest_lines(others[:LONGEST_DIGEST])
