"""Deadlines, presences and differences, in words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.calls.applications.deadlines import (
    day_in_words,
    edge_in_words,
    left_in_words,
    step_due,
)
from o2r.calls.applications.differences import LONGEST, difference
from o2r.calls.applications.presence import sentence
from o2r.calls.phases import Edge
from o2r.core.calendar_words import hour_in_words


def test_a_deadline_is_said_in_the_hour_of_its_service() -> None:
    edge = Edge(date(2024, 8, 30), time(15), "Indian/Reunion")
    assert edge_in_words(edge) == "30\u00a0août 2024 à 15\u00a0h (heure de La Réunion)"
    assert edge_in_words(Edge(date(2024, 8, 30), None, "Europe/Paris")) == ""


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (time(18), "18\u00a0h"),
        (time(23, 59), "23\u00a0h\u00a059"),
        (time(9, 5), "9\u00a0h\u00a005"),
        (time(23, 59, 59), "23\u00a0h\u00a059\u00a0min\u00a059\u00a0s"),
    ],
)
def test_hours_are_said_as_people_say_them(hour: time, said: str) -> None:
    assert hour_in_words(hour) == said


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert day_in_words(datetime(2025, 8, 1, tzinfo=UTC)) == "1er\u00a0août 2025"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=3, hours=4, minutes=5), "3\u00a0jours et 4\u00a0heures"),
        (timedelta(days=1), "1\u00a0jour"),
        (timedelta(days=2, minutes=5), "2\u00a0jours et 5\u00a0minutes"),
        (timedelta(hours=1, minutes=1), "1\u00a0heure et 1\u00a0minute"),
        (timedelta(minutes=59, seconds=59), "59\u00a0minutes"),
        (timedelta(seconds=59), "moins d’une minute"),
    ],
)
def test_what_is_left_is_said_in_two_units(left: timedelta, said: str) -> None:
    assert left_in_words(left) == said


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_the_nearest_step_is_due(left: timedelta) -> None:
    step = step_due(left)
    if left <= timedelta(0) or left > timedelta(days=7):
        assert step == ""
    elif left > timedelta(hours=48):
        assert step == "7d"
    else:
        assert step == ("48h" if left > timedelta(hours=3) else "3h")


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_a_difference_holds_both_texts(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(p.text for p in pieces if p.kind != "removed") == after
    if before == after:
        assert {piece.kind for piece in pieces} <= {"same"}


def test_long_texts_are_compared_by_line() -> None:
    before = "ligne\n" * (LONGEST // 10)
    pieces = difference(before, before + "fin")
    assert [piece.kind for piece in pieces] == ["same", "added"]


def test_presences_are_said() -> None:
    assert sentence([]) == ""
    assert sentence(["Ana"]) == "Ana modifie cette section."
    assert sentence(["Ana", "Omar", "Lou"]) == "Ana, Omar et Lou modifient cette section."
