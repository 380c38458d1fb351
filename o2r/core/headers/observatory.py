"""Grades of Mozilla's HTTP Observatory, by its own npm scanner (``scan.mjs``), without network."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from o2r.core.headers.front import HOST
from o2r.core.headers.local_site import LocalSite
from o2r.core.headers.pages import Page

BEST = "A+"
_SCRIPT = Path(__file__).with_name("scan.mjs")
_NOT_INSTALLED = 3
_SECONDS = 300
_PAGE_MILLISECONDS = "60000"


class ScannerMissing(Exception):
    """The scanner cannot run here. The message, in French, says what to install."""


@dataclass(frozen=True)
class Grade:
    """What the scanner thinks of one page: ``failed`` holds the names of its tests that fail."""

    grade: str
    score: int
    status: int
    failed: list[str]


@dataclass(frozen=True)
class Report:
    """Grades by kind of page. ``root`` is the grade of the host by the scanner's own command."""

    version: str
    root: str
    pages: Mapping[str, Grade]


def grades(site: LocalSite, pages: list[Page]) -> Report:
    """Have every page graded. Raises ScannerMissing, or RuntimeError when the scanner breaks."""
    node = shutil.which("node")
    if node is None:
        raise ScannerMissing("Node.js est absent : installez-le, puis npm ci")
    asked = {
        "host": HOST,
        "httpsPort": site.doors.https,
        "httpPort": site.doors.http,
        "pages": [
            {
                "kind": page.kind,
                "path": page.path,
                "cookie": site.cookie if page.signed_in else "",
            }
            for page in pages
        ],
    }
    done = subprocess.run(  # noqa: S603 — node and our own script
        [node, str(_SCRIPT)],
        input=json.dumps(asked),
        env=_environment(site),
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    if done.returncode == _NOT_INSTALLED:
        raise ScannerMissing("le scanner n’est pas installé : npm ci")
    if done.returncode:
        raise RuntimeError(f"Le scanner s’est arrêté : {done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    read = {kind: Grade(**grade) for kind, grade in report["pages"].items()}
    return Report(version=report["version"], root=report["root"], pages=read)


def _environment(site: LocalSite) -> dict[str, str]:
    """Our authority trusted besides the usual ones (no check is turned off), and time to answer:
    the first page of a cold site reads the whole geography."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "NODE_EXTRA_CA_CERTS": str(site.authority),
        "ABORT_TIMEOUT": _PAGE_MILLISECONDS,
        "CLIENT_TIMEOUT": _PAGE_MILLISECONDS,
    }
