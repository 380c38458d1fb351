"""The lists of codes as choices of a form. Pure."""

from o2r.network.directory import codes
from o2r.network.directory.codes import Code

Choices = list[tuple[str, str]]


def of_list(name: str) -> Choices:
    """Every code of a list, with its label, in its order."""
    return [(one.code, one.label) for one in codes.listed(name).values()]


def needs() -> Choices:
    """Categories, each followed by its thématiques: what somebody may need, in one list."""
    by_category: dict[str, list[Code]] = {}
    for theme in codes.listed(codes.THEMES).values():
        by_category.setdefault(codes.category_of(theme.code), []).append(theme)
    found: Choices = []
    for category in codes.listed(codes.CATEGORIES).values():
        found.append((category.code, category.label))
        found += [
            (theme.code, f"{category.label} : {theme.label}")
            for theme in by_category.get(category.code, [])
        ]
    return found


def publics_of_somebody() -> Choices:
    """What somebody may be: « tous publics » is nobody."""
    return [pair for pair in of_list(codes.PUBLICS) if pair[0] != codes.EVERYONE]


def reasons() -> Choices:
    """Why no service was suitable."""
    return [(one.code, one.label) for one in codes.reasons().values()]
