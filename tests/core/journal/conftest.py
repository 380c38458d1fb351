"""A journal whose anchors and key are in a folder of the test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Where this test's anchors go."""
    settings.ANCHOR_DIR = tmp_path / "anchors"
    settings.ANCHOR_KEY_FILE = tmp_path / "keys" / "anchor.pem"
    return tmp_path / "anchors"
