"""The keys of the platform, and an operation that an operator runs."""

from collections.abc import Iterator

import pytest

from o2r.proofs.site import sample_keys


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys():
        yield
