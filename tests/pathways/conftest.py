"""Every test of pathways has the keys of the platform: what is written of somebody is sealed."""

from collections.abc import Iterator

import pytest

from o2r.proofs.site import sample_keys


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys():
        yield
