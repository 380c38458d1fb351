"""Counting coverage with sets of communes: one Python integer per set, no loop over communes.

Pure: works on any integers, whatever the communes behind the bits.
"""

from collections.abc import Iterable


def union(sets: Iterable[int]) -> int:
    """The communes covered by at least one set."""
    covered = 0
    for bits in sets:
        covered |= bits
    return covered


def planes(sets: Iterable[int]) -> list[int]:
    """How many sets hold each commune, written in binary across bitsets.

    Bit ``i`` of plane ``k`` is digit ``k`` of the count of commune ``i``: adding one set is a
    ripple of carries over a few integers, for all communes at once.
    """
    digits: list[int] = []
    for bits in sets:
        carry, rank = bits, 0
        while carry:
            if rank == len(digits):
                digits.append(0)
            digits[rank], carry = digits[rank] ^ carry, digits[rank] & carry
            rank += 1
    return digits


def counts(sets: Iterable[int], width: int) -> list[int]:
    """How many sets hold each of the ``width`` communes."""
    totals = [0] * width
    for rank, bits in enumerate(planes(sets)):
        weight = 1 << rank
        # Formatting in base 2 is the fastest way to read every bit of a large integer.
        for index, digit in enumerate(reversed(f"{bits:0{width}b}")):
            if digit == "1":
                totals[index] += weight
    return totals
