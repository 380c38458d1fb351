"""The product with the protected record, on a database of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test.utils import override_settings

from o2r.core.crypto.measured_keys import own_root_key
from o2r.core.measured_site import measured_site


@contextmanager
def sample_site() -> Iterator[None]:
    """The whole product and the protected record; everything is removed at the end."""
    with (
        override_settings(ROOT_URLCONF="config.urls_with_sample"),
        measured_site(),
        sample_keys(),
    ):
        yield


@contextmanager
def sample_keys() -> Iterator[None]:
    """A rehearsed root key, in a folder that goes away: the protected record is sealed."""
    with tempfile.TemporaryDirectory(prefix="o2r-trust-") as folder, own_root_key(Path(folder)):
        yield
