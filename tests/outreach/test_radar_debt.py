"""What a place is owed, and when it is open: nights, changes of hour, ends of year."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.outreach.radar import Band, PlaceFacts, Window, coverage_debt
from o2r.outreach.radar.hours import instant, local, open_spans, span_of, window_span

PARIS = ZoneInfo("Europe/Paris")
EVERY_DAY = frozenset(range(1, 8))
TODAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("last", "rhythm", "today", "days", "ratio"),
    [
        (date(2026, 11, 12), 7, TODAY, 0, 0),
        (date(2026, 11, 5), 7, TODAY, 7, 1),
        (date(2026, 10, 20), 7, TODAY, 23, 23 / 7),
        (date(2026, 12, 28), 14, date(2027, 1, 4), 7, 0.5),  # over the end of the year
        (date(2027, 12, 31), 1, date(2028, 3, 1), 61, 61),  # with a 29 February
        (date(2026, 10, 24), 7, date(2026, 10, 26), 2, 2 / 7),  # over the change of hour
        (date(2026, 11, 13), 7, TODAY, 0, 0),  # dated tomorrow by mistake
    ],
)
def test_a_debt_counts_days_of_the_calendar(
    last: date, rhythm: int, today: date, days: int, ratio: float
) -> None:
    debt = coverage_debt(last, rhythm, today)
    assert (debt.days, debt.ratio) == (days, ratio)
    assert debt.is_due == (ratio >= 1)
    assert debt.late == max(0, days - rhythm)


def test_a_place_never_visited_is_due_from_the_day_it_is_noted() -> None:
    noted = coverage_debt(None, 14, TODAY, known_since=TODAY)
    assert (noted.days, noted.ratio, noted.is_due) == (None, 1, True)
    week_later = coverage_debt(None, 14, TODAY + timedelta(days=7), known_since=TODAY)
    assert (week_later.ratio, week_later.late) == (1.5, 7)
    assert coverage_debt(None, 14, TODAY) == noted


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 90),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_a_debt_never_falls_while_nobody_comes(last: date, rhythm: int, today: date) -> None:
    before, after = (coverage_debt(last, rhythm, day) for day in (today, today + timedelta(days=1)))
    assert 0 <= before.ratio <= after.ratio
    assert coverage_debt(last, rhythm + 1, today).ratio <= before.ratio


@pytest.mark.parametrize(
    ("day", "start", "end", "minutes"),
    [
        (date(2026, 11, 12), time(18), time(22), 240),
        (date(2026, 11, 12), time(22), time(2), 240),
        (date(2026, 12, 31), time(22), time(2), 240),
        (date(2026, 3, 28), time(22), time(4), 300),  # the night that loses an hour
        (date(2026, 10, 24), time(22), time(4), 420),  # the night that gains one
        (date(2026, 11, 12), time(0), time(0), 1440),
        (date(2026, 3, 29), time(0), time(0), 1380),
    ],
)
def test_a_moment_lasts_what_it_lasts(day: date, start: time, end: time, minutes: int) -> None:
    first, last = span_of(day, start, end, PARIS)
    assert last - first == minutes
    assert local(first, PARIS) == datetime.combine(day, start, PARIS)


def test_an_hour_that_does_not_exist_is_the_one_after() -> None:
    lost = instant(date(2026, 3, 29), time(2, 30), PARIS)
    assert local(lost, PARIS).time() == time(3, 30)


def place(*bands: Band, closed_until: date | None = None) -> PlaceFacts:
    return PlaceFacts("a", 7, bands=bands, closed_until=closed_until)


def is_open(place: PlaceFacts, day: date, hour: time, zone: ZoneInfo = PARIS) -> bool:
    window = Window(day, hour, time(23, 59))
    at, _ = window_span(window, zone)
    return any(first <= at < last for first, last in open_spans(place, window, zone))


FRIDAY_NIGHT = Band(frozenset({5}), time(22), time(4))


@pytest.mark.parametrize(
    ("day", "hour", "opened"),
    [
        (date(2026, 11, 13), time(21, 59), False),
        (date(2026, 11, 13), time(22), True),
        (date(2026, 11, 14), time(3, 59), True),  # Saturday, the night of Friday
        (date(2026, 11, 14), time(4), False),
        (date(2026, 11, 14), time(22), False),
        (date(2027, 1, 1), time(23), True),  # a Friday
        (date(2027, 1, 2), time(1), True),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(day: date, hour: time, opened: bool) -> None:
    assert is_open(place(FRIDAY_NIGHT), day, hour) is opened


def test_a_place_open_day_and_night_has_no_gap_at_midnight() -> None:
    always = place(Band(EVERY_DAY, time(0), time(0)))
    window = Window(date(2026, 12, 31), time(22), time(2))
    (span,) = open_spans(always, window, PARIS)
    first, last = window_span(window, PARIS)
    assert span[0] <= first < last <= span[1]


def test_a_place_without_hours_is_supposed_open() -> None:
    assert is_open(place(), date(2026, 11, 13), time(3))


@pytest.mark.parametrize("bands", [(), (Band(EVERY_DAY, time(9), time(4)),)])
def test_the_last_day_of_a_closing_is_closed_its_night_included(bands: tuple[Band, ...]) -> None:
    shut = place(*bands, closed_until=date(2027, 1, 4))
    assert not is_open(shut, date(2027, 1, 4), time(12))
    assert is_open(shut, date(2027, 1, 5), time(12))
    if bands:
        assert not is_open(shut, date(2027, 1, 5), time(3))


def test_hours_are_those_of_the_operator() -> None:
    reunion = ZoneInfo("Indian/Reunion")
    evening = place(Band(EVERY_DAY, time(18), time(22)))
    assert is_open(evening, TODAY, time(18), reunion)
    assert not is_open(evening, TODAY, time(17, 59), reunion)
    window = Window(TODAY, time(18), time(22))
    assert window_span(window, PARIS)[0] - window_span(window, reunion)[0] == 180


@given(
    st.sets(st.integers(1, 7), min_size=1),
    st.times(),
    st.times(),
    st.dates(date(2025, 1, 1), date(2028, 1, 1)),
    st.times(),
)
def test_spans_say_what_the_clock_says(
    weekdays: set[int], start: time, end: time, day: date, hour: time
) -> None:
    """Beside a plain reading of the clock, on days without change of hour."""
    zone = ZoneInfo("UTC")
    start, end, hour = (one.replace(second=0, microsecond=0) for one in (start, end, hour))
    band = Band(frozenset(weekdays), start, end)
    yesterday = (day - timedelta(days=1)).isoweekday()
    if start < end:
        expected = day.isoweekday() in weekdays and start <= hour < end
    else:
        expected = (day.isoweekday() in weekdays and hour >= start) or (
            yesterday in weekdays and hour < end
        )
    assert is_open(place(band), day, hour, zone) is expected


@pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset({0, 1})])
def test_a_band_needs_days_of_the_week(weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="weekdays"):
        Band(weekdays, time(9), time(12))


def test_a_rhythm_is_a_number_of_days() -> None:
    with pytest.raises(ValueError, match="rhythm"):
        PlaceFacts("a", 0)
