"""The judge of the storms sees what a storm may do wrong, from what candidates read."""

from typing import Any

import pytest

from o2r.calls.applications.measured_oracle import Account, judge
from o2r.calls.applications.measured_runs import Run, crescendo, spread

T = 1_788_087_600.0


def sent(at: float, outcome: str, **changes: Any) -> dict[str, Any]:
    line = {
        "what": "submit",
        "application": "a",
        "opened": None,
        "at": at,
        "sent": at,
        "stamp": at,
        "received": at + 0.5,
        "status": 500 if outcome == "error" else 200,
        "outcome": outcome,
    }
    return line | changes


def kept(*arrived: float, verified: bool = True) -> dict[str, Any]:
    submissions = [
        {"arrived": one, "verified": verified, "number": rank}
        for rank, one in enumerate(arrived, start=1)
    ]
    return {"application": "a", "submissions": submissions, "tickets": []}


def account(*lines: dict[str, Any], found: list[dict[str, Any]], stamped: bool = True) -> Account:
    return judge(lines, found, closes_at=T, stamped=stamped)


def wrongs(one: Account) -> set[str]:
    names = ("lost", "doubled", "misjudged", "false_receipts")
    return {name for name in names if getattr(one, name)}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([sent(T - 1, "receipt")], [kept(T - 1)]),
        ([sent(T, "late")], []),
        ([sent(T - 1, "queue"), sent(T - 1, "queue")], [kept(T - 1)]),
        ([sent(T + 60, "receipt", opened=T - 10)], [kept(T + 60)]),
        ([sent(T + 60, "late", opened=T)], []),
        ([sent(T + 1000, "late", opened=T - 10)], []),
        # Cut before an answer: recorded or not, nobody was told anything.
        ([sent(T - 1, "cut", status=0)], []),
        ([sent(T - 1, "cut", status=0)], [kept(T - 1)]),
    ],
)
def test_what_is_right_is_not_held_against_anyone(
    lines: list[dict[str, Any]], found: list[dict[str, Any]]
) -> None:
    assert wrongs(account(*lines, found=found)) == set()


@pytest.mark.parametrize(
    ("lines", "found", "wrong"),
    [
        ([sent(T - 1, "receipt")], [], "lost"),
        ([sent(T - 1, "queue")], [], "lost"),
        ([sent(T - 1, "receipt")], [kept(T - 1, T - 1)], "doubled"),
        ([sent(T - 0.001, "late")], [], "misjudged"),
        ([sent(T, "receipt")], [kept(T)], "misjudged"),
        ([sent(T, "cut", status=0)], [kept(T)], "misjudged"),
        ([sent(T + 60, "late", opened=T - 10)], [], "misjudged"),
        ([sent(T + 60, "receipt", opened=T)], [kept(T + 60)], "misjudged"),
        ([sent(T + 1000, "receipt", opened=T - 10)], [kept(T + 1000)], "misjudged"),
        ([sent(T - 1, "receipt")], [kept(T - 30)], "misjudged"),
        ([], [kept(T - 1)], "misjudged"),
        ([sent(T - 1, "receipt")], [kept(T - 1, verified=False)], "false_receipts"),
    ],
)
def test_each_wrong_is_seen(
    lines: list[dict[str, Any]], found: list[dict[str, Any]], wrong: str
) -> None:
    assert wrong in wrongs(account(*lines, found=found))


def test_without_a_stamp_only_what_is_wholly_on_one_side_is_judged() -> None:
    across = sent(T - 0.1, "late")
    assert wrongs(account(across, found=[], stamped=False)) == set()
    before = sent(T - 1, "late")
    assert wrongs(account(before, found=[], stamped=False)) == {"misjudged"}
    after = sent(T, "receipt")
    assert wrongs(account(after, found=[kept(T + 0.2)], stamped=False)) == {"misjudged"}


def test_a_number_given_twice_is_a_double() -> None:
    second = kept(T - 1) | {"application": "b"}
    lines = [sent(T - 1, "receipt"), sent(T - 1, "receipt", application="b")]
    assert wrongs(account(*lines, found=[kept(T - 1), second])) == {"doubled"}


def test_answers_are_counted() -> None:
    found = account(
        sent(T - 1, "queue"),
        sent(T - 1, "receipt", what="look"),
        sent(T - 1, "error"),
        sent(T - 1, "other"),
        {"what": "read", "status": 200},
        found=[kept(T - 1)],
    )
    assert (found.sent, found.acknowledged, found.queued) == (3, 2, 1)
    assert (found.server_errors, found.other) == (1, 1)


def test_a_crescendo_ends_denser_than_it_begins() -> None:
    instants = crescendo(600, begin=0.0, seconds=60.0)
    assert instants == sorted(instants)
    assert 0 <= instants[0]
    assert instants[-1] <= 60
    assert sum(one < 30 for one in instants) == pytest.approx(270, abs=2)


def test_an_odd_spread_has_one_at_the_very_instant() -> None:
    instants = spread(5, around=T, seconds=2.0)
    assert T in instants
    assert instants[0] > T - 2
    assert instants[-1] < T + 2


def test_what_is_promised_and_what_is_written_are_counted_apart() -> None:
    lines = [
        sent(T - 1, "receipt"),
        sent(T, "queue", application="b"),
        sent(T + 1, "cut", application="c", status=0),
    ]
    run = Run(account(*lines, found=[kept(T - 1)]), 60.0, lines)
    assert run.per_minute == 1
    assert run.acknowledged_per_minute == pytest.approx(60 * 2 / 2.5)
    assert run.waits == [500.0, 500.0, 500.0]
