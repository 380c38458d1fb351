"""Making a file harmless in a process of its own, thrown away whatever happens in it.

A workshop starts without any setting of the instance in its environment: no key, no password. It
stays open for the next file, and ends with the process that opened it.
"""

import atexit
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from o2r.core.files.content.bounds import TOO_HEAVY
from o2r.core.files.content.texts import check_cells
from o2r.core.files.content.types import OFFICE, PICTURES, FileType, Limits, Refused

LONGEST_SECONDS = 40.0
_PROJECT = Path(__file__).resolve().parents[4]


class WorkshopFailed(Exception):
    """The process ended without an answer: nothing is known of the file."""


def make_harmless(source: Path, target: Path, kind: FileType, limits: Limits) -> None:
    """Write in ``target`` a version of ``source`` that holds nothing active nor hidden.

    Raises Refused, and WorkshopFailed when the process itself could not work.
    """
    if kind in PICTURES:
        _ask("redrawing", source, target, kind, limits)
    elif kind is FileType.PDF:
        _ask("disarming", source, target, kind, limits)
    elif kind in OFFICE:
        _ask("office", source, target, kind, limits)
    else:
        if kind is FileType.CSV:
            check_cells(source.read_text("utf-8"))
        shutil.copyfile(source, target)


_open: dict[tuple[int, str], subprocess.Popen[bytes]] = {}
_one_at_a_time = threading.Lock()


def _ask(module: str, source: Path, target: Path, kind: FileType, limits: Limits) -> None:
    order = {
        "source": str(source),
        "target": str(target),
        "kind": kind.value,
        "limits": json.dumps(asdict(limits)),
    }
    with _one_at_a_time:
        line = _exchange(module, json.dumps(order).encode() + b"\n")
    try:
        refused = json.loads(line)["refused"]
    except (ValueError, KeyError):
        raise WorkshopFailed(module) from None
    if refused:
        raise Refused(refused)


def _exchange(module: str, order: bytes) -> bytes:
    """The line that answers an order; empty when the workshop died, and it is closed then."""
    workshop = _workshop(module)
    assert workshop.stdin is not None  # noqa: S101 - pipes, as asked below
    assert workshop.stdout is not None  # noqa: S101
    try:
        workshop.stdin.write(order)
        workshop.stdin.flush()
        ready, _, _ = select.select([workshop.stdout], [], [], LONGEST_SECONDS)
        line = workshop.stdout.readline() if ready else b""
    except OSError:
        ready, line = [workshop.stdout], b""
    if not line:
        _close(module)
    if not ready:
        raise Refused(TOO_HEAVY)
    return line


def _workshop(module: str) -> subprocess.Popen[bytes]:
    # A fork of this process opens its own: two cannot share a pipe.
    key = (os.getpid(), module)
    if key not in _open:
        _open[key] = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", f"o2r.core.files.content.{module}"],
            cwd=_PROJECT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    return _open[key]


def _close(module: str) -> None:
    workshop = _open.pop((os.getpid(), module), None)
    if workshop is None:
        return
    try:
        # The workshop and the copy that works in it.
        os.killpg(workshop.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    workshop.communicate()


@atexit.register
def close_workshops() -> None:
    """End the workshops that this process opened."""
    for owner, module in list(_open):
        if owner == os.getpid():
            workshop = _open.pop((owner, module))
            workshop.communicate()
