from o2r.core.notifications import kinds

CHANGED = kinds.declare(
    "call-changed",
    label="Un appel à projets auquel je réponds est modifié",
    # Someone who does not know that the date has moved loses three months of work.
    compulsory=True,
)
