"""Whether somebody typed may already have a file: a hint, never a decision. Pure; start here.

What a caller keeps for each file, and does when somebody is typed::

    kept = tokens(identity, key)                 # at every change of the identity
    wanted = tokens(typed, key)                  # rows whose token is in it: candidates,
                                                 # those that share most first, MOST at most
    names = counted(typed, key, year)            # rows counted by token: how common the names are
    common = Commonness.of(names, rows, files)
    for file, likeness in rank(typed, candidates, common, files):
        if likeness.probability >= SHOWN_FROM:   # and say why
            str(likeness.reasons[0])             # "prénoms proches : Mohamed / Momo"

``key``: 32 bytes, of one organisation inside an operator; ``shared_tokens`` are for the separate
process between operators, under a key of its own. ``files``: how many the organisation has.
``score`` compares two files alone, and is symmetric. A reason holds the writings of both files in
``values``: its ``text`` alone names nobody.

A file that is protected has no token, and is never a candidate. Nothing is merged here.
"""

from o2r.people.likeness.commonness import Commonness
from o2r.people.likeness.identity import Identity
from o2r.people.likeness.scoring import MOST, SHOWN_FROM, Likeness, rank, score
from o2r.people.likeness.tokens import (
    counted,
    shared_composites,
    shared_digest,
    shared_tokens,
    tokens,
)
from o2r.people.likeness.wording import Reason

__all__ = [
    "MOST",
    "SHOWN_FROM",
    "Commonness",
    "Identity",
    "Likeness",
    "Reason",
    "counted",
    "rank",
    "score",
    "shared_composites",
    "shared_digest",
    "shared_tokens",
    "tokens",
]
