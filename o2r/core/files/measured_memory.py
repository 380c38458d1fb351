"""Peak memory of the verification, in a process of its own: ``python -m … FOLDER``.

Each file of the folder is recognised, then made harmless, as ``services.inspect`` does; one line of
JSON says by how much this process grew and what the largest workshop took, in kB.
"""

import json
import mmap
import resource
import sys
from pathlib import Path

from o2r.core.files.content.recognising import recognise
from o2r.core.files.content.types import Limits, Refused
from o2r.core.files.content.workshop import WorkshopFailed, close_workshops, make_harmless


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss


def measure(folder: Path) -> dict[str, int]:
    """Growth of this process and peak of its children, in kB, over every file of ``folder``."""
    limits, target = Limits(), folder / "made"
    before = _peak(resource.RUSAGE_SELF)
    for path in sorted(folder.glob("*.*")):
        try:
            with path.open("rb") as content:
                with mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as data:
                    kind = recognise(data, path.suffix[1:], limits)
            make_harmless(path, target, kind, limits)
        except (Refused, WorkshopFailed, ValueError):
            continue
    close_workshops()
    grown = _peak(resource.RUSAGE_SELF) - before
    return {"grown": grown, "workshop": _peak(resource.RUSAGE_CHILDREN)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))))
