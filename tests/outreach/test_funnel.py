"""The funnel: each person once, where they were met first."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from o2r.outreach.funnel import Counted, Line, Met, called, funnel, total

PEOPLE = [UUID(int=rank) for rank in range(6)]
GROUPS = st.sampled_from(["Gare", "Hôtel"])
DAYS = st.integers(0, 40).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
COUNTED = st.lists(st.builds(Counted, GROUPS, st.integers(0, 5), st.integers(0, 5)), max_size=20)
MET = st.lists(
    st.builds(
        lambda person, group, days, trusts: Met(person, group, min(days), max(days), trusts),
        st.sampled_from(PEOPLE),
        GROUPS,
        st.lists(DAYS, min_size=1, max_size=4),
        st.booleans(),
    ),
    max_size=20,
)


def test_a_person_met_in_two_files_is_counted_where_they_were_met_first() -> None:
    first, second = date(2026, 1, 2), date(2026, 1, 9)
    who = PEOPLE[0]
    met = [Met(who, "Hôtel", second, second), Met(who, "Gare", first, first, trusts=True)]
    counted = [Counted("Hôtel", meetings=1), Counted("Gare", seen=4, meetings=1)]
    assert {one.group: one.steps for one in funnel(counted, met)} == {
        "Gare": (4, 1, 1, 1, 1),
        "Hôtel": (0, 1, 0, 0, 0),
    }


def test_two_groups_of_one_name_make_one_line() -> None:
    counted = [Counted("a", meetings=1), Counted("b", seen=4, meetings=2), Counted("c", meetings=5)]
    names = {"a": "Gare", "b": "Gare", "c": "Hôtel"}
    lines = called(funnel(counted, ()), names.__getitem__)
    assert [(one.group, one.seen, one.meetings) for one in lines] == [
        ("Hôtel", 0, 5),
        ("Gare", 4, 3),
    ]


@given(COUNTED, MET)
def test_no_step_is_larger_than_the_one_before_and_nobody_counts_twice(
    counted: list[Counted], met: list[Met]
) -> None:
    lines = funnel(counted, met)
    for line in lines:
        assert line.met >= max(line.again, line.trusting)
    whole = total(lines)
    assert isinstance(whole, Line)
    assert whole.met == len({one.person for one in met})
    assert whole.seen == sum(one.seen for one in counted)
    assert whole.meetings == sum(one.meetings for one in counted)
    days: dict[UUID, set[date]] = {}
    for one in met:
        days.setdefault(one.person, set()).update((one.first, one.last))
    assert whole.again == sum(len(known) > 1 for known in days.values())
