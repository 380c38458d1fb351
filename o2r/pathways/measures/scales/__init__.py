"""Published scales: how they are scored, and where their wording may be obtained. Pure.

The product holds rules of scoring (facts), never a wording of its own: a scale is offered only once
an instance, or the product under a licence that allows it, has the published text.
"""

from o2r.pathways.measures.scales.definitions import Band, Change, Scale, Scoring, Source, Talk
from o2r.pathways.measures.scales.reading import WrongScale, scales_in
from o2r.pathways.measures.scales.scoring import OutOfRange, band_of, is_noticed, score_of
from o2r.pathways.measures.scales.wording import Wording, WrongWording, wordings_in

__all__ = [
    "Band",
    "Change",
    "OutOfRange",
    "Scale",
    "Scoring",
    "Source",
    "Talk",
    "Wording",
    "WrongScale",
    "WrongWording",
    "band_of",
    "is_noticed",
    "scales_in",
    "score_of",
    "wordings_in",
]
