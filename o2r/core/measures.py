"""Figures that the product promises, printed with their targets.

``o2r bench`` measures speed and size (``benchmarks`` module of each app), ``o2r trust`` what must
never leak or give way (``trust`` module)::

    @measures_for("zones")
    def zones(*, full: bool = False) -> Iterator[Measure]:
        yield Measure("zones.membership", value=0.3, unit="µs", target=1.0)

Every suite has a short form, under a minute, and may have a long one, asked with ``--full``.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Better = Literal["lower", "higher", "equal"]
NOT_CHECKED = "non vérifié"


@dataclass(frozen=True)
class Measure:
    """One measured figure beside its target.

    ``better`` says on which side of ``target`` the figure must be; ``detail`` holds what a reader
    needs to run it again: seeds, sample size, spread, shape of the machine. A figure that could not
    be taken here is not ``checked``: neither held nor missed, and printed as such (`unchecked`).
    ``is_speed``: what a machine that does other work at the same time proves nothing about.
    """

    id: str
    value: float
    unit: str
    target: float
    better: Better = "lower"
    detail: dict[str, Any] = field(default_factory=dict)
    checked: bool = True
    is_speed: bool = False

    @property
    def ok(self) -> bool:
        """Whether the figure was taken and is on the right side of its target."""
        if not self.checked:
            return False
        if self.better == "lower":
            return self.value <= self.target
        if self.better == "higher":
            return self.value >= self.target
        return self.value == self.target

    def as_line(self) -> dict[str, Any]:
        """The figure as one JSON line."""
        return {
            "id": self.id,
            "value": round(self.value, 6) if self.checked else None,
            "unit": self.unit,
            "target": self.target,
            "better": self.better,
            "ok": self.ok if self.checked else None,
            "checked": self.checked,
            **self.detail,
        }


def unchecked(
    id: str, target: float, better: Better = "lower", *, reason: str, **detail: Any
) -> Measure:
    """A figure that nothing here can take: a tool is missing, a service does not answer.

    ``reason`` is the French sentence that says which one and what to do. It never counts as held.
    """
    return Measure(
        id, math.nan, NOT_CHECKED, target, better, {"reason": reason, **detail}, checked=False
    )


class Suite(Protocol):
    """A generator of measures; ``full`` asks for the long form."""

    def __call__(self, *, full: bool = False) -> Iterator[Measure]: ...


Family = Literal["bench", "trust"]
_suites: dict[tuple[Family, str], Suite] = {}


def measures_for(name: str, family: Family = "bench") -> Callable[[Suite], Suite]:
    """Register a generator of measures under ``name``, the ID typed after the command."""

    def register(suite: Suite) -> Suite:
        if (family, name) in _suites:
            raise ValueError(f"Two suites of measures are called {name!r}.")
        _suites[family, name] = suite
        return suite

    return register


def suites(family: Family = "bench") -> dict[str, Suite]:
    """Every registered suite of a family, by name."""
    return {name: suite for (of, name), suite in sorted(_suites.items()) if of == family}


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least ``share`` (0–1) of ``values`` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]
