"""Who must know what becomes of an award: declared by the apps above, in ``award_followers.py``.

::

    @follows_awards
    def reopen(by: Actor, award: UUID, reference: str, reason: str) -> None:
        \"\"\"The application that was contracted waits for another convention.\"\"\"
"""

from collections.abc import Callable
from uuid import UUID

from o2r.accounts.actors import Actor

Follower = Callable[[Actor, UUID, str, str], None]
_followers: list[Follower] = []


def follows_awards(follower: Follower) -> Follower:
    """Call ``follower`` too, from now on: by whom, the ``source`` of the award, the reference of
    its convention, why it is given up."""
    _followers.append(follower)
    return follower


def award_given_up(by: Actor, award: UUID, reference: str, reason: str) -> None:
    """Tell that the convention of an award will never be signed, in the transaction of the act."""
    for follower in _followers:
        follower(by, award, reference, reason)
