"""Hostile files, made from seeds, to be sent to the uploads and judged by what comes out.

The package shares no code and no constant with what it judges (``o2r.core.files`` and its
``content``): a mistake there cannot hide itself here. ``hostile_files(per_family)`` gives them all.
"""

import random
from collections.abc import Iterator
from dataclasses import replace

from o2r.core.files.hostile_files import archives, pdfs, pictures, plain
from o2r.core.files.hostile_files.sample import FAMILIES, Draw, Sample

__all__ = ["FAMILIES", "Sample", "archives", "hostile_files", "pdfs", "pictures", "plain"]


def hostile_files(per_family: int = 20, seed: int = 1) -> Iterator[Sample]:
    """``per_family`` files of each family. The same seed makes the same bytes."""
    for name, maker in FAMILIES.items():
        for rank in range(per_family):
            number = seed * 1_000_000 + rank
            rng = random.Random(f"{name}/{number}")  # noqa: S311 - seeded on purpose
            mark = f"O2R{rng.randrange(16**12):012X}Z"
            sample = maker(Draw(rank, rng, mark))
            yield replace(sample, family=name, seed=number)
