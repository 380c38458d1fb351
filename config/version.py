"""The version shown is the first heading of CHANGELOG.md, so it cannot be forgotten."""

import re
from pathlib import Path

_HEADING = re.compile(r"^## (?P<version>\d+\.\d+\.\d+)\b", re.MULTILINE)


def version_of(changelog: Path) -> str:
    """The number in the first ``## 1.2.3`` heading of ``changelog``.

    Raises ValueError when the file has no such heading.
    """
    heading = _HEADING.search(changelog.read_text(encoding="utf-8"))
    if heading is None:
        raise ValueError(f"{changelog.name} n'a pas de titre de version « ## 1.2.3 ».")
    return heading["version"]
