from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from pytest_django.fixtures import Settings

from o2r.core.notifications import kinds
from o2r.core.notifications.enums import Choice
from o2r.core.notifications.services import Recipient
from tests.core.notifications.fake_smtp import FakeSMTP

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def _kinds_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.declare("alert", label="Une alerte de sécurité", compulsory=True)
    kinds.declare("news", label="Une nouvelle de mon projet")
    kinds.declare("gossip", label="Un détail", default=Choice.INBOX)


@pytest.fixture
def ines() -> Recipient:
    return Recipient(UUID(int=1), "ines@partenaire.example")


@pytest.fixture
def malik() -> Recipient:
    return Recipient(uuid4(), "malik@operateur.example")


@pytest.fixture
def queue(settings: Settings) -> None:
    """The real queue: nothing runs until a worker does it."""
    settings.TASKS = QUEUE


@pytest.fixture
def smtp(settings: Settings) -> Iterator[FakeSMTP]:
    """A real server to talk to, for what is sent in the test."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.5
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "127.0.0.1", False, False
    with FakeSMTP() as server:
        settings.EMAIL_PORT = server.port
        yield server
