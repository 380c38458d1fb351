"""Reads the scales of ``data/pathways/scales`` and refuses those that would score wrongly. Pure."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from o2r.pathways.measures.scales.definitions import (
    Band,
    Change,
    Scale,
    Scoring,
    Source,
    Talk,
)
from o2r.pathways.measures.scales.scoring import score_of

KINDS = ("sum", "mean", "weights")


class WrongScale(ValueError):
    """A file of scale that does not hold together."""


@lru_cache(maxsize=4)
def scales_in(folder: Path) -> Mapping[str, Scale]:
    """The scales of a folder by code, in the order of their files. Raises WrongScale."""
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            scale = _scale(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ArithmeticError) as error:
            raise WrongScale(f"{path.name}: {error!r}") from error
        if scale.code != path.stem:
            raise WrongScale(f"{path.name}: its code is {scale.code}")
        _hold(scale)
        found[scale.code] = scale
    return found


def _scale(table: dict[str, Any]) -> Scale:
    answers = tuple(tuple(row) for row in table["answers"])
    # One row of values stands for all the questions.
    answers = answers * table["items"] if len(answers) == 1 else answers
    if len(answers) != table["items"]:
        raise WrongScale(f"{table['code']}: answers of {len(answers)} questions")
    words = ("code", "version", "name", "measures", "group", "shows_change")
    return Scale(
        **{name: table[name] for name in words},
        answers=answers,
        moments=tuple(table["moments"]),
        scoring=_scoring(table["scoring"]),
        source=Source(**table["source"]),
        bands=tuple(Band(Decimal(one["from"]), one["label"]) for one in table.get("bands", ())),
        talk=_talk(table.get("talk")),
        change=_change(table.get("change")),
    )


def _scoring(table: dict[str, Any]) -> Scoring:
    if table["kind"] not in KINDS:
        raise WrongScale(f"unknown scoring {table['kind']!r}")
    return Scoring(
        kind=table["kind"],
        minimum=Decimal(table["minimum"]),
        maximum=Decimal(table["maximum"]),
        factor=Decimal(table.get("factor", "1")),
        constant=Decimal(table.get("constant", "0")),
        weights=tuple(Decimal(one) for one in table.get("weights", ())),
    )


def _talk(table: dict[str, Any] | None) -> Talk | None:
    if table is None:
        return None
    return Talk(Decimal(table["at_most"]), table["text"], table["source"])


def _change(table: dict[str, Any] | None) -> Change | None:
    if table is None:
        return None
    return Change(Decimal(table["least"]), table["kind"], table["source"])


def _hold(scale: Scale) -> None:
    """The least and the greatest answers give the bounds that the scale publishes."""
    rule = scale.scoring
    if rule.kind == "weights":
        if len(rule.weights) != scale.items:
            raise WrongScale(f"{scale.code}: {len(rule.weights)} weights")
        least = [int(weight < 0) for weight in rule.weights]
        most = [int(weight > 0) for weight in rule.weights]
    else:
        least, most = [min(one) for one in scale.answers], [max(one) for one in scale.answers]
    if (score_of(scale, least), score_of(scale, most)) != (rule.minimum, rule.maximum):
        raise WrongScale(f"{scale.code}: its answers do not give its bounds")
