"""Every address of the product, read from the URLconf: what is added is checked by itself."""

import re
from collections.abc import Iterator, Mapping, Sequence

from django.urls import URLPattern, URLResolver, get_resolver

NOBODY = "00000000-0000-0000-0000-000000000000"
_PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")

Routes = Sequence[URLPattern | URLResolver]


def routes(patterns: Routes | None = None, prefix: str = "/") -> Iterator[str]:
    """Routes as written, parameters included: ``/projets/<slug:slug>/``."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def addresses(examples: Mapping[str, str], patterns: Routes | None = None) -> list[str]:
    """The address of every route, its parameters filled.

    ``examples`` gives a value by name of parameter. An identifier (``uuid``) that has none is one
    that nothing bears. Raises LookupError for any other parameter without an example.
    """

    def value(found: re.Match[str]) -> str:
        if found["name"] in examples:
            return examples[found["name"]]
        if found["converter"] == "uuid":
            return NOBODY
        raise LookupError(f"Give an example of <{found['name']}> for {found.string}.")

    return [_PARAMETER.sub(value, route) for route in routes(patterns)]
