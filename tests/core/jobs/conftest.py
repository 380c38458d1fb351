import pytest

from o2r.core.jobs import registry


@pytest.fixture(autouse=True)
def _only_the_jobs_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """No job of the product runs here, and what a test declares ends with it."""
    monkeypatch.setattr(registry, "_jobs", {})
    monkeypatch.setattr(registry, "_listeners", [])
