"""Reads a QR code drawn by us, from its modules (ISO/IEC 18004): versions 1 to 8, level M, bytes.

Written apart from the library that draws it. A drawing that is whole needs no correction of errors:
one module out of place and what is read is no longer what was written.
"""

import re
from collections.abc import Callable, Iterator

FORMAT_MASK = 0x5412
LEVEL_M, BYTES = 0, 4
ALIGNED = {2: (18,), 3: (22,), 4: (26,), 5: (30,), 6: (34,), 7: (22, 38), 8: (24, 42)}
BLOCKS = {1: [16], 2: [28], 3: [44], 4: [32, 32], 5: [43, 43]} | {
    6: [27, 27, 27, 27],
    7: [31, 31, 31, 31],
    8: [38, 38, 39, 39],
}
"""Codewords of data in each block."""
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)


def read(svg: str, margin: int = 4) -> str:
    """What an SVG drawing holds."""
    side = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1]) - 2 * margin  # type: ignore[index]
    found = re.findall(r"M(\d+),(\d+)H", svg)
    dark = {(int(y) - margin, int(x) - margin) for x, y in found}
    version = (side - 17) // 4
    level, mask = _format(dark)
    assert level == LEVEL_M
    bits = [
        ((y, x) in dark) != MASKS[mask](y, x)
        for y, x in _path(side)
        if not _is_fixed(y, x, side, version)
    ]
    return _text(_data(_numbers(bits), BLOCKS[version]))


def _format(dark: set[tuple[int, int]]) -> tuple[int, int]:
    down = [(0, 8), (1, 8), (2, 8), (3, 8), (4, 8), (5, 8), (7, 8), (8, 8), (8, 7)]
    places = [*down, (8, 5), (8, 4), (8, 3), (8, 2), (8, 1), (8, 0)]
    said = sum(1 << rank for rank, place in enumerate(places) if place in dark) ^ FORMAT_MASK
    return said >> 13, said >> 10 & 7


def _path(side: int) -> Iterator[tuple[int, int]]:
    """Pairs of columns from the right, upwards then downwards, over the column of timing."""
    upwards = True
    for right in [*range(side - 1, 6, -2), *range(5, 0, -2)]:
        for y in range(side - 1, -1, -1) if upwards else range(side):
            yield from ((y, right), (y, right - 1))
        upwards = not upwards


def _is_fixed(y: int, x: int, side: int, version: int) -> bool:
    """Whether a module belongs to the patterns and not to the data."""
    corners = (y < 9 and (x < 9 or x >= side - 8)) or (y >= side - 8 and x < 9)
    centres = (6, *ALIGNED.get(version, ()))
    last = centres[-1]
    squares = any(
        abs(y - row) < 3 and abs(x - column) < 3
        for row in centres
        for column in centres
        if (row, column) not in ((6, 6), (6, last), (last, 6))
    )
    told = version >= 7 and (
        (y < 6 and side - 12 < x < side - 8) or (x < 6 and side - 12 < y < side - 8)
    )
    return corners or y == 6 or x == 6 or (version > 1 and squares) or told


def _numbers(bits: list[bool]) -> list[int]:
    whole = range(0, len(bits) - len(bits) % 8, 8)
    return [int("".join("01"[bit] for bit in bits[start : start + 8]), 2) for start in whole]


def _data(codewords: list[int], sizes: list[int]) -> list[int]:
    """The blocks one after the other: they were dealt like cards, the short ones first."""
    blocks: list[list[int]] = [[] for _ in sizes]
    dealt = iter(codewords)
    for rank in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if rank < size:
                block.append(next(dealt))
    return [one for block in blocks for one in block]


def _text(data: list[int]) -> str:
    bits = "".join(f"{one:08b}" for one in data)
    assert int(bits[:4], 2) == BYTES
    length = int(bits[4:12], 2)
    read_as = [int(bits[12 + 8 * rank : 20 + 8 * rank], 2) for rank in range(length)]
    return bytes(read_as).decode()
