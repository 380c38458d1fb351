"""The one clock: it moves in tests and in a demonstration, and nowhere else."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from o2r.core import clock

ROOT = Path(__file__).resolve().parents[2]
NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def test_the_clock_says_the_present() -> None:
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=1)


def test_a_test_may_stop_it_for_a_while() -> None:
    with clock.stopped_at(NEW_YEAR):
        assert clock.now() == NEW_YEAR
        # Half past midnight, already the next year, on the clocks of the instance.
        assert clock.today() == date(2027, 1, 1)
        with clock.stopped_at(NEW_YEAR + timedelta(hours=1)):
            assert clock.now() == NEW_YEAR + timedelta(hours=1)
        assert clock.now() == NEW_YEAR
    assert clock.now() != NEW_YEAR


def test_a_real_instance_refuses_to_stop_its_clock(settings: Settings) -> None:
    settings.CLOCK_MAY_STOP = False
    with pytest.raises(clock.ClockRefused, match="tests et sur une démonstration"):
        clock.stopped_at(NEW_YEAR).__enter__()
    settings.DEMONSTRATION = True
    with clock.stopped_at(NEW_YEAR):
        assert clock.now() == NEW_YEAR


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.stopped_at(NEW_YEAR.replace(tzinfo=None)).__enter__()


@pytest.mark.parametrize(("demonstration", "days"), [(True, 730), (False, 0)])
def test_only_a_demonstration_runs_ahead(
    settings: Settings, demonstration: bool, days: int
) -> None:
    settings.DEMONSTRATION, settings.CLOCK_AHEAD_DAYS = demonstration, 730
    assert abs(clock.now() - timezone.now() - timedelta(days=days)) < timedelta(seconds=1)


def test_settings_refuse_a_real_instance_that_runs_ahead(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name[:4] != "O2R_"}
    refused = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env=kept
        | {
            "O2R_ENV_FILE": os.devnull,
            "O2R_SECRET_KEY": "only-for-tests",
            "O2R_STORAGE_DIR": str(tmp_path),
            "O2R_CLOCK_AHEAD_DAYS": "30",
        },
        capture_output=True,
        text=True,
    )
    assert refused.returncode != 0
    assert "O2R_CLOCK_AHEAD_DAYS avance l’horloge" in refused.stderr
