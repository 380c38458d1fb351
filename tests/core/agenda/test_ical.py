"""Calendars, written and read back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from o2r.core.agenda.ical import Event, calendar, plain
from o2r.core.hostile_text import HostileText, hostile_texts

HOSTILE = list(hostile_texts())
STAMP = datetime(2026, 1, 1, tzinfo=UTC)
REUNION = ZoneInfo("Indian/Reunion")
PARIS = ZoneInfo("Europe/Paris")


def event(title: str = "Limite", start: date = date(2026, 5, 4), **more: object) -> Event:
    return Event(uid="1@o2r", title=title, start=start, stamp=STAMP, **more)  # type: ignore[arg-type]


def read(content: bytes) -> list[object]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_a_deadline_of_la_reunion_stays_at_its_hour_there() -> None:
    start = datetime(2026, 1, 30, 15, 0, tzinfo=REUNION)
    content = calendar([event(start=start)])
    assert b"DTSTART;TZID=Indian/Reunion:20260130T150000" in content
    assert b"BEGIN:VTIMEZONE" in content
    (back,) = read(content)
    assert back.decoded("dtstart").astimezone(UTC) == datetime(2026, 1, 30, 11, tzinfo=UTC)


@pytest.mark.parametrize(("month", "hour"), [(1, 11), (7, 10)])
def test_paris_changes_its_clocks(month: int, hour: int) -> None:
    content = calendar([event(start=datetime(2026, month, 15, 12, tzinfo=PARIS))])
    assert content.count(b"BEGIN:DAYLIGHT") >= 1
    (back,) = read(content)
    assert back.decoded("dtstart").astimezone(UTC).hour == hour


def test_a_whole_day_ends_the_day_after_and_makes_nobody_busy() -> None:
    (back,) = read(calendar([event()]))
    assert back.decoded("dtstart") == date(2026, 5, 4)
    assert back.decoded("dtend") == date(2026, 5, 5)
    assert back["transp"] == "TRANSPARENT"


def test_a_meeting_has_a_place_an_end_and_an_address() -> None:
    start = datetime(2026, 5, 4, 9, tzinfo=PARIS)
    end = start + timedelta(hours=2)
    more = {"place": "Lyon, salle 2", "url": "https://o2r.example/x", "description": "a\nb;c"}
    (back,) = read(calendar([event(start=start, end=end, **more)]))
    assert (back["location"], back["url"]) == ("Lyon, salle 2", "https://o2r.example/x")
    assert back["description"] == "a\nb;c"
    assert back.decoded("dtend") == end


def test_the_same_events_make_the_same_file() -> None:
    start = datetime(2026, 5, 4, 9, tzinfo=PARIS)
    assert calendar([event(start=start)]) == calendar([event(start=start)])


def test_what_an_event_may_not_be() -> None:
    start = datetime(2026, 5, 4, 9, tzinfo=PARIS)
    with pytest.raises(ValueError, match="time zone"):
        calendar([event(start=datetime(2026, 5, 4, 9))])  # noqa: DTZ001
    for end in (start, start - timedelta(hours=1), date(2026, 5, 6)):
        with pytest.raises(ValueError, match="ends after it starts"):
            calendar([event(start=start, end=end)])


def is_folded(content: bytes) -> bool:
    return all(len(line) <= 75 for line in content.split(b"\r\n")) and b"\r\n" in content


def test_long_lines_are_folded_and_found_again_whole() -> None:
    title = "Échéance de l’appel à manifestation d’intérêt, " * 12
    content = calendar([event(title)], name=title)
    assert is_folded(content)
    (back,) = read(content)
    assert back["summary"] == title


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_any_title_comes_back_as_text(title: str) -> None:
    content = calendar([event(title)], name=title)
    assert is_folded(content)
    (back,) = read(content)
    assert back["summary"] == plain(title)


@pytest.mark.parametrize("hostile", HOSTILE[::5], ids=lambda one: one.mark)
def test_hostile_titles_add_nothing(hostile: HostileText) -> None:
    content = calendar([event(hostile.text)])
    (back,) = read(content)
    assert back["summary"] == plain(hostile.text)
    assert content.count(b"\r\nUID:") == 1
    assert not any(key in back for key in ("ATTACH", "X-EVIL", "ATTENDEE"))
