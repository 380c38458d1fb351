"""Accounts that the watch knows, without any app of accounts; the clock stopped at noon."""

from collections.abc import Iterator

import pytest

from o2r.core.clock import stopped_at
from o2r.core.watch import registry
from tests.core.watch.watched_accounts import NOON, Accounts


@pytest.fixture
def accounts() -> Iterator[Accounts]:
    before = registry.guardians()
    known = Accounts()
    registry.use_guardians(known)
    yield known
    registry.use_guardians(before)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with stopped_at(NOON):
        yield
