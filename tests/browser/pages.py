"""Every page of the product, read from the URLconf: a page that is added is checked by itself."""

from django.urls import URLPattern, URLResolver, get_resolver

from config.urls import debug_urlpatterns

# A value for each parameter that addresses use. Rows that only a person can create (a message, a
# report, an import under way) do not exist in a fresh instance: their pages are in the stories.
NOBODY = "00000000-0000-0000-0000-000000000000"
EXAMPLES = {"slug": "o2r-portes-du-sud", "uuid": NOBODY, "kind": "csv"}


def addresses() -> list[str]:
    """The address of every route, parameters filled with the examples above."""
    found: list[str] = []

    def walk(prefix: str, patterns: list[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(route, pattern.url_patterns)
            else:
                found.append("/" + route)

    walk("", get_resolver().url_patterns)
    walk("", debug_urlpatterns)
    return [_filled(route) for route in found]


def _filled(route: str) -> str:
    parts = []
    for part in route.split("/"):
        if "<" in part:
            kind, _, name = part.strip("<").split(">")[0].rpartition(":")
            name = "uuid" if kind == "uuid" else name
            suffix = part.split(">")[-1] if ">" in part else ""
            part = str(EXAMPLES.get(name, f"missing-example-{name}")) + suffix
        parts.append(part)
    return "/".join(parts)
