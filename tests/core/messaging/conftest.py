from collections.abc import Iterator
from typing import Any

import pytest

from o2r.core.messaging import kinds
from o2r.proofs.site import sample_keys
from tests.core.messaging.fake_ovh import FakeOvh


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys():
        yield


@pytest.fixture(autouse=True)
def unwanted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Why messages must not leave any more: a test adds a word."""
    why: list[str] = []
    monkeypatch.setattr(kinds, "_kinds", {"test": lambda message: why[0] if why else ""})
    return why


@pytest.fixture
def ovh(settings: Any) -> Iterator[FakeOvh]:
    """A provider on this machine, in the place of the real one."""
    with FakeOvh() as server:
        settings.SMS_PROVIDER = "http"
        settings.SMS_HTTP = {
            "O2R_SMS_URL": f"http://127.0.0.1:{server.port}/1.0",
            "O2R_SMS_SERVICE": "sms-ab123-1",
            "O2R_SMS_SENDER": "RAPPEL",
            "O2R_SMS_APPLICATION_KEY": "app",
            "O2R_SMS_APPLICATION_SECRET": "secret",
            "O2R_SMS_CONSUMER_KEY": "consumer",
        }
        yield server
