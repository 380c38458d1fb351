"""What a rule remembers of one subject: named slots of dated marks, bounded in time and number."""

from datetime import datetime

Mark = tuple[float, str, int]
"""Seconds since 1970, reference of the event, a number."""
Slot = dict[str, Mark]
Memory = dict[str, Slot]

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LARGEST_SLOT = 400


def put(
    memory: Memory, name: str, key: str, *, at: datetime, ref: str, span: float, number: int = 1
) -> Slot:
    """Mark ``key`` in a slot and forget what is older than ``span`` seconds.

    A key marked again moves to the end. Beyond ``LARGEST_SLOT`` marks, the oldest goes.
    """
    slot = memory.setdefault(name, {})
    slot.pop(key, None)
    now = at.timestamp()
    slot[key] = (now, ref, number)
    forget(slot, now - span)
    if len(slot) > LARGEST_SLOT:
        del slot[next(iter(slot))]
    return slot


def forget(slot: Slot, before: float) -> None:
    """Drop the marks older than ``before``. Marks are in the order in which they were put."""
    for key in list(slot):
        if slot[key][0] >= before:
            return
        del slot[key]


def recent(memory: Memory, name: str, *, at: datetime, span: float) -> Slot:
    """The marks of a slot that are not older than ``span`` seconds."""
    slot = memory.get(name, {})
    forget(slot, at.timestamp() - span)
    return slot


def refs(*slots: Slot) -> tuple[str, ...]:
    """References of the events of some slots, oldest first, each one once."""
    marks = sorted(mark for slot in slots for mark in slot.values())
    return tuple(dict.fromkeys(mark[1] for mark in marks))
