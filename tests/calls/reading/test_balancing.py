"""Who reads what: loads, conflicts, territories, on drawn tables."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from o2r.calls.reading.balancing import Candidate, Demand, Proposal, propose

DEPARTMENTS = ("01", "38", "63", "69")
SETS = st.frozensets(st.sampled_from(DEPARTMENTS), max_size=2)


@st.composite
def tables(draw, *, conflicts: bool = True):
    readers = [
        Candidate(f"r{rank}", draw(SETS), most=draw(st.none() | st.integers(1, 6)))
        for rank in range(draw(st.integers(2, 6)))
    ]
    if not conflicts:
        readers = [Candidate(one.reader, one.departments) for one in readers]
    names = st.frozensets(st.sampled_from([one.reader for one in readers]), max_size=2)
    demands = [
        Demand(
            f"a{rank:02}",
            draw(st.integers(1, 2)),
            draw(SETS),
            draw(names) if conflicts else frozenset(),
        )
        for rank in range(draw(st.integers(0, 12)))
    ]
    return demands, readers


def loads(proposal: Proposal, readers) -> dict:
    counted = {one.reader: one.load for one in readers}
    for _, reader in proposal.pairs:
        counted[reader] += 1
    return counted


@given(tables(), st.integers(0, 3))
def test_a_reader_in_conflict_is_never_given_the_application(table, seed: int) -> None:
    demands, readers = table
    found = propose(demands, readers, seed=seed)
    barred = {one.application: one.barred for one in demands}
    assert len(set(found.pairs)) == len(found.pairs)
    assert all(reader not in barred[application] for application, reader in found.pairs)
    counted = loads(found, readers)
    assert all(one.most is None or counted[one.reader] <= one.most for one in readers)
    for demand in demands:
        given_to = sum(application == demand.application for application, _ in found.pairs)
        assert given_to + found.missing.get(demand.application, 0) == demand.wanted


@given(tables(conflicts=False), st.integers(0, 3))
def test_without_constraint_loads_differ_by_one_at_most(table, seed: int) -> None:
    demands, readers = table
    found = propose(demands, readers, seed=seed)
    counted = loads(found, readers)
    assert not found.missing
    assert max(counted.values()) - min(counted.values()) <= 1


@given(tables())
def test_what_is_missing_could_not_be_given(table) -> None:
    """An application lacks a reader only when no change of the others would free one."""
    demands, readers = table
    found = propose(demands, readers)
    wanted = sum(one.wanted for one in demands)
    assert len(found.pairs) == wanted - sum(found.missing.values())
    assert len(found.pairs) == _most_pairs(demands, readers)


def _most_pairs(demands, readers) -> int:
    """The largest assignment, by augmenting paths on a plain table: the oracle."""
    held: dict = {one.reader: [] for one in readers}
    room = {one.reader: len(demands) if one.most is None else one.most for one in readers}

    def place(rank: int, demand: Demand, seen: set) -> bool:
        for one in readers:
            reader = one.reader
            here = {name for name, _ in held[reader]}
            if reader in demand.barred or reader in seen or demand.application in here:
                continue
            seen.add(reader)
            if len(held[reader]) < room[reader]:
                held[reader].append((demand.application, rank))
                return True
            for other in list(held[reader]):
                moved = next(one for one in demands if one.application == other[0])
                held[reader].remove(other)
                if place(other[1], moved, seen):
                    held[reader].append((demand.application, rank))
                    return True
                held[reader].append(other)
        return False

    for demand in demands:
        for rank in range(demand.wanted):
            place(rank, demand, set())
    return sum(len(one) for one in held.values())


@given(tables(), st.randoms(), st.integers(0, 3))
def test_the_same_table_gives_the_same_proposal_in_any_order(table, draw, seed: int) -> None:
    demands, readers = table
    again = propose(
        draw.sample(demands, len(demands)), draw.sample(readers, len(readers)), seed=seed
    )
    assert again == propose(demands, readers, seed=seed)


def test_applications_go_to_who_knows_their_departments() -> None:
    readers = [Candidate("isère", frozenset({"38"})), Candidate("rhône", frozenset({"69"}))]
    demands = [
        Demand(f"a{rank}", 1, frozenset({code}))
        for rank, code in enumerate(itertools.islice(itertools.cycle(["38", "69"]), 10))
    ]
    for seed in range(5):
        pairs = dict(propose(demands, readers, seed=seed).pairs)
        assert {pairs[one.application] for one in demands[::2]} == {"isère"}
        assert {pairs[one.application] for one in demands[1::2]} == {"rhône"}


def test_two_hundred_applications_are_given_at_once() -> None:
    readers = [Candidate(f"r{rank:02}", frozenset({DEPARTMENTS[rank % 4]})) for rank in range(30)]
    demands = [
        Demand(
            f"a{rank:03}",
            2,
            frozenset({DEPARTMENTS[rank % 3]}),
            frozenset({f"r{rank % 30:02}", f"r{(rank * 7) % 30:02}"}),
        )
        for rank in range(200)
    ]
    found = propose(demands, readers)
    counted = loads(found, readers)
    assert not found.missing
    assert max(counted.values()) - min(counted.values()) <= 1
