"""Counts that leave the operator, without the small ones nor what would give them. Pure.

A count of one to ``least - 1`` people is hidden, and so is what a subtraction would lead to: within
a row (all, women, men, others, sex not written), and down a column, where some rows add up.
"""

from collections.abc import Mapping, Sequence

from o2r.pathways.fse.indicators import MINORITIES, PUBLIC_SERVICES, SMALL_FIRMS

Cells = Sequence[int]
Hidden = list[int | None]
ADDED_UP = (("EECO02", "EECO04", "EECO05"), ("EECO09", "EECO10", "EECO11"))
"""Rows that make a whole that is known: EECO01, or all the sheets."""
CONTAINED = (("EECO02", "EECO03"),)
"""A row and a part of it: their difference is a number of people too."""
NOT_PEOPLE = (PUBLIC_SERVICES, SMALL_FIRMS)


def masked(counts: Mapping[str, Cells | None], *, least: int) -> dict[str, Hidden | None]:
    """The counts by code, ``None`` in place of what is hidden; a row that is not counted stays so.

    Hiding goes on until nothing more follows from what is shown.
    """
    hidden = {
        code: {column for column, many in enumerate(cells) if 0 < many < least}
        for code, cells in counts.items()
        if cells is not None and code not in NOT_PEOPLE
    }
    while any([_hide_rows(counts, hidden), _hide_columns(counts, hidden, least)]):
        pass
    return {
        code: None if cells is None else _told(cells, hidden.get(code, set()))
        for code, cells in counts.items()
    }


def _told(cells: Cells, hidden: set[int]) -> Hidden:
    return [None if column in hidden else many for column, many in enumerate(cells)]


def _hide_rows(counts: Mapping[str, Cells | None], hidden: dict[str, set[int]]) -> bool:
    """When one part of a row alone is hidden, hide the next smallest with it; when the whole is,
    the parts with it. Whether anything was hidden."""
    before = _size(hidden)
    for code, gone in hidden.items():
        cells = counts[code] or ()
        if code == MINORITIES:
            continue
        if 0 in gone:
            gone.update(range(len(cells)))
            continue
        parts = [one for one in gone if one and cells[one]]
        others = [(cells[one], one) for one in range(1, len(cells)) if one not in gone]
        filled = [pair for pair in others if pair[0]]
        if len(parts) == 1:
            # The only part of a whole is the whole.
            gone.add(min(filled)[1] if filled else 0)
    return _size(hidden) > before


def _hide_columns(
    counts: Mapping[str, Cells | None], hidden: dict[str, set[int]], least: int
) -> bool:
    """The same down a column, among the rows that add up, and between a row and a part of it."""
    before = _size(hidden)
    for codes in ADDED_UP:
        known = {code: cells for code in codes if (cells := counts.get(code)) is not None}
        for column in range(5):
            gone = [code for code in known if column in hidden[code] and known[code][column]]
            left = [
                (cells[column], code) for code, cells in known.items() if column not in hidden[code]
            ]
            filled = [pair for pair in left if pair[0]]
            if len(gone) == 1 and filled:
                hidden[min(filled)[1]].add(column)
    for whole, part in CONTAINED:
        all_of, some = counts.get(whole), counts.get(part)
        for column in range(5) if all_of is not None and some is not None else ():
            if all_of and some and 0 < all_of[column] - some[column] < least:
                hidden[part].add(column)
    return _size(hidden) > before


def _size(hidden: Mapping[str, set[int]]) -> int:
    return sum(map(len, hidden.values()))
