"""An index of its own for each test: a process behind a socket, in a folder that goes away."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from o2r.people.between.client import Index
from o2r.people.between.indexd.daemon import IndexDaemon
from o2r.proofs.site import sample_keys


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with sample_keys():
        yield


@pytest.fixture
def folder(settings: Settings) -> Iterator[Path]:
    """Where the index is; nobody serves it yet."""
    with tempfile.TemporaryDirectory(prefix="o2r-index-") as name:
        settings.INDEX_BETWEEN = True
        settings.INDEX_DIR = Path(name)
        settings.INDEX_SOCKET = Path(name) / "indexd.sock"
        yield Path(name)


@pytest.fixture
def index(folder: Path) -> Iterator[Index]:
    """The index, served."""
    daemon = IndexDaemon(folder / "indexd.sock", folder, 10_000)
    served = threading.Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.01})
    served.start()
    yield Index(folder / "indexd.sock")
    daemon.shutdown()
    served.join()
    daemon.server_close()
