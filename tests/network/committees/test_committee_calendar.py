"""Mandates and plenaries, counted as the decree says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.network.committees.calendar import mandate_end, next_plenary, renewed, years_after
from o2r.territory.time_zones import time_zone_of

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def test_a_mandate_lasts_three_years() -> None:
    assert mandate_end(date(2024, 7, 1)) == date(2027, 6, 30)


@given(days)
def test_a_renewed_mandate_follows_without_a_gap(start: date) -> None:
    end = mandate_end(start)
    assert renewed(end) == mandate_end(end + timedelta(days=1))
    assert 3 * 365 - 1 <= (end - start).days <= 3 * 365 + 1


def test_a_leap_day_comes_back_on_the_28th() -> None:
    assert years_after(date(2028, 2, 29), 1) == date(2029, 2, 28)


def test_the_next_plenary_is_a_year_after_the_last_one_else_after_the_installation() -> None:
    assert next_plenary(date(2026, 3, 1), date(2024, 7, 1)) == date(2027, 3, 1)
    assert next_plenary(None, date(2024, 7, 1)) == date(2025, 7, 1)
    assert next_plenary(None, None) is None


@pytest.mark.parametrize(
    ("region", "zone"), [("04", "Indian/Reunion"), ("84", "Europe/Paris"), ("", "Europe/Paris")]
)
def test_each_region_has_its_legal_time(region: str, zone: str) -> None:
    assert time_zone_of(region).key == zone
