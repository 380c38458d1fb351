"""Large data that live as long as the process."""

import gc


def keep_for_good() -> None:
    """Take everything now in memory out of the garbage collector's rounds.

    To be called once after large immutable data were read (the geography, an index): the collector
    would otherwise walk their million objects again and again, and pages would stop for it.
    """
    gc.collect()
    gc.freeze()
