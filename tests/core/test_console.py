"""The ``o2r`` command: readable help, one sentence for a wrong setting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.version import version_of

ROOT = Path(__file__).resolve().parent.parent.parent


def o2r(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name[:4] != "O2R_"}
    environment |= {"O2R_ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_our_commands_with_a_french_sentence(tmp_path: Path) -> None:
    done = o2r("--help", O2R_SECRET_KEY="x", O2R_STORAGE_DIR=str(tmp_path))
    assert done.returncode == 0
    for command in ("bench", "zone", "projects", "import_projects", "import_qpv", "welcome"):
        line = next(line for line in done.stdout.splitlines() if line.split()[:1] == [command])
        assert len(line.split()) > 4, line
    assert "Traceback" not in done.stderr


def test_a_missing_setting_is_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = o2r("migrate", O2R_STORAGE_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "O2R_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_changelog_must_have_a_version(tmp_path: Path) -> None:
    file = tmp_path / "CHANGELOG.md"
    file.write_text("# Journal\n\n## 1.2.3 — un jour\n\n## 1.2.2\n", encoding="utf-8")
    assert version_of(file) == "1.2.3"
    file.write_text("# Journal\n", encoding="utf-8")
    with pytest.raises(ValueError, match="titre de version"):
        version_of(file)
