"""The funnel: each person once, where they were met first."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from o2r.outreach.funnel import Fact, Line, funnel, total

PEOPLE = [UUID(int=rank) for rank in range(6)]
FACTS = st.lists(
    st.builds(
        Fact,
        group=st.sampled_from(["Gare", "Hôtel"]),
        day=st.integers(0, 40).map(lambda days: date(2026, 1, 1) + timedelta(days=days)),
        seen=st.integers(0, 5),
        people=st.frozensets(st.sampled_from(PEOPLE)),
        is_meeting=st.booleans(),
    ),
    max_size=20,
)


def test_a_person_met_at_two_places_is_counted_at_the_first() -> None:
    first, second = date(2026, 1, 2), date(2026, 1, 9)
    who = frozenset(PEOPLE[:1])
    facts = [
        Fact("Hôtel", second, people=who, is_meeting=True),
        Fact("Gare", first, people=who, is_meeting=True),
        Fact("Gare", first, seen=4),
    ]
    assert {one.group: one.steps for one in funnel(facts, PEOPLE[:1])} == {
        "Gare": (4, 1, 1, 1, 1),
        "Hôtel": (0, 1, 0, 0, 0),
    }


@given(FACTS, st.frozensets(st.sampled_from(PEOPLE)))
def test_no_step_is_larger_than_the_one_before_and_nobody_counts_twice(
    facts: list[Fact], trusting: Iterable[UUID]
) -> None:
    lines = funnel(facts, trusting)
    for line in lines:
        assert line.met >= max(line.again, line.trusting)
    met = {one for fact in facts if fact.is_meeting for one in fact.people}
    whole = total(lines)
    assert isinstance(whole, Line)
    assert whole.met == len(met)
    assert whole.seen == sum(fact.seen for fact in facts)
