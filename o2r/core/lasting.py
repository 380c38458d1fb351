"""Large data that live as long as the process."""

import gc

# A page makes some thousands of objects and almost no cycle: collecting every 700 (the default)
# costs a tenth of its time for nothing.
OBJECTS_BEFORE_A_ROUND = 20_000


def keep_for_good() -> None:
    """Take everything now in memory out of the garbage collector's rounds.

    To be called once after large immutable data were read (the geography, an index): the collector
    would otherwise walk their million objects again and again, and pages would stop for it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_A_ROUND, 20, 20)
