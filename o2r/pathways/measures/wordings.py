"""The scales of this instance, and the wordings that it holds of them."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from o2r.pathways.measures.scales import Scale, scales_in
from o2r.pathways.measures.scales.wording import Wording, Wordings, wordings_in


def scales() -> Mapping[str, Scale]:
    """All that the product knows how to score, by code."""
    return scales_in(Path(settings.O2R_DATA_DIR) / "pathways" / "scales")


def wordings() -> Wordings:
    """What may be read to a person: the product’s published wordings, then those of the instance
    (``O2R_SCALE_WORDINGS_DIR``)."""
    own = settings.SCALE_WORDINGS_DIR
    folders = [Path(settings.O2R_DATA_DIR) / "pathways" / "wordings"]
    return wordings_in([*folders, *([Path(own)] if own else [])], scales())


def offered() -> list[Scale]:
    """The scales that have a wording: those that may be offered."""
    known = wordings()
    return [one for one in scales().values() if known.of(one)]


def wording_for(scale: Scale, language: str = "") -> Wording | None:
    """The words of a scale in the language of somebody, else in French; None without any."""
    return wordings().of(scale, language)
