"""Each rule: silent just below its threshold, heard at it."""

import ast
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from o2r.core.watch import simulation
from o2r.core.watch.catalogue import BY_CODE, RULES
from o2r.core.watch.engine import Finding, examine, listening
from o2r.core.watch.enums import Action, Response
from o2r.core.watch.events import AccountFacts, Event, Search, network_of, token
from o2r.core.watch.folding import folded
from o2r.core.watch.memory import LARGEST_SLOT, Memory, put
from o2r.core.watch.thresholds import DEFAULTS, THRESHOLDS

USER = UUID(int=1)
NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)
NIGHT = datetime(2026, 3, 10, 1, tzinfo=UTC)


def events(number: int, action: Action, *, at: datetime = NOON, **fields: Any) -> Iterator[Event]:
    """``number`` acts a minute apart, each on its own file."""
    for place in range(number):
        given = {"objects": (f"file-{place}",), "user": USER, **fields}
        yield Event(f"{action}-{place}", at + timedelta(minutes=place), action, **given)


def found(stream: list[Event], rule: str, facts: AccountFacts | None = None) -> list[Finding]:
    """What one rule finds in a stream."""
    memories: dict[str, Memory] = {}
    return [
        finding
        for event in stream
        for finding in examine(
            event,
            facts=facts,
            limits=DEFAULTS,
            rules=[one for one in (BY_CODE[rule],) if event.action in one.listens],
            memory_of=lambda key: memories.setdefault(key, {}),
        )
    ]


def searches(number: int, surname: str = "dupont") -> list[Event]:
    return [
        Event(f"s{place}", NOON, Action.SEARCH, USER, search=Search.of(
            surname=surname, first_name=f"prénom {place}"))
        for place in range(number)
    ]  # fmt: skip


def arrival(days: int = 1) -> Event:
    previous = NOON - timedelta(days=days)
    return Event("in", NOON, Action.SIGN_IN, USER, new_network=True, previous=previous)


YOUNG = AccountFacts(created_at=NOON - timedelta(days=3), created_by=UUID(int=9))
NAMED = AccountFacts(NOON, name=Search.of(surname="Dupont", first_name="Léa"))
FAILED = [Event(f"f{n}", NOON, Action.SIGN_IN_FAILED, UUID(int=n), network="x") for n in range(50)]
UNKNOWN = [Event(f"u{n}", NOON, Action.SIGN_IN_FAILED, None, network=f"n{n}") for n in range(99)]


@pytest.mark.parametrize(
    ("rule", "enough", "stream", "facts"),
    [
        ("night-reading", 10, list(events(20, Action.REVEAL, at=NIGHT)), None),
        ("reading-alone", 90, list(events(99, Action.REVEAL)), None),
        ("homonym-probing", 5, searches(9), None),
        ("own-name", 3, searches(9), NAMED),
        ("export-spree", 4, list(events(9, Action.EXPORT)), None),
        ("duplicate-enumeration", 15, list(events(19, Action.DUPLICATE_REQUEST)), None),
        ("probing", 15, list(events(20, Action.REFUSED)), None),
        ("break-glass", 3, list(events(9, Action.BREAK_GLASS)), None),
        ("mass-share", 20, list(events(30, Action.SHARE)), None),
        ("revoked-device", 4, list(events(9, Action.DEVICE_REFUSED)), None),
        ("created-accounts", 60, list(events(70, Action.REVEAL)), YOUNG),
        ("stale-account", 16, [arrival(days=60), *events(20, Action.REVEAL)], None),
        ("arrival-reading", 31, [arrival(), *events(40, Action.REVEAL)], None),
        ("password-spray", 10, FAILED, None),
        ("credential-stuffing", 60, UNKNOWN, None),
    ],
)
def test_a_rule_speaks_at_its_threshold_and_not_before(
    rule: str, enough: int, stream: list[Event], facts: AccountFacts | None
) -> None:
    assert found(stream[: enough - 1], rule, facts) == []
    (first, *_) = found(stream[:enough], rule, facts)
    assert set(first.evidence) <= {event.ref for event in stream}
    assert first.evidence


def test_every_rule_is_tested_above_and_says_what_to_do() -> None:
    for rule in RULES:
        assert rule.title
        assert rule.explanation.endswith(".")
        assert rule.meaning.endswith(".")


def test_the_same_file_opened_again_counts_once() -> None:
    again = [event for event in events(1, Action.REVEAL) for _ in range(500)]
    assert found(again, "reading-alone") == []
    assert found([arrival(), *again], "arrival-reading") == []


def test_work_in_the_files_excuses_the_night_and_the_lonely_reading() -> None:
    for rule, at in (("night-reading", NIGHT), ("reading-alone", NOON)):
        work = [
            one
            for place in range(100)
            for one in (
                Event(f"r{place}", at, Action.REVEAL, USER, objects=(f"file-{place}",)),
                Event(f"w{place}", at, Action.WRITE, USER, objects=(f"file-{place}",)),
            )
        ]
        assert found(work, rule) == []


def test_a_second_night_blocks() -> None:
    first = found(list(events(10, Action.REVEAL, at=NIGHT)), "night-reading")
    assert {one.response for one in first} == {Response.NOTIFY}
    nights = [*events(10, Action.REVEAL, at=NIGHT)]
    nights += events(10, Action.REVEAL, at=NIGHT + timedelta(days=1), user=USER)
    assert found(nights, "night-reading")[-1].response == Response.BLOCK


def test_a_dead_link_asked_again_and_again_is_no_probe() -> None:
    same = [event for event in events(3, Action.REFUSED) for _ in range(50)]
    assert found(same, "probing") == []
    slow = [
        Event(f"e{turn}", NOON + timedelta(minutes=10 * turn), Action.REFUSED, USER)
        for turn in range(50)
    ]
    assert found(slow, "probing") == []
    # Without any identifier, each refusal is an address of its own.
    assert found([Event(f"s{n}", NOON, Action.REFUSED, USER) for n in range(15)], "probing")


def test_the_night_is_that_of_the_place_of_work() -> None:
    overseas = AccountFacts(NOON, time_zone=ZoneInfo("Indian/Reunion"))
    west = AccountFacts(NOON, time_zone=ZoneInfo("America/Martinique"))
    evening = datetime(2026, 3, 9, 19, tzinfo=UTC)
    # 23 h in Saint-Denis, 20 h in Paris; 2 h in Paris, 21 h in Fort-de-France.
    assert found(list(events(10, Action.REVEAL, at=evening)), "night-reading", overseas)
    assert found(list(events(10, Action.REVEAL, at=evening)), "night-reading") == []
    assert found(list(events(10, Action.REVEAL, at=NIGHT)), "night-reading", west) == []
    assert found(list(events(10, Action.REVEAL, at=NIGHT)), "night-reading")


def test_what_is_old_is_forgotten() -> None:
    slow = [Event(f"e{day}", NOON + timedelta(days=day), Action.EXPORT, USER) for day in range(30)]
    assert found(slow, "export-spree") == []


def test_an_approved_export_is_no_spree() -> None:
    assert found(list(events(9, Action.EXPORT, seconded=True)), "export-spree") == []


def test_who_reviews_files_may_read_more_of_them() -> None:
    stream = list(events(120, Action.REVEAL, role="caseworker coordinator"))
    assert found(stream, "reading-alone") == []


def test_a_sprayed_account_that_enters_from_there_is_blocked_but_not_its_neighbours() -> None:
    inside = Event("in", NOON, Action.SIGN_IN, USER, network="x", new_network=True)
    usual = Event("in2", NOON, Action.SIGN_IN, USER, network="x")
    blocked = found([*FAILED, inside], "password-spray")[-1]
    assert (blocked.response, blocked.user) == (Response.BLOCK, USER)
    assert found([*FAILED, usual], "password-spray")[-1].response == Response.NOTIFY
    assert {one.user for one in found(FAILED, "password-spray")} == {None}


def test_invented_addresses_do_not_close_the_accounts_of_honest_neighbours() -> None:
    invented = [
        Event(f"x{n}", NOON, Action.SIGN_IN_FAILED, None, network="x", new_network=True)
        for n in range(50)
    ]
    inside = Event("in", NOON, Action.SIGN_IN, USER, network="x", new_network=True)
    said = found([*invented, inside], "password-spray")
    assert {one.response for one in said} == {Response.NOTIFY}


def test_a_town_hall_where_people_mistype_is_no_attack() -> None:
    entered = [
        Event(f"i{n}", NOON, Action.SIGN_IN, UUID(int=100 + n), network="x") for n in range(60)
    ]
    assert found([*entered, *FAILED[:20]], "password-spray") == []


def test_memory_is_bounded_in_number_and_survives_json() -> None:
    memory: Memory = {}
    for number in range(2 * LARGEST_SLOT):
        put(memory, "s", str(number), at=NOON, ref="r", span=60)
    assert len(memory["s"]) == LARGEST_SLOT
    assert json.loads(json.dumps(memory)).keys() == memory.keys()


def test_a_digest_says_nothing_and_meets_its_equal() -> None:
    assert token("full", "Léa Du-Pont") == token("full", "lea dupont") != ""
    assert token("full", "x") != token("born", "x")
    assert token("full", "  ") == ""
    assert "dupont" not in "".join(Search.of(surname="Dupont", first_name="Léa"))
    assert folded("Éloïse-Marie") == "eloisemarie"
    assert network_of("10.20.30.40") == network_of("10.20.99.1") != network_of("10.21.30.40")
    assert network_of("2001:db8:1::1") == network_of("2001:db8:2::9") != network_of("2001:db9::1")


def test_thresholds_have_bounds_that_hold_their_default() -> None:
    for one in THRESHOLDS:
        assert one.lowest <= one.value <= one.highest, one.code
        assert one.meaning.endswith(".")
    assert len({one.slug for one in THRESHOLDS}) == len(THRESHOLDS)


def test_urgent_and_slow_rules_share_no_event_twice() -> None:
    for action in Action:
        urgent, slow = listening(action, urgent=True), listening(action, urgent=False)
        assert not set(urgent) & set(slow)


def test_generator_and_rules_share_no_code() -> None:
    folder = Path(simulation.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("o2r"):
                assert (node.module or "").startswith("o2r.core.watch.simulation"), path.name
