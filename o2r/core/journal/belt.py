"""The journal: added to by everyone, read by who answers for the chain, and by the person."""

from o2r.core.belt import protect, rules
from o2r.core.journal.chain import PLATFORM_CHAIN

protect(
    "journal.JournalEntry",
    columns=["user", "object_id", "reason", "in_place_of"],
    readable=rules.either(
        rules.organisation("chain", "journal"),
        rules.own("user", "own-digest"),
        rules.own("object_id", "own-digest"),
        rules.both(rules.sql(f"chain = '{PLATFORM_CHAIN}'"), rules.anywhere("journal")),
    ),
)
