"""``o2r trust X2``: the safety stories of the product, played one by one.

``docs/safety-stories.md`` tells them and names the test of each. pytest plays these tests against
the code that runs here, on a fresh site that goes away; a story whose test fails, or is missing, is
missed. Nothing is imported from the tests: they run apart, in a process of their own.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings

from o2r.core.measures import Measure, measures_for, unchecked

STORIES = 30
TOLD = "docs/safety-stories.md"
PLAYED = "tests/people/stories"
ABSENT = (
    "Les histoires se jouent avec les tests du dépôt, absents d’ici : installez les outils de "
    "développement (make setup) dans le dossier du code, puis relancez."
)
LONGEST = 1800
"""Seconds: something is stuck beyond."""
_NAME = re.compile(r"`(test_story_(\d{2})_\w+)`")


@measures_for("X2", family="trust")
def safety_stories(*, full: bool = False) -> Iterator[Measure]:
    """How many stories hold, of those that the document tells."""
    root = Path(settings.BASE_DIR)
    if find_spec("pytest_django") is None or not (root / PLAYED).is_dir():
        yield unchecked("X2.held", STORIES, "equal", reason=ABSENT)
        return
    told = {number: name for name, number in _NAME.findall((root / TOLD).read_text("utf-8"))}
    held = play()
    missed = [number for number, name in sorted(told.items()) if name not in held]
    engine = os.environ.get("O2R_TEST_DATABASE_URL", "sqlite").split(":")[0]
    detail = {"told": len(told), "missed": missed, "site_engine": engine}
    yield Measure("X2.held", len(told) - len(missed), "histoires", STORIES, "equal", detail)


def play(options: Sequence[str] = ()) -> set[str]:
    """Play the stories on a fresh site: the names of the tests that pass.

    ``options``: of pytest, to choose some. Raises RuntimeError when they cannot be played at all.
    """
    with tempfile.TemporaryDirectory(prefix="o2r-stories-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", f"--junitxml={report}"]
        done = subprocess.run(  # noqa: S603 — our own interpreter and tests
            [*command, *options, PLAYED],
            cwd=settings.BASE_DIR,
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        if not report.exists():
            raise RuntimeError((done.stderr or done.stdout).strip()[-500:])
        cases = ElementTree.parse(report).getroot().iter("testcase")  # noqa: S314 — written above
        return {case.get("name", "") for case in cases if len(case) == 0}


def _environment() -> dict[str, str]:
    """That of this process, without what chose its own settings, nor what runs it as a test."""
    return {
        name: value
        for name, value in os.environ.items()
        if name != "DJANGO_SETTINGS_MODULE" and not name.startswith("PYTEST_")
    }
