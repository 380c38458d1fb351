"""The key that signs receipts is in a folder of the test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from o2r.calls.applications import middleware, overload


@pytest.fixture(autouse=True)
def _no_rush(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rush seen by one test is not the rush of the next."""
    monkeypatch.setattr(middleware, "rush", overload.Rush())


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, settings: Settings) -> None:
    settings.ANCHOR_DIR = tmp_path / "anchors"
    settings.ANCHOR_KEY_FILE = tmp_path / "keys" / "anchor.pem"
