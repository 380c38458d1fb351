"""Who was lost, doubled or misjudged: judged from what the candidates sent and read. Pure.

Written apart from the code that judges hours (``timing``), from the rule alone: an application is
in time when its request arrived before T, or within fifteen minutes of an intent taken before T.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

FIFTEEN_MINUTES = 900.0
GRAIN = 0.001
"""Seconds: relays stamp in whole milliseconds."""


@dataclass
class Account:
    """What the generator and the database say, side by side. Lists hold what to look at."""

    sent: int = 0
    acknowledged: int = 0
    recorded: int = 0
    refused: int = 0
    queued: int = 0
    server_errors: int = 0
    cut: int = 0
    other: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    misjudged: list[str] = field(default_factory=list)
    false_receipts: list[str] = field(default_factory=list)


def judge(
    answers: Iterable[dict[str, Any]],
    found: Sequence[dict[str, Any]],
    *,
    closes_at: float,
    stamped: bool,
) -> Account:
    """The account of a storm. ``stamped``: the relay's own stamp says when a request arrived."""
    account = Account()
    by_candidate: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for answer in answers:
        if answer["what"] in ("submit", "look"):
            _count(account, answer)
            by_candidate[answer["application"]].append(answer)
    kept = {one["application"]: one for one in found}
    for application, lines in by_candidate.items():
        _judge_one(account, application, lines, kept.get(application), closes_at, stamped)
    for application in kept.keys() - by_candidate.keys():
        account.misjudged.append(f"{application}: recorded, never sent")
    numbers = [sent["number"] for one in found for sent in one["submissions"]]
    if len(numbers) != len(set(numbers)):
        account.doubled.append("a number was given twice")
    return account


def _count(account: Account, answer: dict[str, Any]) -> None:
    outcome = answer["outcome"]
    account.sent += answer["what"] == "submit"
    account.acknowledged += outcome in ("receipt", "queue")
    account.queued += outcome == "queue" and answer["what"] == "submit"
    account.refused += outcome == "late"
    account.cut += outcome == "cut"
    account.other += outcome == "other"
    account.server_errors += answer["status"] >= 500


def _judge_one(
    account: Account,
    application: str,
    lines: list[dict[str, Any]],
    kept: dict[str, Any] | None,
    closes_at: float,
    stamped: bool,
) -> None:
    submissions = kept["submissions"] if kept else []
    account.recorded += bool(submissions)
    acknowledged = [one for one in lines if one["outcome"] in ("receipt", "queue")]
    if acknowledged and not submissions:
        account.lost.append(application)
    if len(submissions) > 1:
        account.doubled.append(application)
    account.false_receipts += [application for one in submissions if not one["verified"]]
    sends = [one for one in lines if one["what"] == "submit"]
    if submissions and not _plausible(submissions[0]["arrived"], sends, stamped):
        account.misjudged.append(f"{application}: arrival {submissions[0]['arrived']}")
    opened = lines[0]["opened"]
    honoured = opened is not None and opened < closes_at
    for one in sends:
        earliest, latest = _between(one, stamped)
        in_time = latest < closes_at or (honoured and latest <= opened + FIFTEEN_MINUTES)
        too_late = earliest >= closes_at and not (honoured and earliest <= opened + FIFTEEN_MINUTES)
        if in_time and one["outcome"] == "late":
            account.misjudged.append(f"{application}: refused, in time")
        if too_late and one["outcome"] in ("receipt", "queue"):
            account.misjudged.append(f"{application}: acknowledged, too late")
    if submissions and all(_is_too_late(one, closes_at, opened, stamped) for one in sends):
        account.misjudged.append(f"{application}: recorded, too late")


def _is_too_late(
    one: dict[str, Any], closes_at: float, opened: float | None, stamped: bool
) -> bool:
    earliest, _ = _between(one, stamped)
    honoured = opened is not None and opened < closes_at and earliest <= opened + FIFTEEN_MINUTES
    return earliest >= closes_at and not honoured


def _between(one: dict[str, Any], stamped: bool) -> tuple[float, float]:
    """The earliest and the latest instant at which a request may have arrived."""
    if stamped:
        at = int(one["stamp"] * 1000) / 1000
        return at, at
    return one["sent"], one["received"]


def _plausible(arrived: float, sends: list[dict[str, Any]], stamped: bool) -> bool:
    """Whether the instant of the receipt is that of one of the requests."""
    for one in sends:
        earliest, latest = _between(one, stamped)
        if earliest - GRAIN <= arrived <= latest + GRAIN:
            return True
    return False
