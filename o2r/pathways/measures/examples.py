"""Invented answers of the invented people of a demonstration. Réglettes and words alone: no scale
has a wording there."""

from collections.abc import Mapping
from dataclasses import dataclass

from o2r.pathways.measures.enums import Agreeing, Dimension, Moment, Quote
from o2r.people.examples import HUGO, INES

CONFIDENCE, AGENCY, TIES, HEALTH = Dimension
FIRST, ENTRY, THREE, EXIT, _ = Moment


@dataclass(frozen=True)
class ExampleSliders:
    """Réglettes of somebody, so many days ago."""

    who: str
    by: str
    ago: int
    moment: Moment
    values: Mapping[Dimension, int | None]


@dataclass(frozen=True)
class ExampleChange:
    """What somebody said has changed."""

    who: str
    by: str
    ago: int
    words: str
    quote: Quote


SLIDERS = (
    ExampleSliders("Bilou", INES, 30, FIRST, {CONFIDENCE: 2, AGENCY: 3, TIES: 4, HEALTH: None}),
    ExampleSliders("Bilou", INES, 12, ENTRY, {CONFIDENCE: 3, AGENCY: 5, TIES: 4, HEALTH: 4}),
    ExampleSliders("Bilou", INES, 2, ENTRY, {CONFIDENCE: 5, AGENCY: 5, TIES: 6, HEALTH: 4}),
    ExampleSliders("Rosa", INES, 40, FIRST, {CONFIDENCE: 4, AGENCY: None, TIES: 7, HEALTH: 6}),
    ExampleSliders("Lucien", HUGO, 150, ENTRY, {CONFIDENCE: 3, AGENCY: 4, TIES: 2, HEALTH: 5}),
    ExampleSliders("Lucien", HUGO, 60, THREE, {CONFIDENCE: 6, AGENCY: 7, TIES: 4, HEALTH: 5}),
    ExampleSliders("Samira", HUGO, 20, ENTRY, {CONFIDENCE: 5, AGENCY: 4, TIES: 1, HEALTH: 6}),
)
CHANGES = (
    ExampleChange(
        *("Lucien", HUGO, 60),
        "J’ai une adresse. Je reçois mon courrier, je ne me cache plus quand on sonne.",
        Quote.YES,
    ),
    ExampleChange("Bilou", INES, 2, "Je dis bonjour au patron du kebab. Avant non.", Quote.PENDING),
)
OPINION = ("Lucien", HUGO, 60, Agreeing.YES, Agreeing.RATHER)
