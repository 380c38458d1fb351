"""The application as if every one of its filters had been forgotten."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from o2r.accounts import policy
from o2r.accounts.actors import Actor
from o2r.accounts.governed import GovernedQuerySet
from o2r.accounts.policy import Allow, Context, Subject


def _decide(actor: Actor, action: str, subject: Subject, context: Context) -> Allow:
    return _may_try(actor, action, subject.kind, context)


def _may_try(actor: Actor, action: str, kind: str, context: Context) -> Allow:
    return Allow(frozenset(policy.kinds()[kind].groups))


def _may_meet(actor: Actor, kind: str) -> bool:
    return True


def _visible_to(rows: Any, actor: Actor) -> Any:
    return rows


@contextmanager
def without_filters() -> Iterator[None]:
    """Every decision says yes and every row is visible, in whatever module asks."""
    replaced: list[tuple[Any, str, Any]] = []
    swaps = {
        policy.decide: _decide,
        policy.may_try: _may_try,
        policy.may_meet: _may_meet,
    }
    for name, module in list(sys.modules.items()):
        if name.startswith("o2r.") and not name.endswith("open_gates"):
            for attribute, value in list(vars(module).items()):
                if callable(value) and _hashable(value) and value in swaps:
                    replaced.append((module, attribute, value))
    replaced.append((GovernedQuerySet, "visible_to", GovernedQuerySet.visible_to))
    try:
        for owner, attribute, value in replaced:
            setattr(owner, attribute, swaps.get(value, _visible_to))
        yield
    finally:
        for owner, attribute, value in replaced:
            setattr(owner, attribute, value)


def _hashable(value: Any) -> bool:
    return type(value).__hash__ is not None
