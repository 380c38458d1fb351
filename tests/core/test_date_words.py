"""Days and hours in templates, as they are said in French, in the time zone of the page."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone


@pytest.mark.parametrize(
    ("asked", "value", "said"),
    [
        ("day", date(2026, 12, 1), "1er\u00a0décembre"),
        ("long_day", date(2026, 11, 30), "30\u00a0novembre 2026"),
        ("hour", time(18), "18\u00a0h"),
        ("hour", time(9, 5, 59), "9\u00a0h\u00a005"),
        ("day", datetime(2026, 12, 1, 2, tzinfo=UTC), "30\u00a0novembre"),
        ("hour", datetime(2026, 12, 1, 2, tzinfo=UTC), "22\u00a0h"),
    ],
)
def test_a_day_and_an_hour_are_said(asked: str, value: object, said: str) -> None:
    page = Template("{% load o2r %}{{ value|" + asked + " }}")
    with timezone.override(ZoneInfo("America/Martinique")):
        assert page.render(Context({"value": value})) == said
