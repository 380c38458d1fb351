"""How many zones cover each commune: bit-sliced counters over the communes, all at once.

A set of communes is an integer, so thirty-five thousand counters are a few integers too: the plane
``k`` holds the bit ``k`` of every counter. Three sets of the same weight become one set of this
weight and one of the next (a carry-save adder: five operations on whole sets), until one is left
in each plane. Nothing loops over communes before the counts are read out.
"""

import sys
from array import array
from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import TypeVar

Label = TypeVar("Label", bound=Hashable)

_GROUP = 4
_FEW = 4
_LARGEST = 65_535


def union(sets: Iterable[int]) -> int:
    """The communes covered at least once."""
    covered = 0
    for bits in sets:
        covered |= bits
    return covered


def add_up(levels: list[list[int]]) -> list[int]:
    """The planes of the sum. ``levels[k]`` are sets that count for ``2 ** k`` each; emptied."""
    planes = []
    while levels:
        sets, carried = levels.pop(0), levels[0] if levels else []
        while len(sets) > 2:
            kept = sets[len(sets) - len(sets) % 3 :]
            for first, second, third in zip(*[iter(sets)] * 3, strict=False):
                either = first ^ second
                kept.append(either ^ third)
                carried.append(first & second | either & third)
            sets = kept
        if len(sets) == 2:
            carried.append(sets[0] & sets[1])
            sets = [sets[0] ^ sets[1]]
        planes.append(sets[0] if sets else 0)
        if carried and not levels:
            levels.append(carried)
    return planes


def read_out(planes: Sequence[int], width: int) -> "array[int]":
    """The count of each of the ``width`` communes, by position."""
    low, high = _lanes(planes[:8], width), _lanes(planes[8:], width)
    octets = bytearray(2 * width)
    octets[0::2], octets[1::2] = low, high
    counts = array("H")
    counts.frombytes(octets)
    if sys.byteorder == "big":
        counts.byteswap()
    return counts


def _lanes(planes: Sequence[int], width: int) -> bytes:
    """One byte per commune: the number written by up to eight planes.

    The binary text of a plane has one byte per commune already, "0" or "1", most significant
    first: read as a number it has one lane per commune, and lanes add up without carry.
    """
    if not any(planes):
        return bytes(width)
    ones = int.from_bytes(b"\x01" * width, "big")
    total = 0
    for weight, plane in enumerate(planes):
        text = f"{plane:0{width}b}".encode()
        total |= (int.from_bytes(text, "big") & ones) << weight
    return total.to_bytes(width, "little")


def count_by_label(
    sets: Sequence[int], labels: Sequence[Collection[Label]], width: int
) -> "dict[Label, array[int]]":
    """For each label, how many of the sets that bear it hold each commune.

    ``labels[i]`` are the labels of ``sets[i]`` (the publics of a project); ``width`` is the number
    of communes. Raises ``ValueError`` beyond 65,535 sets.
    """
    if len(sets) > _LARGEST:
        raise ValueError(f"{len(sets)} zones : {_LARGEST} au plus dans un seul comptage.")
    known: list[Label] = list(dict.fromkeys(label for some in labels for label in some))
    flag = {label: 1 << rank for rank, label in enumerate(known)}
    masks = [sum([flag[label] for label in set(some)]) for some in labels]
    # Zones with the same labels are added once, for all of these labels. When the combinations are
    # many, they are cut in groups of four labels: fifteen combinations each.
    size = max(1, len(known)) if len(set(masks)) <= _FEW * len(known) else _GROUP
    result = {}
    for start in range(0, len(known), size):
        alike: dict[int, list[int]] = {}
        for bits, mask in zip(sets, masks, strict=True):
            key = mask >> start & (1 << size) - 1
            if key:
                alike.setdefault(key, []).append(bits)
        sums = {key: add_up([members]) for key, members in alike.items()}
        for rank, label in enumerate(known[start : start + size]):
            levels: list[list[int]] = []
            for key, planes in sums.items():
                if key >> rank & 1:
                    levels.extend([] for _ in range(len(planes) - len(levels)))
                    for level, plane in zip(levels, planes, strict=False):
                        level.append(plane)
            result[label] = read_out(add_up(levels), width)
    return result
