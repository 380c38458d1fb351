"""Every address of the product, read from the URLconf: what is added is checked by itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

NOBODY = "00000000-0000-0000-0000-000000000000"
UNKNOWN = "inconnu"
_NOTHING = {"uuid": NOBODY, "int": "1"}
_PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")

Routes = Sequence[URLPattern | URLResolver]


def views(patterns: Routes | None = None, prefix: str = "/") -> Iterator[tuple[str, Any]]:
    """Routes as written, parameters included (``/projets/<slug:slug>/``), each with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def routes(patterns: Routes | None = None) -> Iterator[str]:
    """Routes as written, parameters included: ``/projets/<slug:slug>/``."""
    return (route for route, _ in views(patterns))


def parameters(route: str) -> list[str]:
    """The names of the parameters of a route."""
    return [found["name"] for found in _PARAMETER.finditer(route)]


def address(route: str, examples: Mapping[str, str]) -> str:
    """A route with its parameters filled.

    A parameter without example is filled with what nothing bears.
    """

    def value(found: re.Match[str]) -> str:
        if found["name"] in examples:
            return examples[found["name"]]
        return _NOTHING.get(found["converter"], UNKNOWN)

    return _PARAMETER.sub(value, route)


def addresses(examples: Mapping[str, str], patterns: Routes | None = None) -> list[str]:
    """The address of every route, its parameters filled.

    ``examples`` gives a value by name of parameter, as :func:`address` does.
    """
    return [address(route, examples) for route in routes(patterns)]
