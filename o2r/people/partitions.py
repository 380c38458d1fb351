"""What of people leaves an organisation by agreements, taken back when it becomes partitioned."""

from uuid import UUID

from o2r.accounts.outlets import outlet
from o2r.people.selectors.agreements import open_to_others
from o2r.people.services import end_with_others


def _count(organisation: UUID) -> int:
    return open_to_others(organisation).count()


outlet("agreements", "accords avec une autre organisation", count=_count, close=end_with_others)
