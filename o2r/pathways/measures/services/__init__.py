"""Every write of measures: one function each."""

from o2r.pathways.measures.services.asking import Answered, refuse_measure, write_measure
from o2r.pathways.measures.services.sliding import write_sliders
from o2r.pathways.measures.services.taking_back import TAKEN_BACK, take_back
from o2r.pathways.measures.services.telling import Told, answer_quote, write_change
from o2r.pathways.measures.services.thanking import write_satisfaction

__all__ = [
    "TAKEN_BACK",
    "Answered",
    "Told",
    "answer_quote",
    "refuse_measure",
    "take_back",
    "write_change",
    "write_measure",
    "write_satisfaction",
    "write_sliders",
]
