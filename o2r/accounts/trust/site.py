"""The product with the protected record, on a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test.utils import override_settings

from o2r.core.measured_site import measured_site

SAMPLE = "o2r.accounts.sample"


@contextmanager
def sample_site() -> Iterator[None]:
    """The whole product and the protected record; everything is removed at the end."""
    apps = settings.INSTALLED_APPS
    installed = apps if SAMPLE in apps else [*apps, SAMPLE]
    with (
        override_settings(INSTALLED_APPS=installed, ROOT_URLCONF=f"{SAMPLE}.urls"),
        measured_site(),
    ):
        yield
